import { type FormEvent, useId, useState } from 'react';
import { client, newKey } from '../../shared/api/client.ts';
import type { Account } from '../../shared/api/types.ts';
import { figure } from '../../shared/format/number.ts';
import { announce } from '../../shared/ui/announce.ts';
import { Refusal, useSubmit } from '../../shared/ui/form.tsx';
import { refreshTeam } from './queries.ts';

/** "3,000" and "3 000" are 3000; nothing is no cap; anything else is no answer. */
export function capOf(typed: string): number | null | undefined {
  const digits = typed.replaceAll(/[\s.,'’]/g, '');
  if (digits === '') return null;
  return /^\d{1,9}$/.test(digits) ? Number(digits) : undefined;
}

/** What each member may use in a cycle unless they have a cap of their own (M2). */
export function CapField({ account }: { readonly account: Account }) {
  const id = useId();
  const now = account.default_member_cap;
  const [typed, setTyped] = useState(now === null ? '' : String(now));
  const { submit, busy, refusal } = useSubmit();
  const cap = capOf(typed);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (cap === undefined) return;
    const options = { idempotency_key: newKey() };
    if (await submit(() => client.accounts.patch(account.account, { default_member_cap: cap }, options))) {
      await refreshTeam();
      announce(cap === null ? 'No cap for everybody.' : `Cap for everybody: ${figure(cap)}.`);
    }
  };
  return (
    <form onSubmit={(event) => void save(event)}>
      <label htmlFor={id} className="font-label">
        Credits a cycle
      </label>
      <div className="mt-1 flex gap-2">
        <input
          id={id}
          className="field w-40 text-right"
          inputMode="numeric"
          placeholder="No cap"
          value={typed}
          aria-invalid={cap === undefined}
          aria-describedby={`${id}-says`}
          onChange={(event) => setTyped(event.target.value)}
        />
        <button type="submit" className="button" disabled={busy || cap === undefined || cap === now}>
          Save
        </button>
      </div>
      <p id={`${id}-says`} className={`mt-1 text-13 ${cap === undefined ? 'text-bad' : 'text-muted'}`}>
        {cap === undefined
          ? 'A whole number of credits, or nothing for no cap.'
          : 'For members without a cap of their own. Empty: no cap.'}
      </p>
      <Refusal refusal={refusal} />
    </form>
  );
}
