import { type ReactNode, useId } from 'react';
import type { Brief } from '../../shared/api/types.ts';
import { Drawer } from './drawer.tsx';
import { VoiceChoice } from './voices.tsx';

type Part = Brief['off'][number];

const LANGUAGES = [
  'English',
  'German',
  'French',
  'Spanish',
  'Italian',
  'Portuguese',
  'Dutch',
  'Polish',
  'Japanese',
];
const LINES = [
  { name: 'tone', label: 'Tone', max: 100, hint: 'warm, plain, expert' },
  { name: 'keywords', label: 'Keywords', max: 300, hint: 'fern, shade, watering' },
  { name: 'language', label: 'Language', max: 60, hint: 'English', list: 'brief-languages' },
] as const;

/** What the model is told beside the text. Each part can be switched off and is kept then. */
export function BriefDrawer(props: {
  readonly title: string;
  readonly brief: Brief;
  readonly change: (brief: Brief) => void;
  readonly close: () => void;
}) {
  const { brief, change } = props;
  const set = (next: Partial<Brief>) => change({ ...brief, ...next });
  const part = (name: Part, label: string) => ({
    label,
    on: !brief.off.includes(name),
    toggle: (on: boolean) =>
      set({ off: on ? brief.off.filter((one) => one !== name) : [...brief.off, name] }),
  });
  return (
    <Drawer title="Brief" close={props.close}>
      <p className="mb-4 text-13 text-muted">
        What the model is told of this document, beside the text before the caret.
      </p>
      <BriefPart {...part('title', 'The title')}>
        {(id) => (
          <input id={id} className="field w-full" readOnly placeholder="None yet" value={props.title} />
        )}
      </BriefPart>
      <BriefPart {...part('description', 'Description')}>
        {(id) => (
          <textarea
            id={id}
            className="field block w-full py-2"
            rows={4}
            maxLength={1000}
            placeholder="What it is about, and for whom"
            value={brief.description}
            onChange={(event) => set({ description: event.target.value })}
          />
        )}
      </BriefPart>
      {LINES.map(({ name, label, max, hint, ...more }) => (
        <BriefPart key={name} {...part(name, label)}>
          {(id) => (
            <input
              id={id}
              className="field w-full"
              maxLength={max}
              placeholder={hint}
              value={brief[name]}
              onChange={(event) => set({ [name]: event.target.value })}
              {...more}
            />
          )}
        </BriefPart>
      ))}
      <datalist id="brief-languages">
        {LANGUAGES.map((name) => (
          <option key={name} value={name} aria-label={name} />
        ))}
      </datalist>
      <BriefPart {...part('voice', 'Voice')}>
        {(id) => <VoiceChoice id={id} voice={brief.voice} choose={(voice) => set({ voice })} />}
      </BriefPart>
    </Drawer>
  );
}

function BriefPart(props: {
  readonly label: string;
  readonly on: boolean;
  readonly toggle: (on: boolean) => void;
  readonly children: (id: string) => ReactNode;
}) {
  const id = useId();
  return (
    <div className="mb-5">
      <div className="mb-1 flex items-center justify-between">
        <label htmlFor={id} className="font-label">
          {props.label}
        </label>
        <label className="flex min-h-6 cursor-pointer items-center gap-2 text-12 text-muted">
          <input
            type="checkbox"
            className="accent-(--ink)"
            checked={props.on}
            onChange={(event) => props.toggle(event.target.checked)}
          />
          <span>
            Tell the model<span className="sr-only">: {props.label}</span>
          </span>
        </label>
      </div>
      <div className={props.on ? '' : 'line-through decoration-1'}>{props.children(id)}</div>
    </div>
  );
}
