import { type FormEvent, type ReactNode, useId, useState } from 'react';
import type { InkwellError } from '../../shared/api/client.ts';
import type { WebhookType } from '../../shared/api/types.ts';
import { CopyLine, Field, Refusal, faultOf } from '../../shared/ui/form.tsx';
import { MEANINGS, TYPES } from './words.ts';

export interface Draft {
  readonly url: string;
  readonly description: string;
  /** null: all, those of later versions included. */
  readonly types: WebhookType[] | null;
}

export const NEW: Draft = { url: '', description: '', types: null };

/** Where a webhook leads, what for, and what it is told of. */
export function WebhookForm(props: {
  readonly draft: Draft;
  readonly submit: string;
  readonly busy: boolean;
  readonly refusal: InkwellError | null;
  readonly save: (draft: Draft) => Promise<void>;
  /** What stands beside the button. */
  readonly aside?: ReactNode;
}) {
  const { busy, refusal } = props;
  const [draft, setDraft] = useState(props.draft);
  const set = (change: Partial<Draft>) => setDraft((last) => ({ ...last, ...change }));
  const save = (event: FormEvent) => {
    event.preventDefault();
    void props.save(draft);
  };
  return (
    <form className="max-w-xl" onSubmit={save}>
      <Field
        label="Address"
        type="url"
        required
        maxLength={2_000}
        autoComplete="off"
        spellCheck={false}
        placeholder="https://example.com/inkwell"
        value={draft.url}
        onValue={(url) => set({ url })}
        fault={faultOf(refusal, 'url')}
      />
      <Field
        label="What is it for? (optional)"
        maxLength={200}
        autoComplete="off"
        value={draft.description}
        onValue={(description) => set({ description })}
        fault={faultOf(refusal, 'description')}
      />
      <Types types={draft.types} choose={(types) => set({ types })} />
      <Refusal refusal={refusal} />
      <p className="mt-6 flex flex-wrap items-center gap-x-6 gap-y-3">
        <button type="submit" className="button button-ink" disabled={busy || draft.types?.length === 0}>
          {props.submit}
        </button>
        {props.aside}
      </p>
    </form>
  );
}

function Types(props: {
  readonly types: WebhookType[] | null;
  readonly choose: (types: WebhookType[] | null) => void;
}) {
  const id = useId();
  const chosen = props.types ?? TYPES;
  const toggle = (type: WebhookType) => {
    const next = TYPES.filter((one) => chosen.includes(one) !== (one === type));
    props.choose(next.length === TYPES.length ? null : next);
  };
  return (
    <fieldset className="mt-6" aria-describedby={`${id}-all`}>
      <legend className="font-label">What it is told of</legend>
      <p id={`${id}-all`} className="text-13 text-muted">
        {props.types === null
          ? 'Everything, and what later versions add.'
          : props.types.length === 0
            ? 'Choose at least one.'
            : 'These alone.'}
      </p>
      <ul className="mt-2">
        {TYPES.map((type) => (
          <li key={type}>
            <label className="flex min-h-9 cursor-pointer items-center gap-3 py-1 hover:bg-ink-wash pointer-coarse:min-h-11">
              <input
                type="checkbox"
                className="size-4 shrink-0 accent-ink"
                checked={chosen.includes(type)}
                onChange={() => toggle(type)}
              />
              <span>
                {MEANINGS[type]} <span className="whitespace-nowrap text-13 text-muted">{type}</span>
              </span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

/** A secret, in the one moment in which it can be read. */
export function Secret({ secret, children }: { readonly secret: string; readonly children: ReactNode }) {
  return (
    <div className="mt-6 mb-8 border-l-2 border-ink pl-4">
      <p>{children}</p>
      <CopyLine label="Secret, shown this once" text={secret} />
    </div>
  );
}
