import { Ellipsis } from 'lucide-react';
import { InkwellError, app } from '../../shared/api/client.ts';
import { announce } from '../../shared/ui/announce.ts';
import { MENU_ROW, Menu, MenuItem } from '../../shared/ui/menu.tsx';

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
    <Menu label="More for this document" title="More" Icon={Ellipsis} opens="left" className="w-60">
      <MenuItem act={props.versions}>Versions</MenuItem>
      <MenuItem act={() => void act(copy)}>Copy as Markdown</MenuItem>
      <div className="my-1 border-t border-rule" />
      {FORMATS.map(({ format, label }) => (
        <MenuItem key={format} act={() => void act(() => download(format))}>
          Export to {label}
        </MenuItem>
      ))}
      <div className="my-1 border-t border-rule" />
      {props.isAuthor && (
        <label className={`${MENU_ROW} cursor-pointer`}>
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
        <MenuItem danger act={props.trash}>
          Move to trash
        </MenuItem>
      )}
    </Menu>
  );
}
