import { memo } from 'react';

type Kind = 'heading' | 'item' | 'plain' | 'blank';
interface Line {
  readonly kind: Kind;
  readonly mark: string;
  readonly text: string;
}

/** Reads one line of the simple Markdown that models write. Nothing is dropped but the marks' own signs. */
export function readLine(line: string): Line {
  if (line.trim() === '') return { kind: 'blank', mark: '', text: '' };
  const heading = /^#{1,6}\s+(.*)$/.exec(line);
  if (heading) return { kind: 'heading', mark: '', text: plain(heading[1] ?? '') };
  const item = /^\s*([-*•]|\d{1,3}[.)])\s+(.*)$/.exec(line);
  if (item) {
    const mark = /\d/.test(item[1] ?? '') ? (item[1] ?? '') : '•';
    return { kind: 'item', mark, text: plain(item[2] ?? '') };
  }
  const bold = /^\*\*([^*]+)\*\*:?$/.exec(line.trim());
  if (bold) return { kind: 'heading', mark: '', text: bold[1] ?? '' };
  return { kind: 'plain', mark: '', text: plain(line) };
}

const plain = (text: string) => text.replaceAll(/\*\*([^*]+)\*\*/g, '$1');

/** Generated text, never as HTML: line by line, so that a stream repaints only its last line. */
export function OutputText({
  text,
  wet,
  caret,
}: {
  readonly text: string;
  readonly wet: boolean;
  readonly caret: boolean;
}) {
  const lines = text.split('\n');
  const last = lines.length - 1;
  return (
    <div className={`prose-output font-serif ${wet ? 'wet' : ''}`}>
      {lines.map((line, index) => (
        // Lines of a stream only ever grow at the end, so their place names them.
        // oxlint-disable-next-line react/no-array-index-key
        <TextLine key={index} line={line} caret={caret && index === last} />
      ))}
    </div>
  );
}

const CLASSES: Record<Kind, string> = {
  heading: 'mt-4 mb-1 font-strong first:mt-0',
  item: 'flex gap-2 pl-1',
  plain: 'min-h-[1em]',
  blank: 'h-3',
};

const TextLine = memo(function TextLine({ line, caret }: { readonly line: string; readonly caret: boolean }) {
  const { kind, mark, text } = readLine(line);
  return (
    <div className={CLASSES[kind]}>
      {mark && (
        <span className="shrink-0 text-muted" style={{ minWidth: '1.2em' }}>
          {mark}
        </span>
      )}
      <span>
        {text}
        {caret && <span aria-hidden="true" className="caret" />}
      </span>
    </div>
  );
});
