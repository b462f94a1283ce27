import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';

/** The width of what is read or filled in. */
export const MEASURE = 'max-w-[824px]';

/** A page's heading and measure. All begin at the same edge. The document's title follows the heading. */
export function Page(props: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly wide?: boolean;
  /** As wide as columns of outputs can be read. */
  readonly full?: boolean;
  readonly children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${props.title} · Inkwell`;
  }, [props.title]);
  return (
    <div
      className={`mx-auto w-full px-12 pt-8 pb-18 max-md:px-6 max-sm:px-4 max-sm:pt-6 ${props.full ? 'max-w-[1560px]' : 'max-w-[1280px]'}`}
    >
      <div className={props.wide || props.full ? '' : MEASURE}>
        <div className="mb-6 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
          <h1 className="title text-28">{props.title}</h1>
          {props.aside}
        </div>
        {props.children}
      </div>
    </div>
  );
}

export function Section(props: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  const id = props.title.toLowerCase().replaceAll(/[^a-z]+/g, '-');
  return (
    <section aria-labelledby={id} className="border-t border-rule py-8">
      <div className="mb-4 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
        <h2 id={id} className="title text-22">
          {props.title}
        </h2>
        {props.aside}
      </div>
      {props.children}
    </section>
  );
}

/** What an address shows that names nothing. */
export const NotFound = () => (
  <Page title="There is nothing here">
    <p>
      The address may be mistyped.{' '}
      <Link to="/" className="link">
        Go to Write
      </Link>
    </p>
  </Page>
);
