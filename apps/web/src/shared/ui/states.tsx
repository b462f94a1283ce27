import type { ReactNode } from 'react';

export function Loading({ label, lines = 4 }: { readonly label: string; readonly lines?: number }) {
  return (
    <output className="block py-4">
      <span className="sr-only">{label}</span>
      {Array.from({ length: lines }, (_, line) => (
        <div
          key={line}
          aria-hidden="true"
          className="mb-3 h-4 bg-sunk"
          style={{ width: `${90 - line * 14}%` }}
        />
      ))}
    </output>
  );
}

/** Shown instead of data that never came. */
export function Failure({ what, retry }: { readonly what: string; readonly retry: () => void }) {
  return (
    <p role="alert" className="py-4">
      {what}{' '}
      <button type="button" className="link" onClick={retry}>
        Retry
      </button>
    </p>
  );
}

/** Shown beside data that is still the last known. */
function StaleLine({ retry }: { readonly retry: () => void }) {
  return (
    <output className="block text-13 text-muted">
      Couldn’t refresh.{' '}
      <button type="button" className="link" onClick={retry}>
        Retry
      </button>
    </output>
  );
}

export function Empty({ children }: { readonly children: ReactNode }) {
  return <p className="py-4 text-muted">{children}</p>;
}

interface Readable<T> {
  readonly data: T | undefined;
  readonly isError: boolean;
  readonly refetch: () => unknown;
}

/** One query's loading, error and stale states around what its data shows. */
export function Await<T>(props: {
  readonly query: Readable<T>;
  readonly label: string;
  readonly failed: string;
  readonly children: (data: T) => ReactNode;
}) {
  const { query } = props;
  const retry = () => void query.refetch();
  if (query.data === undefined) {
    return query.isError ? <Failure what={props.failed} retry={retry} /> : <Loading label={props.label} />;
  }
  return (
    <>
      {query.isError && <StaleLine retry={retry} />}
      {props.children(query.data)}
    </>
  );
}
