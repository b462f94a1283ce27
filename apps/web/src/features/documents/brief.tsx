import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { InkwellError, app } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/queries.ts';
import type { Brief } from '../../shared/api/types.ts';
import { Await } from '../../shared/ui/states.tsx';

type Part = Brief['off'][number];

/** A drawer at the right of the page; a sheet at its foot on a phone. */
export function Drawer(props: {
  readonly title: string;
  readonly close: () => void;
  readonly children: ReactNode;
}) {
  const { title, close } = props;
  return (
    <aside
      aria-label={title}
      className="z-20 flex w-80 shrink-0 flex-col border-l border-rule bg-paper max-xl:fixed max-xl:inset-y-0 max-xl:right-0 xl:sticky xl:top-0 xl:h-dvh max-sm:inset-x-0 max-sm:top-auto max-sm:max-h-[80dvh] max-sm:w-auto max-sm:border-t max-sm:border-l-0"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      <div className="flex items-center justify-between border-b border-rule py-2 pr-2 pl-4">
        <h2 className="title text-16">{title}</h2>
        {/* Whoever opens a drawer goes on in it. */}
        <button
          type="button"
          className="icon-button"
          aria-label={`Close: ${title}`}
          autoFocus
          onClick={close}
        >
          <X aria-hidden="true" className="size-4" />
        </button>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-4">{props.children}</div>
    </aside>
  );
}

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
  const line = (
    name: 'tone' | 'keywords' | 'language',
    label: string,
    max: number,
    hint: string,
    list?: string,
  ) => (
    <BriefPart {...part(name, label)}>
      {(id) => (
        <input
          id={id}
          className="field w-full"
          maxLength={max}
          placeholder={hint}
          list={list}
          value={brief[name]}
          onChange={(event) => set({ [name]: event.target.value })}
        />
      )}
    </BriefPart>
  );
  return (
    <Drawer title="Brief" close={props.close}>
      <p className="mb-4 text-13 text-muted">
        What the model is told of this document, beside the text before the caret.
      </p>
      <BriefPart {...part('title', 'Title')}>
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
      {line('tone', 'Tone', 100, 'warm, plain, expert')}
      {line('keywords', 'Keywords', 300, 'fern, shade, watering')}
      {line('language', 'Language', 60, 'English', 'brief-languages')}
      <datalist id="brief-languages">
        {LANGUAGES.map((name) => (
          <option key={name} value={name} />
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
          Tell the model<span className="sr-only">: {props.label}</span>
        </label>
      </div>
      <div className={props.on ? '' : 'text-faint line-through decoration-1'}>{props.children(id)}</div>
    </div>
  );
}

const useVoices = () =>
  useQuery({ queryKey: ['voices'], queryFn: async () => (await app.voices.list()).data });

function VoiceChoice(props: {
  readonly id: string;
  readonly voice: string | null;
  readonly choose: (voice: string | null) => void;
}) {
  const query = useVoices();
  const [adding, setAdding] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const act = async (work: () => Promise<void>) => {
    setRefusal(null);
    try {
      await work();
      await queryClient.invalidateQueries({ queryKey: ['voices'] });
    } catch (cause) {
      if (!(cause instanceof InkwellError)) throw cause;
      setRefusal(cause.message);
    }
  };
  const save = (name: string, description: string) =>
    act(async () => {
      const { voice } = await app.voices.create({ name, description });
      props.choose(voice);
      setAdding(false);
    });
  return (
    <Await query={query} label="Reading the voices" failed="Couldn’t read the voices.">
      {(voices) => {
        const chosen = voices.find((one) => one.voice === props.voice);
        return (
          <>
            <select
              id={props.id}
              className="field w-full"
              value={chosen?.voice ?? ''}
              onChange={(event) => props.choose(event.target.value === '' ? null : event.target.value)}
            >
              <option value="">None</option>
              {voices.map((one) => (
                <option key={one.voice} value={one.voice}>
                  {one.name}
                </option>
              ))}
            </select>
            {chosen && <p className="mt-2 text-13 text-muted">{chosen.description}</p>}
            <p className="mt-2 flex gap-4 text-13">
              <button
                type="button"
                className="link"
                aria-expanded={adding}
                onClick={() => setAdding(!adding)}
              >
                Save a new voice
              </button>
              {chosen && (
                <button
                  type="button"
                  className="link"
                  onClick={() => void act(() => app.voices.remove(chosen.voice))}
                >
                  Remove “{chosen.name}”
                </button>
              )}
            </p>
            {adding && <NewVoice save={save} />}
            {refusal && (
              <p role="alert" className="mt-2 text-13 text-bad">
                {refusal}
              </p>
            )}
          </>
        );
      }}
    </Await>
  );
}

function NewVoice({ save }: { readonly save: (name: string, description: string) => Promise<void> }) {
  const id = useId();
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const ready = name.trim() !== '' && description.trim() !== '';
  return (
    <form
      className="mt-3 border-t border-rule pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void save(name.trim(), description.trim());
      }}
    >
      <label htmlFor={`${id}-name`} className="mb-1 block text-13">
        Name
      </label>
      <input
        id={`${id}-name`}
        className="field mb-3 w-full"
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <label htmlFor={`${id}-how`} className="mb-1 block text-13">
        How it sounds
      </label>
      <textarea
        id={`${id}-how`}
        className="field block w-full py-2"
        rows={3}
        maxLength={1000}
        placeholder="Short sentences. Dry humour. No exclamation marks."
        value={description}
        onChange={(event) => setDescription(event.target.value)}
      />
      <button type="submit" className="button mt-3" disabled={!ready}>
        Save voice
      </button>
    </form>
  );
}
