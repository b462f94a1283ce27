import { Ellipsis } from 'lucide-react';
import { useId } from 'react';
import { InkwellError, app } from '../../shared/api/client.ts';
import { announce } from '../../shared/ui/announce.ts';
import { hidePopover } from '../../shared/ui/hide-popover.ts';

const FORMATS = [
  { format: 'md', label: 'Markdown' },
  { format: 'html', label: 'HTML' },
  { format: 'docx', label: 'Word (DOCX)' },
] as const;

interface Props {
  readonly document: string;
  readonly isPrivate: boolean;
  readonly isAuthor: boolean;
  readonly mayTrash: boolean;
  /** Saves what waits, so that a file holds what is on the page. */
  readonly settle: () => Promise<number | null>;
  readonly setPrivate: (is_private: boolean) => void;
  readonly versions: () => void;
  readonly trash: () => void;
  /** Says why something could not be done. */
  readonly refused: (sentence: string) => void;
}

/** What else can be done with a document. */
export function DocumentMenu(props: Props) {
  const id = useId();
  const anchor = `--${id.replaceAll(/[^A-Za-z0-9]/g, '')}`;
  return (
    <>
      <button
        type="button"
        className="icon-button"
        popoverTarget={id}
        style={{ anchorName: anchor }}
        aria-label="More for this document"
        title="More"
      >
        <Ellipsis aria-hidden="true" className="size-4" strokeWidth={1.75} />
      </button>
      <div
        id={id}
        popover="auto"
        className="popover w-60 py-1"
        style={{
          positionAnchor: anchor,
          positionArea: 'block-end span-inline-start',
          positionTryFallbacks: 'flip-block',
        }}
      >
        <Items {...props} id={id} />
      </div>
    </>
  );
}

const ITEM = 'flex h-9 w-full items-center gap-3 px-4 text-left hover:bg-ink-wash pointer-coarse:h-11';

function Items(props: Props & { readonly id: string }) {
  const { id } = props;
  const act = async (work: () => Promise<void>) => {
    try {
      await props.settle();
      await work();
    } catch (cause) {
      if (!(cause instanceof InkwellError)) throw cause;
      props.refused(cause.code === 'network_error' ? 'The server can’t be reached.' : cause.message);
    }
  };
  const copy = async () => {
    await navigator.clipboard.writeText(await app.documents.markdown(props.document));
    announce('Copied as Markdown.');
  };
  const download = (format: (typeof FORMATS)[number]['format']) => {
    window.location.assign(app.documents.exportPath(props.document, format));
    return Promise.resolve();
  };
  return (
    <>
      <button type="button" className={ITEM} popoverTarget={id} onClick={props.versions}>
        Versions
      </button>
      <button type="button" className={ITEM} popoverTarget={id} onClick={() => void act(copy)}>
        Copy as Markdown
      </button>
      <div className="my-1 border-t border-rule" />
      {FORMATS.map(({ format, label }) => (
        <button
          key={format}
          type="button"
          className={ITEM}
          popoverTarget={id}
          onClick={() => void act(() => download(format))}
        >
          Export to {label}
        </button>
      ))}
      <div className="my-1 border-t border-rule" />
      {props.isAuthor && (
        <label className={`${ITEM} cursor-pointer`}>
          <input
            type="checkbox"
            className="accent-(--ink)"
            checked={props.isPrivate}
            onChange={(event) => props.setPrivate(event.target.checked)}
          />
          Private
        </label>
      )}
      {props.mayTrash && (
        <button
          type="button"
          className={`${ITEM} text-bad`}
          onClick={(event) => {
            hidePopover(event);
            props.trash();
          }}
        >
          Move to trash
        </button>
      )}
    </>
  );
}
