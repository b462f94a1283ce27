import { Plus, X } from 'lucide-react';
import type { TemplateInput } from '../../shared/api/types.ts';
import { Choice, Field } from './fields.tsx';

const MAX_INPUTS = 8;
const KINDS = { line: 'One line', text: 'Several lines', number: 'A number' } as const;
const LIMITS = { line: 160, text: 1_000, number: 100 } as const;

/** An id that no other input has: runs name their inputs by it. */
function newInput(inputs: readonly TemplateInput[]): TemplateInput {
  const used = new Set(inputs.map((input) => input.id));
  let n = inputs.length + 1;
  while (used.has(`input_${n}`)) n += 1;
  const id = `input_${n}`;
  return { id, label: '', kind: 'line', placeholder: '', limit: LIMITS.line, optional: false, example: '' };
}

export function OwnInputs(props: {
  readonly inputs: readonly TemplateInput[];
  readonly onChange: (inputs: TemplateInput[]) => void;
}) {
  const { inputs, onChange } = props;
  const put = (index: number, change: Partial<TemplateInput>) =>
    onChange(inputs.map((input, i) => (i === index ? { ...input, ...change } : input)));
  return (
    <>
      {inputs.map((input, index) => (
        <fieldset key={input.id} className="relative mb-4 border-b border-rule pb-2">
          <legend className="sr-only">Input {index + 1}</legend>
          <OneInput input={input} put={(change) => put(index, change)} />
          {inputs.length > 1 && (
            <button
              type="button"
              className="icon-button absolute -top-1 right-0 text-muted"
              aria-label={`Remove input ${index + 1}`}
              onClick={() => onChange(inputs.filter((_, i) => i !== index))}
            >
              <X aria-hidden="true" className="size-4" strokeWidth={1.75} />
            </button>
          )}
        </fieldset>
      ))}
      {inputs.length < MAX_INPUTS && (
        <button type="button" className="button" onClick={() => onChange([...inputs, newInput(inputs)])}>
          <Plus aria-hidden="true" className="size-4" strokeWidth={1.75} /> Add an input
        </button>
      )}
    </>
  );
}

function OneInput(props: {
  readonly input: TemplateInput;
  readonly put: (change: Partial<TemplateInput>) => void;
}) {
  const { input, put } = props;
  const text = (label: string, name: 'label' | 'placeholder' | 'example', required: boolean, max: number) => (
    <Field label={label}>
      {(id) => (
        <input
          id={id}
          required={required}
          maxLength={max}
          className="field w-full"
          value={input[name]}
          onChange={(event) => put({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <div className="grid gap-x-6 sm:grid-cols-2">
      {text('Label', 'label', true, 80)}
      {text('Placeholder', 'placeholder', false, 160)}
      {text('Example', 'example', !input.optional, input.kind === 'number' ? 5 : input.limit)}
      <div className="grid grid-cols-2 gap-x-6">
        <Choice
          label="Kind"
          value={input.kind}
          choices={KINDS}
          onChange={(kind) => put({ kind, limit: LIMITS[kind] })}
        />
        <Field label={input.kind === 'number' ? 'Largest number' : 'Most characters'}>
          {(id) => (
            <input
              id={id}
              type="number"
              required
              min={1}
              max={6000}
              className="field w-full"
              value={input.limit}
              onChange={(event) => put({ limit: event.target.valueAsNumber || 1 })}
            />
          )}
        </Field>
      </div>
      <label className="mb-4 flex items-center gap-2">
        <input
          type="checkbox"
          checked={input.optional}
          onChange={(event) => put({ optional: event.target.checked })}
        />
        May be left empty
      </label>
    </div>
  );
}
