import { type InputHTMLAttributes, type ReactNode, useId, useRef, useState } from 'react';
import { InkwellError } from '../api/client.ts';
import { useCopy } from './use-copy.ts';

/** One act of a form: whether it is under way, and what came instead of success. */
export function useSubmit() {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<InkwellError | null>(null);
  const submit = async (act: () => Promise<unknown>): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    setRefusal(null);
    try {
      await act();
      return true;
    } catch (cause) {
      if (!(cause instanceof InkwellError)) throw cause;
      setRefusal(cause);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { submit, busy, refusal, forget: () => setRefusal(null) };
}

interface FieldFault {
  readonly field: string;
  readonly message: string;
}

const faultsOf = (refusal: InkwellError | null): readonly FieldFault[] =>
  (refusal?.figures.errors as FieldFault[] | undefined) ?? [];

/** What is wrong with one field of the body, as the server says it. */
export const faultOf = (refusal: InkwellError | null, field: string): string | undefined =>
  faultsOf(refusal).find((fault) => fault.field === `body.${field}`)?.message;

/** What was refused, where no field is to blame. */
export function Refusal({ refusal }: { readonly refusal: InkwellError | null }) {
  if (refusal === null || faultsOf(refusal).length > 0) return null;
  return (
    <p role="alert" className="mt-3 text-bad">
      {refusal.code === 'network_error'
        ? 'The server can’t be reached. Nothing was changed.'
        : refusal.message}
    </p>
  );
}

/** A labelled field with a hint and what is wrong with it. */
export function Field(
  props: {
    readonly label: string;
    readonly hint?: ReactNode;
    readonly fault?: string | undefined;
    readonly value: string;
    readonly onValue: (value: string) => void;
  } & Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange' | 'id' | 'className'>,
) {
  const { label, hint, fault, onValue, ...input } = props;
  const id = useId();
  const said = [hint === undefined ? '' : `${id}-hint`, fault === undefined ? '' : `${id}-fault`];
  return (
    <div className="mt-4">
      <label htmlFor={id} className="font-label">
        {label}
      </label>
      <input
        {...input}
        id={id}
        className="field mt-1 block w-full"
        aria-invalid={fault !== undefined}
        aria-describedby={said.join(' ').trim() || undefined}
        onChange={(event) => onValue(event.target.value)}
      />
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mt-1 text-13 text-muted">
          {hint}
        </p>
      )}
      {fault !== undefined && (
        <p id={`${id}-fault`} role="alert" className="mt-1 text-13 text-bad">
          {label} {fault}.
        </p>
      )}
    </div>
  );
}

/** A link to hand on: to be read, selected or copied. */
export function CopyLine({ label, text }: { readonly label: string; readonly text: string }) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const { copied, copy } = useCopy(text, () => field.current?.select());
  return (
    <div className="mt-3">
      <label htmlFor={id} className="font-label">
        {label}
      </label>
      <div className="mt-1 flex gap-2">
        <input
          id={id}
          ref={field}
          readOnly
          className="field min-w-0 flex-1 text-13"
          value={text}
          onFocus={(event) => event.target.select()}
        />
        <button type="button" className="button" onClick={() => void copy()}>
          {copied ? 'Copied' : 'Copy'}
        </button>
      </div>
    </div>
  );
}
