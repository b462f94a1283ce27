import type { Billing } from '@inkwell/contract/types';
import { useState } from 'react';
import { client } from '../../shared/api/client.ts';
import { useSession } from '../../shared/api/session.ts';
import type { Account } from '../../shared/api/types.ts';
import { RefusalLine } from './refusal-line.tsx';
import { topUpConsequence, topUpState } from './sentences.ts';
import { useAct } from './use-act.ts';

const STOP =
  'Writing stops at the last affordable word and goes on when plan credits reset. Nothing is bought.';
/** What a limit begins with: this many packs a cycle. */
const FIRST_PACKS = 2;

/** What happens at zero (L3). `billing` is null for members, who may read the choice and not change it. */
export function WhenEmpty(props: {
  readonly account: Account;
  readonly manages: boolean;
  readonly billing: Billing | null;
}) {
  const { account, manages, billing } = props;
  const { account: id } = useSession();
  const { act, busy, refusal } = useAct();
  const pack = billing?.packs[0] ?? null;
  const lacks = topUpLack(billing);
  // The choice shows at once; the account's own is shown again when the act is over.
  const [wanted, setWanted] = useState<Account['when_empty'] | null>(null);
  const chosen = wanted ?? account.when_empty;
  const choose = async (when_empty: Account['when_empty']) => {
    setWanted(when_empty);
    const limit = account.top_up_monthly_limit ?? FIRST_PACKS * (pack?.price_cents ?? 0);
    const patch = when_empty === 'stop' ? { when_empty } : { when_empty, top_up_monthly_limit: limit };
    const done =
      when_empty === 'stop' ? 'It stops when credits run out.' : 'It tops up when credits run out.';
    await act((options) => client.accounts.patch(id, patch, options), done);
    setWanted(null);
  };
  const shared = { chosen, onChoose: (value: Account['when_empty']) => void choose(value) };
  return (
    <fieldset>
      <legend className="sr-only">When credits run out</legend>
      <Choice {...shared} value="stop" label="Stop" disabled={!manages || busy} says={STOP} />
      <Choice
        {...shared}
        value="top_up"
        label="Top up"
        disabled={!manages || busy || (lacks !== null && account.when_empty !== 'top_up')}
        says={`${topUpConsequence(pack)} ${lacks ?? ''}`}
      />
      {manages && billing !== null && pack !== null && account.when_empty === 'top_up' && (
        <Limit account={account} billing={billing} pack={pack} />
      )}
      <RefusalLine says={refusal} />
    </fieldset>
  );
}

/** What is missing for a top-up; null if nothing is. Members are not told of cards. */
function topUpLack(billing: Billing | null): string | null {
  if (billing === null) return null;
  if (billing.payments === 'none') return 'No payments on this instance.';
  return billing.card === null ? 'It needs a plan that is paid by card.' : null;
}

function Choice(props: {
  readonly value: Account['when_empty'];
  readonly label: string;
  readonly says: string;
  readonly chosen: Account['when_empty'];
  readonly disabled: boolean;
  readonly onChoose: (value: Account['when_empty']) => void;
}) {
  const { value, disabled } = props;
  const is_chosen = props.chosen === value;
  return (
    <div className="flex gap-3 py-2">
      <input
        type="radio"
        id={`choose-${value}`}
        name="when-empty"
        className="mt-0.5 size-4 shrink-0 accent-ink"
        checked={is_chosen}
        disabled={disabled}
        aria-describedby={`when-${value}`}
        onChange={() => props.onChoose(value)}
      />
      <div>
        <label
          htmlFor={`choose-${value}`}
          className={`font-label ${disabled && !is_chosen ? 'text-muted' : ''}`}
        >
          {props.label}
        </label>
        <p id={`when-${value}`} className="max-w-[68ch] text-13 text-muted">
          {props.says}
        </p>
      </div>
    </div>
  );
}

/** The most that top-ups may cost in a cycle. Money is typed in whole units and kept in cents. */
function Limit(props: {
  readonly account: Account;
  readonly billing: Billing;
  readonly pack: Billing['packs'][number];
}) {
  const { account, billing, pack } = props;
  const { act, busy, refusal } = useAct();
  const kept = account.top_up_monthly_limit;
  const [typed, setTyped] = useState(kept === null ? '' : String(kept / 100));
  const cents = Math.round(Number(typed) * 100);
  const is_right = typed.trim() !== '' && Number.isFinite(cents) && cents >= pack.price_cents;
  const save = () =>
    void act(
      (options) => client.accounts.patch(account.account, { top_up_monthly_limit: cents }, options),
      'The limit is kept.',
    );
  return (
    <div className="ml-7 pb-2">
      <form
        className="flex flex-wrap items-center gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (is_right && cents !== kept) save();
        }}
      >
        <label htmlFor="top-up-limit" className="text-13">
          At most, in a cycle
        </label>
        <span className="flex items-center gap-2">
          <span aria-hidden="true">{pack.currency.toUpperCase()}</span>
          <input
            id="top-up-limit"
            className="field w-24"
            inputMode="decimal"
            value={typed}
            aria-describedby="top-up-state"
            aria-invalid={!is_right}
            onChange={(event) => setTyped(event.target.value)}
          />
        </span>
        {is_right && cents !== kept && (
          <button type="submit" className="button" disabled={busy}>
            Keep this limit
          </button>
        )}
      </form>
      <p id="top-up-state" className={`mt-2 text-13 ${is_right ? 'text-muted' : 'text-bad'}`}>
        {is_right ? topUpState(billing, kept) : 'A limit below one pack buys nothing.'}
      </p>
      <RefusalLine says={refusal} />
    </div>
  );
}
