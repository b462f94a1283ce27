import { day } from '../../shared/format/date.ts';
import { words } from '../../shared/format/number.ts';
import { Section } from '../../shared/ui/page.tsx';
import { OutputText } from '../write/output-text.tsx';
import { InsertButton } from './insert.tsx';
import { saveOutput, useSaved } from './queries.ts';
import { StarButton } from './star.tsx';

/** The outputs of the template that this person keeps. */
export function SavedOutputs({ template, title }: { readonly template: string; readonly title: string }) {
  const { data } = useSaved(template);
  if (!data || data.length === 0) return null;
  return (
    <Section title="Saved">
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(280px,100%),1fr))] gap-x-8 gap-y-6">
        {data.map((one) => (
          <li key={one.output} className="min-w-0">
            <div className="max-h-[320px] overflow-y-auto text-16">
              <OutputText text={one.text} wet={false} caret={false} />
            </div>
            <p className="mt-1 flex items-center gap-1 text-13 text-muted">
              {words(one.words)}, saved {day(one.saved_at)}
              <InsertButton passage={one} title={title} />
              <StarButton on label="Saved" onChange={() => void saveOutput(template, one.output, false)} />
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
