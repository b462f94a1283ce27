import type { Billing } from '@inkwell/contract/types';
import { useState } from 'react';
import { client } from '../../shared/api/client.ts';
import type { Account, Plan } from '../../shared/api/types.ts';
import { day } from '../../shared/format/date.ts';
import { useAct } from './use-act.ts';

/** What waits for the next cycle, with the way to call it off. */
export function PendingLine(props: {
  readonly account: Account;
  readonly plans: readonly Plan[];
  readonly manages: boolean;
  /** When the subscription ends, if it is canceled: a year that is paid ends later than the cycle. */
  readonly paid_until: string | null;
}) {
  const { account, plans, manages } = props;
  const { act, busy, refusal } = useAct();
  const { pending_edit: pending } = account;
  const cancels_at = account.phase === 'paused' ? null : (account.cancels_at ?? props.paid_until);
  if (!pending && cancels_at === null) return null;
  const on = (instant: string | null) => (instant === null ? '' : day(instant, account.time_zone));
  const name = pending ? (plans.find((plan) => plan.id === pending.plan)?.name ?? pending.plan) : '';
  const sentence = pending ? `${name} from ${on(pending.applies_at)}.` : `Cancels ${on(cancels_at)}.`;
  const withdraw = () =>
    pending
      ? act(
          (options) => client.accounts.withdrawPlanEdit(account.account, options),
          'Withdrawn. The plan stays.',
        )
      : act((options) => client.accounts.withdrawCancel(account.account, options), 'The plan is kept.');
  return (
    <p className="mb-8 border-l-2 border-reserve pl-3">
      {sentence}{' '}
      {manages && (
        <button type="button" className="link" disabled={busy} onClick={() => void withdraw()}>
          {pending ? 'Withdraw' : 'Keep plan'}
        </button>
      )}
      {refusal && <span className="text-bad"> {refusal}</span>}
    </p>
  );
}

/** Pause and cancel: plain text, last, and asked for twice. What must be paid for to go on is offered elsewhere. */
export function LeaveSection(props: { readonly account: Account; readonly billing: Billing }) {
  const { account, billing } = props;
  const { subscription } = billing;
  const paid = billing.payments === 'stripe';
  const resumes = !paid || (account.phase === 'paused' && subscription !== null && billing.past_due === null);
  const cancels_at = account.cancels_at ?? subscription?.cancels_at ?? null;
  const { act, busy, refusal } = useAct();
  const [asking, setAsking] = useState<'pause' | 'cancel' | null>(null);
  const ends = day(subscription?.period_ends_at ?? account.cycle.ends_at, account.time_zone);
  const id = account.account;
  const text = 'underline decoration-1 underline-offset-3 hover:text-text disabled:opacity-60';
  const resume = () => act((options) => client.accounts.resume(id, options), 'Resumed.');
  const leave = async () => {
    if (asking === 'pause') await act((options) => client.accounts.pause(id, options), 'Paused.');
    else
      await act((options) => client.accounts.cancel(id, { when: 'cycle_end' }, options), `Cancels ${ends}.`);
    setAsking(null);
  };
  const stopped = account.phase === 'paused' || account.phase === 'canceled';
  if (stopped && !resumes) return null;
  return (
    <div className="border-t border-rule pt-8 text-13 text-muted">
      {stopped ? (
        <button type="button" className={text} disabled={busy} onClick={() => void resume()}>
          {account.phase === 'paused' ? 'Resume the plan' : 'Start the plan again'}
        </button>
      ) : asking ? (
        <p>
          {asking === 'pause'
            ? `Nobody can write while the plan is paused, and no plan credits refill. Bonus credits stay.${paid ? ' Nothing more is charged.' : ''}`
            : `Plan credits can be used until ${ends}; then what is left of them expires. Bonus credits stay.`}{' '}
          <button type="button" className={text} disabled={busy} onClick={() => void leave()}>
            {asking === 'pause' ? 'Pause now' : `Cancel on ${ends}`}
          </button>{' '}
          <button type="button" className={`${text} ml-3`} onClick={() => setAsking(null)}>
            Keep plan
          </button>
        </p>
      ) : (
        <p className="flex gap-6">
          {account.phase === 'active' && (
            <button type="button" className={text} onClick={() => setAsking('pause')}>
              Pause the plan
            </button>
          )}
          {cancels_at === null && (
            <button type="button" className={text} onClick={() => setAsking('cancel')}>
              Cancel the plan
            </button>
          )}
        </p>
      )}
      {refusal && (
        <p role="alert" className="mt-2 text-bad">
          {refusal}
        </p>
      )}
    </div>
  );
}
