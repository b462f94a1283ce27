import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { InkwellError, app } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/queries.ts';
import { Await } from '../../shared/ui/states.tsx';

interface Props {
  readonly id: string;
  readonly voice: string | null;
  readonly choose: (voice: string | null) => void;
}

/** The saved voices of the workspace: one is chosen for a document, a new one saved, one removed. */
export function VoiceChoice(props: Props) {
  const query = useQuery({ queryKey: ['voices'], queryFn: async () => (await app.voices.list()).data });
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
            <VoiceActs chosen={chosen ?? null} choose={props.choose} />
          </>
        );
      }}
    </Await>
  );
}

function VoiceActs(props: {
  readonly chosen: { readonly voice: string; readonly name: string } | null;
  readonly choose: Props['choose'];
}) {
  const { chosen, choose } = props;
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
      choose(voice);
      setAdding(false);
    });
  const remove = (voice: string) =>
    act(async () => {
      await app.voices.remove(voice);
      choose(null);
    });
  return (
    <>
      <p className="mt-2 flex flex-wrap gap-x-4 text-13">
        <button type="button" className="link" aria-expanded={adding} onClick={() => setAdding(!adding)}>
          Save a new voice
        </button>
        {chosen && (
          <button type="button" className="link" onClick={() => void remove(chosen.voice)}>
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
