import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { InkwellError, app, newKey } from '../../shared/api/client.ts';
import type { DocumentContent, DocumentDetail } from '../../shared/api/types.ts';
import { dayAndClock } from '../../shared/format/date.ts';
import { Await } from '../../shared/ui/states.tsx';
import { Blocks } from '../write/editor/blocks.tsx';
import { documentsChanged, titleOf } from './queries.ts';

interface Props {
  readonly document: string;
  /** What stands on this page. */
  readonly mine: Pick<DocumentDetail, 'title' | 'content' | 'brief' | 'is_private'>;
  /** Gives up what was not saved, and opens what the server has. */
  readonly takeTheirs: () => void;
}

/** Somebody else saved the document meanwhile: nothing is lost, and nothing is overwritten. */
export function Conflict(props: Props) {
  const { mine } = props;
  const navigate = useNavigate();
  const [comparing, setComparing] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const copy = async () => {
    setRefusal(null);
    const title = `${titleOf(mine).slice(0, 190)} (copy)`;
    try {
      const { document } = await app.documents.create({ ...mine, title }, { idempotency_key: newKey() });
      props.takeTheirs();
      await documentsChanged();
      await navigate({ to: '/documents/$document', params: { document } });
    } catch (cause) {
      if (!(cause instanceof InkwellError)) throw cause;
      setRefusal(cause.message);
    }
  };
  return (
    <div role="alert" className="mb-6 border-l-2 border-reserve py-1 pl-3 text-13">
      <p>
        Somebody saved this document while you wrote. Yours is kept on this device.{' '}
        <button
          type="button"
          className="link"
          aria-expanded={comparing}
          onClick={() => setComparing(!comparing)}
        >
          Compare
        </button>
        {' / '}
        <button type="button" className="link" onClick={() => void copy()}>
          Keep mine as a copy
        </button>
        {comparing && (
          <>
            {' / '}
            <button type="button" className="link" onClick={props.takeTheirs}>
              Take theirs
            </button>
          </>
        )}
      </p>
      {refusal && <p className="mt-1 text-bad">{refusal}</p>}
      {comparing && <Comparison document={props.document} mine={mine} />}
    </div>
  );
}

function Comparison({ document, mine }: Pick<Props, 'document' | 'mine'>) {
  const query = useQuery({
    queryKey: ['document', document, 'theirs'],
    queryFn: () => app.documents.get(document),
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <Await query={query} label="Reading the saved one" failed="Couldn’t read the saved one.">
      {(theirs) => (
        <div className="mt-3 grid grid-cols-2 gap-6 max-md:grid-cols-1">
          <Side name="Mine" title={mine.title} content={mine.content} other={theirs.content} />
          <Side
            name={`Saved by ${theirs.updated_by}, ${dayAndClock(theirs.updated_at)}`}
            title={theirs.title}
            content={theirs.content}
            other={mine.content}
          />
        </div>
      )}
    </Await>
  );
}

/** One of the two, with the blocks that the other one lacks set off. */
function Side(props: {
  readonly name: string;
  readonly title: string;
  readonly content: DocumentContent;
  readonly other: DocumentContent;
}) {
  const known = new Set(props.other.content.map((block) => stable(block)));
  return (
    <section aria-label={props.name} className="min-w-0">
      <h3 className="mb-2 font-label">{props.name}</h3>
      <div className="document document-small max-h-96 overflow-y-auto bg-paper p-3">
        <p className="title text-16">{titleOf(props)}</p>
        {props.content.content.map((block, index) => (
          // Blocks have no name but their place.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={index} className={known.has(stable(block)) ? '' : 'bg-reserve-wash'}>
            <Blocks nodes={[block]} />
          </div>
        ))}
      </div>
    </section>
  );
}

/** A block's text and kinds, without what only one side may say about it. */
const stable = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
