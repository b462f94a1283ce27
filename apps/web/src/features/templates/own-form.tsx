import { useState } from 'react';
import { InkwellError } from '../../shared/api/client.ts';
import type { TemplatePost } from '../../shared/api/types.ts';
import { Section } from '../../shared/ui/page.tsx';
import { Choice, Field } from './fields.tsx';
import { OwnInputs } from './own-inputs.tsx';
import { CATEGORY_NAMES } from './words.ts';

const SHAPES = {
  line: 'A line or two',
  list: 'A list',
  beats: 'Paragraphs',
  mail: 'An email',
  article: 'An article',
} as const;

interface Props {
  readonly start: TemplatePost;
  readonly act: string;
  readonly save: (post: TemplatePost) => Promise<void>;
  readonly remove: (() => Promise<void>) | null;
}

/** What a template of the workspace is made of. The server checks it all; what it refuses is told here. */
export function OwnForm({ start, act, save, remove }: Props) {
  const [post, setPost] = useState(start);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const put = (change: Partial<TemplatePost>) => setPost({ ...post, ...change });
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setRefusal(null);
    try {
      await work();
    } catch (cause) {
      if (!(cause instanceof InkwellError)) throw cause;
      setRefusal(
        cause.code === 'network_error' ? 'The server can’t be reached. Nothing was saved.' : cause.message,
      );
      setBusy(false);
    }
  };
  return (
    <form
      aria-label="Template"
      onSubmit={(event) => {
        event.preventDefault();
        void attempt(() => save(post));
      }}
    >
      <Heading post={post} put={put} />
      <Section title="Inputs">
        <OwnInputs inputs={post.inputs} onChange={(inputs) => put({ inputs })} />
      </Section>
      <Section title="Prompt">
        <Field label="What the model is asked" note="The filled inputs follow it, each under its label.">
          {(id) => (
            <textarea
              id={id}
              required
              minLength={20}
              maxLength={2000}
              rows={8}
              className="field block field-sizing-content min-h-40 w-full resize-none py-2"
              value={post.prompt}
              onChange={(event) => put({ prompt: event.target.value })}
            />
          )}
        </Field>
      </Section>
      <Tips post={post} put={put} />
      {refusal && (
        <p role="alert" className="mb-4 text-bad">
          {refusal}
        </p>
      )}
      <div className="flex items-center justify-between gap-4 border-t border-rule pt-6">
        <button type="submit" className="button button-ink" disabled={busy}>
          {act}
        </button>
        {remove && <Delete busy={busy} remove={() => void attempt(remove)} />}
      </div>
    </form>
  );
}

interface PartProps {
  readonly post: TemplatePost;
  readonly put: (change: Partial<TemplatePost>) => void;
}

function Heading({ post, put }: PartProps) {
  return (
    <div className="mb-8 grid gap-x-6 sm:grid-cols-2">
      <Field label="Name">
        {(id) => (
          <input
            id={id}
            required
            maxLength={60}
            className="field w-full"
            value={post.name}
            onChange={(event) => put({ name: event.target.value })}
          />
        )}
      </Field>
      <Field label="Purpose" note="One line in the gallery.">
        {(id) => (
          <input
            id={id}
            required
            maxLength={120}
            className="field w-full"
            value={post.purpose}
            onChange={(event) => put({ purpose: event.target.value })}
          />
        )}
      </Field>
      <Choice
        label="Category"
        value={post.category}
        choices={CATEGORY_NAMES}
        onChange={(category) => put({ category })}
      />
      <Choice label="Shape" value={post.shape} choices={SHAPES} onChange={(shape) => put({ shape })} />
      <Field label="About how many words" note="What an output costs, before it is written.">
        {(id) => (
          <input
            id={id}
            type="number"
            required
            min={1}
            max={1000}
            className="field w-32"
            value={post.words}
            onChange={(event) => put({ words: event.target.valueAsNumber || 1 })}
          />
        )}
      </Field>
    </div>
  );
}

/** Asks once more: it can't be taken back. */
function Delete({ busy, remove }: { readonly busy: boolean; readonly remove: () => void }) {
  const [sure, setSure] = useState(false);
  if (!sure) {
    return (
      <button type="button" className="link text-13" disabled={busy} onClick={() => setSure(true)}>
        Delete template
      </button>
    );
  }
  return (
    <span className="flex items-center gap-4 text-13">
      What was written with it stays.
      <button type="button" className="button" disabled={busy} onClick={remove}>
        Delete it
      </button>
    </span>
  );
}

function Tips({ post, put }: PartProps) {
  return (
    <Section title="After a downvote">
      {([0, 1] as const).map((index) => (
        <Field key={index} label={index === 0 ? 'First tip' : 'Second tip'}>
          {(id) => (
            <input
              id={id}
              required
              maxLength={200}
              className="field w-full"
              value={post.tips[index]}
              onChange={(event) =>
                put({
                  tips: index === 0 ? [event.target.value, post.tips[1]] : [post.tips[0], event.target.value],
                })
              }
            />
          )}
        </Field>
      ))}
    </Section>
  );
}
