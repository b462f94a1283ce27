import { type ReactNode, useEffect } from 'react';

/** What stands around every page that is shown without a workspace. */
export function DoorFrame(props: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${props.title} · Inkwell`;
  }, [props.title]);
  return (
    <main className="grid min-h-dvh place-items-center bg-paper px-6 py-12">
      <div className="w-full max-w-sm">
        <p className="title mb-6 text-16 text-muted">Inkwell</p>
        <h1 className="title text-28 text-pretty">{props.title}</h1>
        {props.lead !== undefined && <p className="mt-2 text-16 text-pretty text-muted">{props.lead}</p>}
        {props.children}
      </div>
    </main>
  );
}
