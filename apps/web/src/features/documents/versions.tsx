import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { InkwellError, app, newKey } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/queries.ts';
import type { VersionSummary } from '../../shared/api/types.ts';
import { dayAndClock } from '../../shared/format/date.ts';
import { words } from '../../shared/format/number.ts';
import { announce } from '../../shared/ui/announce.ts';
import { MoreButton } from '../../shared/ui/more-button.tsx';
import { Await, Empty } from '../../shared/ui/states.tsx';
import { Blocks } from '../write/editor/blocks.tsx';
import { Drawer } from './drawer.tsx';

const KINDS = { auto: '', kept: ', kept', restore: ', before going back' } as const;

/** Earlier versions: what they held, keeping the present one, going back to one. */
export function VersionsDrawer(props: {
  readonly document: string;
  /** Saves what waits and answers with the revision then; null if it can't be saved. */
  readonly settle: () => Promise<number | null>;
  readonly restored: () => void;
  readonly close: () => void;
}) {
  const { document, settle } = props;
  const [refusal, setRefusal] = useState<string | null>(null);
  const query = useInfiniteQuery({
    queryKey: ['versions', document],
    queryFn: ({ pageParam }) => app.documents.versions.list(document, { limit: 30, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    staleTime: 0,
  });
  const act = async (work: (revision: number) => Promise<void>) => {
    setRefusal(null);
    try {
      const revision = await settle();
      if (revision === null) return setRefusal('Not everything is saved yet.');
      await work(revision);
      await queryClient.invalidateQueries({ queryKey: ['versions', document] });
    } catch (cause) {
      if (!(cause instanceof InkwellError)) throw cause;
      setRefusal(cause.message);
    }
  };
  const keep = () =>
    act(async () => {
      await app.documents.versions.keep(document);
      announce('This version is kept.');
    });
  const restore = (version: string) =>
    act(async (revision) => {
      await app.documents.versions.restore(document, version, revision, { idempotency_key: newKey() });
      announce('The earlier version is back.');
      props.restored();
    });
  return (
    <Drawer title="Versions" close={props.close}>
      <button type="button" className="button w-full" onClick={() => void keep()}>
        Keep this version
      </button>
      {refusal && (
        <p role="alert" className="mt-2 text-13 text-bad">
          {refusal}
        </p>
      )}
      <Await query={query} label="Reading the versions" failed="Couldn’t read the versions.">
        {(data) => (
          <VersionList
            rows={data.pages.flatMap((page) => page.data)}
            restore={(version) => void restore(version)}
          />
        )}
      </Await>
      <MoreButton query={query} label="Show older versions" className="link mt-3 text-13" />
    </Drawer>
  );
}

function VersionList(props: {
  readonly rows: readonly VersionSummary[];
  readonly restore: (version: string) => void;
}) {
  const [open, setOpen] = useState<string | null>(null);
  if (props.rows.length === 0)
    return <Empty>No earlier version yet. One is kept every ten minutes while you write.</Empty>;
  return (
    <ul className="mt-4 border-b border-rule">
      {props.rows.map((row) => (
        <li key={row.version} className="border-t border-rule py-2">
          <button
            type="button"
            className="block w-full text-left hover:text-ink"
            aria-expanded={open === row.version}
            onClick={() => setOpen(open === row.version ? null : row.version)}
          >
            <span className="block font-label">{dayAndClock(row.created_at)}</span>
            <span className="block text-12 text-muted">
              {row.member}, {words(row.words)}
              {KINDS[row.kind]}
            </span>
          </button>
          {open === row.version && (
            <Version
              document={row.document}
              version={row.version}
              restore={() => props.restore(row.version)}
            />
          )}
        </li>
      ))}
    </ul>
  );
}

function Version(props: {
  readonly document: string;
  readonly version: string;
  readonly restore: () => void;
}) {
  const query = useQuery({
    queryKey: ['version', props.version],
    queryFn: () => app.documents.versions.get(props.document, props.version),
    staleTime: Infinity,
  });
  return (
    <Await query={query} label="Reading the version" failed="Couldn’t read the version.">
      {(version) => (
        <>
          <div className="document document-small mt-2 max-h-80 overflow-y-auto bg-sheet p-3">
            <p className="title text-16">{version.title === '' ? 'Untitled' : version.title}</p>
            <Blocks nodes={version.content.content} />
          </div>
          <button type="button" className="link mt-2 text-13" onClick={props.restore}>
            Go back to this version
          </button>
        </>
      )}
    </Await>
  );
}
