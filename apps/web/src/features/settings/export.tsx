import { type ReactNode, useState } from 'react';
import { Segmented } from '../../shared/ui/controls.tsx';
import { Section } from '../../shared/ui/page.tsx';

const FORMATS = [
  { value: 'md', label: 'Markdown' },
  { value: 'html', label: 'HTML' },
  { value: 'docx', label: 'Word' },
  { value: 'json', label: 'JSON' },
] as const;
type Format = (typeof FORMATS)[number]['value'];

/** A download of much at once. The browser takes it from the server as it comes; the page holds none of it. */
export function Export(props: {
  readonly title: string;
  readonly button: string;
  readonly pathOf: (documents: Format) => string;
  readonly children: ReactNode;
}) {
  const [format, setFormat] = useState<Format>('md');
  return (
    <Section title={props.title}>
      <p className="max-w-[68ch]">{props.children}</p>
      <div className="mt-4 flex flex-wrap items-center gap-x-6 gap-y-3">
        <Segmented legend="Documents as" value={format} choices={FORMATS} onChange={setFormat} />
        <a className="button" href={props.pathOf(format)} download>
          {props.button}
        </a>
      </div>
    </Section>
  );
}
