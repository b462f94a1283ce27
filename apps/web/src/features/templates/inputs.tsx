import { type RefObject, useId } from 'react';
import type { TemplateInput } from '../../shared/api/types.ts';
import { counterOf, faultOf } from './words.ts';

/** What is filled in: the template's inputs by id, and the tone and language that every template has. */
export interface Filled {
  readonly values: Readonly<Record<string, string>>;
  readonly tone: string;
  readonly language: string;
}

const TONES = ['Plain', 'Warm', 'Friendly', 'Confident', 'Professional', 'Playful', 'Serious'] as const;
const LANGUAGES = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'pt',
  'nl',
  'pl',
  'sv',
  'da',
  'fi',
  'cs',
  'tr',
  'uk',
  'ar',
  'hi',
  'ja',
  'ko',
  'zh',
] as const;
const languageNames = new Intl.DisplayNames(['en'], { type: 'language' });

export function InputFields(props: {
  readonly inputs: readonly TemplateInput[];
  readonly filled: Filled;
  /** Faults are shown once the reader has tried to go on. */
  readonly checked: boolean;
  readonly first: RefObject<HTMLElement | null>;
  readonly onChange: (filled: Filled) => void;
}) {
  const { inputs, filled, checked, first, onChange } = props;
  return (
    <div className="grid gap-2">
      {inputs.map((input, index) => (
        <InputField
          key={input.id}
          input={input}
          value={filled.values[input.id] ?? ''}
          checked={checked}
          fieldRef={index === 0 ? first : null}
          onChange={(value) => onChange({ ...filled, values: { ...filled.values, [input.id]: value } })}
        />
      ))}
      <div className="grid grid-cols-2 gap-4 border-t border-rule pt-4">
        <ToneField value={filled.tone} onChange={(tone) => onChange({ ...filled, tone })} />
        <LanguageField value={filled.language} onChange={(language) => onChange({ ...filled, language })} />
      </div>
    </div>
  );
}

function InputField(props: {
  readonly input: TemplateInput;
  readonly value: string;
  readonly checked: boolean;
  readonly fieldRef: RefObject<HTMLElement | null> | null;
  readonly onChange: (value: string) => void;
}) {
  const { input, value, checked, fieldRef, onChange } = props;
  const id = useId();
  const fault = faultOf(input, value);
  const is_over = value.length > input.limit && input.kind !== 'number';
  const shown = fault !== null && (checked || is_over) ? fault : null;
  const counter = counterOf(input, value);
  const field = {
    id,
    value,
    placeholder: input.placeholder,
    'aria-invalid': shown !== null,
    'aria-describedby': `${id}-note`,
    'aria-required': !input.optional,
  };
  const attach = (element: HTMLElement | null) => {
    if (fieldRef) fieldRef.current = element;
  };
  return (
    <div>
      <label htmlFor={id} className="mb-1 flex items-baseline justify-between gap-2 font-label">
        {input.label}
        {input.optional && <span className="text-12 font-body text-muted">optional</span>}
      </label>
      {input.kind === 'text' ? (
        <textarea
          {...field}
          ref={attach}
          rows={3}
          className="field block field-sizing-content max-h-72 min-h-[84px] w-full resize-none py-2 aria-invalid:border-bad"
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <input
          {...field}
          ref={attach}
          inputMode={input.kind === 'number' ? 'numeric' : 'text'}
          className={`field aria-invalid:border-bad ${input.kind === 'number' ? 'w-28' : 'w-full'}`}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      <p id={`${id}-note`} className="flex min-h-4 justify-between gap-2 text-12">
        <span className="text-bad">{shown}</span>
        <span className={is_over ? 'text-bad' : 'text-muted'}>{counter}</span>
      </p>
    </div>
  );
}

function ToneField({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-label">
        Tone
      </label>
      <input
        id={id}
        list={`${id}-tones`}
        className="field w-full"
        maxLength={100}
        placeholder="Plain"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={`${id}-tones`}>
        {TONES.map((tone) => (
          <option key={tone} value={tone}>
            {tone}
          </option>
        ))}
      </datalist>
    </div>
  );
}

function LanguageField(props: { readonly value: string; readonly onChange: (value: string) => void }) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-label">
        Language
      </label>
      <select
        id={id}
        className="field w-full"
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      >
        {LANGUAGES.map((tag) => (
          <option key={tag} value={tag}>
            {languageNames.of(tag)}
          </option>
        ))}
      </select>
    </div>
  );
}
