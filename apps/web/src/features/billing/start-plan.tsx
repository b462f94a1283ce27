import type { Billing } from '@inkwell/contract/types';
import { useState } from 'react';
import { app, client } from '../../shared/api/client.ts';
import { useBalance } from '../../shared/api/live.ts';
import type { Account, Plan } from '../../shared/api/types.ts';
import { Segmented } from '../../shared/ui/controls.tsx';
import { RefusalLine } from './refusal-line.tsx';
import { freeStartSentence, startLabel, startSentence } from './sentences.ts';
import { useAct } from './use-act.ts';
import { usePay } from './use-pay.ts';

type Interval = Account['interval'];

/** How a plan begins to be paid for: now, or with a card kept for the trial's end. Shown until it is. */
export function StartPlan(props: {
  readonly account: Account;
  readonly plan: Plan;
  readonly billing: Billing;
}) {
  const { account, plan, billing } = props;
  const [interval, setInterval] = useState<Interval>(account.interval);
  const { pay, busy, refusal } = usePay();
  const trial = account.phase === 'trialing';
  const kept = billing.subscription?.status === 'trialing';
  const empty = (useBalance() ?? account.balance).left === 0;
  const start = (when: 'now' | 'after_trial') =>
    void pay((options) => app.billing.checkout({ plan: plan.id, interval, start: when }, options));
  return (
    <section aria-label="Start the plan" className="mb-8 border-t border-rule py-6">
      <p className="max-w-[68ch]">{startSentence(account, plan, { kept, empty })}</p>
      <div className="mt-4 flex flex-wrap items-center gap-3">
        {!kept && (
          <Segmented
            legend="Billed"
            value={interval}
            choices={[
              { value: 'month', label: 'Monthly' },
              { value: 'year', label: 'Yearly', hint: 'ten months’ price' },
            ]}
            onChange={setInterval}
          />
        )}
        <button
          type="button"
          className={`button ${!trial || empty ? 'button-ink' : ''}`}
          disabled={busy}
          onClick={() => start('now')}
        >
          {startLabel(plan, kept ? account.interval : interval)}
        </button>
        {trial && !kept && (
          <button
            type="button"
            className={`button ${empty ? '' : 'button-ink'}`}
            disabled={busy}
            onClick={() => start('after_trial')}
          >
            Add a card for later
          </button>
        )}
      </div>
      <RefusalLine says={refusal} />
    </section>
  );
}

/** How a plan begins before its trial ends where nothing is paid for: nobody waits for days with nothing to write with. */
export function StartFree({ account, plan }: { readonly account: Account; readonly plan: Plan }) {
  const { act, busy, refusal } = useAct();
  const empty = (useBalance() ?? account.balance).left === 0;
  const start = () =>
    void act(
      (options) => client.accounts.convertTrial(account.account, options),
      `${plan.name} has started.`,
    );
  return (
    <section aria-label="Start the plan" className="mb-8 border-t border-rule py-6">
      <p className="max-w-[68ch]">{freeStartSentence(account, plan, empty)}</p>
      <button
        type="button"
        className={`button mt-4 ${empty ? 'button-ink' : ''}`}
        disabled={busy}
        onClick={start}
      >
        {startLabel(plan, account.interval)}
      </button>
      <RefusalLine says={refusal} />
    </section>
  );
}
