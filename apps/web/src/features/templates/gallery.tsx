import { Link } from '@tanstack/react-router';
import { useDeferredValue, useId, useRef, useState } from 'react';
import type { TemplateSummary } from '../../shared/api/types.ts';
import { figure } from '../../shared/format/number.ts';
import { Page } from '../../shared/ui/page.tsx';
import { Await, Empty } from '../../shared/ui/states.tsx';
import { useWriteKeys } from '../write/use-write-keys.ts';
import { favour, useTemplates } from './queries.ts';
import { StarButton } from './star.tsx';
import { type Shelf, aboutLength, categoryShelves, firstShelves, foundWords, matching } from './words.ts';

const nothing = () => undefined;

/** All templates: what was used last and what is starred first, then by category. */
export function GalleryPage() {
  const query = useTemplates();
  const search = useRef<HTMLInputElement>(null);
  const [asked, setAsked] = useState('');
  const id = useId();
  useWriteKeys({ focus: () => search.current?.focus(), stop: nothing, running: false });
  return (
    <Page
      title="Templates"
      wide
      aside={
        <Link to="/templates/new" className="button">
          New template
        </Link>
      }
    >
      <label htmlFor={id} className="mb-1 flex max-w-[520px] justify-between font-label">
        Search
        <span aria-hidden="true" className="text-12 font-body text-muted max-sm:hidden">
          / to come here
        </span>
      </label>
      <input
        id={id}
        ref={search}
        type="search"
        className="field w-full max-w-[520px]"
        placeholder="For example: email, launch, headline"
        value={asked}
        onChange={(event) => setAsked(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setAsked('');
        }}
      />
      <Await query={query} label="Reading the templates" failed="Couldn’t read the templates.">
        {(all) => <Shelves all={all} search={asked} />}
      </Await>
    </Page>
  );
}

function Shelves({ all, search }: { readonly all: readonly TemplateSummary[]; readonly search: string }) {
  const asked = useDeferredValue(search);
  if (asked.trim() !== '') return <Found rows={matching(all, asked)} />;
  const categories = categoryShelves(all);
  return (
    <>
      <nav aria-label="Categories" className="mt-4 mb-8 flex flex-wrap gap-x-4 gap-y-1 text-13">
        {categories.map(({ id, title, rows }) => (
          <a
            key={id}
            href={`#${id}`}
            className="flex min-h-8 items-center gap-1 hover:text-ink pointer-coarse:min-h-11"
          >
            <span className="font-label underline decoration-edge underline-offset-4">{title}</span>
            <span className="text-muted">{figure(rows.length)}</span>
          </a>
        ))}
      </nav>
      {firstShelves(all).map((shelf) => (
        <ShelfRows key={shelf.id} shelf={shelf} />
      ))}
      {categories.map((shelf) => (
        <ShelfRows key={shelf.id} shelf={shelf} counted />
      ))}
    </>
  );
}

function Found({ rows }: { readonly rows: readonly TemplateSummary[] }) {
  return (
    <section aria-label="Found" className="mt-6">
      <output className="mb-3 block text-13 text-muted">{foundWords(rows.length)}</output>
      {rows.length === 0 ? (
        <Empty>Try another word, or make a template of your own.</Empty>
      ) : (
        <Rows rows={rows} label="Found" />
      )}
    </section>
  );
}

function ShelfRows({ shelf, counted = false }: { readonly shelf: Shelf; readonly counted?: boolean }) {
  const { id, title, rows } = shelf;
  return (
    <section aria-labelledby={id} className="mb-10">
      <h2 id={id} className="title mb-2 scroll-mt-16 text-22">
        {title}{' '}
        {counted && <span className="font-sans text-14 font-body text-muted">{figure(rows.length)}</span>}
      </h2>
      <Rows rows={rows} label={title} />
    </section>
  );
}

function Rows({ rows, label }: { readonly rows: readonly TemplateSummary[]; readonly label: string }) {
  return (
    <ul aria-label={label} className="grid gap-x-12 border-t border-rule lg:grid-cols-2">
      {rows.map((row) => (
        <li key={row.template} className="flex items-center gap-2 border-b border-rule">
          <Link
            to="/templates/$template"
            params={{ template: row.template }}
            className="group grid min-w-0 flex-1 py-3 hover:text-ink"
          >
            <span className="font-label">{row.name}</span>
            <span className="text-13 text-muted">
              {row.purpose} <span className="whitespace-nowrap text-faint">{aboutLength(row)}</span>
            </span>
          </Link>
          <StarButton
            on={row.is_favourite}
            label={`${row.name}, favourite`}
            onChange={(on) => void favour(row.template, on)}
          />
        </li>
      ))}
    </ul>
  );
}
