import type { Billing } from '@inkwell/contract/types';
import { useState } from 'react';
import { client } from '../../shared/api/client.ts';
import type { Account, Plan } from '../../shared/api/types.ts';
import { farDay } from '../../shared/format/date.ts';
import { RefusalLine } from './refusal-line.tsx';
import { pendingSentence } from './sentences.ts';
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
  const pending = pendingSentence(account, plans);
  const cancels_at = account.phase === 'paused' ? null : (account.cancels_at ?? props.paid_until);
  if (pending === null && cancels_at === null) return null;
  const { time_zone, cycle } = account;
  const sentence = pending ?? `Cancels ${farDay(cancels_at!, time_zone, cycle.starts_at)}.`;
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

/** Pause, cancel at the period's end, or end an unpaid plan at once. */
type Leaving = 'pause' | 'cancel' | 'end';

const TEXT = 'underline decoration-1 underline-offset-3 hover:text-text disabled:opacity-60';

interface LeaveProps {
  readonly account: Account;
  readonly billing: Billing;
}

/** The ways out that the account's state leaves open. */
function waysOut({ account, billing }: LeaveProps): Leaving[] {
  if (account.phase === 'canceled') return [];
  if (account.phase === 'paused') return billing.past_due === null ? [] : ['end'];
  const ways: Leaving[] = account.phase === 'active' ? ['pause'] : [];
  const cancels_at = account.cancels_at ?? billing.subscription?.cancels_at ?? null;
  return cancels_at === null ? [...ways, 'cancel'] : ways;
}

const RESUMES = {
  paused: 'Resume the plan',
  waits: 'Start the plan without a trial',
  ended: 'Start the plan again',
} as const;

const LEAVE: Record<Leaving, string> = {
  pause: 'Pause the plan',
  cancel: 'Cancel the plan',
  end: 'End the plan instead',
};

/** Pause and cancel: plain text, last, and asked for twice. What must be paid for to go on is offered elsewhere. */
export function LeaveSection(props: LeaveProps) {
  const { account, billing } = props;
  const [asking, setAsking] = useState<Leaving | null>(null);
  const { act, busy, refusal } = useAct();
  const is_paid = billing.payments === 'stripe';
  const stopped = account.phase === 'paused' || account.phase === 'canceled';
  const goes_on = account.phase === 'paused' && billing.subscription !== null && billing.past_due === null;
  const resumes = stopped && (!is_paid || goes_on);
  const ways = waysOut(props);
  if (!resumes && ways.length === 0) return null;
  const resume = () => act((options) => client.accounts.resume(account.account, options), 'Resumed.');
  return (
    <div className="border-t border-rule pt-8 text-13 text-muted">
      {asking ? (
        <Asking {...props} leaving={asking} done={() => setAsking(null)} />
      ) : (
        <p className="flex gap-6">
          {resumes && (
            <button type="button" className={TEXT} disabled={busy} onClick={() => void resume()}>
              {RESUMES[account.phase === 'paused' ? 'paused' : account.trial_waits ? 'waits' : 'ended']}
            </button>
          )}
          {ways.map((way) => (
            <button key={way} type="button" className={TEXT} onClick={() => setAsking(way)}>
              {LEAVE[way]}
            </button>
          ))}
        </p>
      )}
      <RefusalLine says={refusal} />
    </div>
  );
}

/** What leaving means, before it is done. */
function Asking(props: LeaveProps & { readonly leaving: Leaving; readonly done: () => void }) {
  const { account, billing, leaving, done } = props;
  const { act, busy, refusal } = useAct();
  const { time_zone, cycle } = account;
  const ends = farDay(billing.subscription?.period_ends_at ?? cycle.ends_at, time_zone, cycle.starts_at);
  const id = account.account;
  const acts: Record<Leaving, { says: string; label: string; run: () => Promise<boolean> }> = {
    pause: {
      says: `Nobody can write while the plan is paused, and no plan credits refill. Bonus credits stay.${billing.payments === 'stripe' ? ' Nothing more is charged.' : ''}`,
      label: 'Pause now',
      run: () => act((options) => client.accounts.pause(id, options), 'Paused.'),
    },
    cancel: {
      says: `Plan credits can be used until ${ends}; then what is left of them expires. Bonus credits stay.`,
      label: `Cancel on ${ends}`,
      run: () =>
        act((options) => client.accounts.cancel(id, { when: 'cycle_end' }, options), `Cancels ${ends}.`),
    },
    end: {
      says: 'The plan ends now, its credits expire, and the open invoice is collected no longer. Bonus credits stay.',
      label: 'End the plan now',
      run: () =>
        act((options) => client.accounts.cancel(id, { when: 'now' }, options), 'The plan has ended.'),
    },
  };
  const { says, label, run } = acts[leaving];
  const leave = async () => {
    if (await run()) done();
  };
  return (
    <>
      <p>
        {says}{' '}
        <button type="button" className={TEXT} disabled={busy} onClick={() => void leave()}>
          {label}
        </button>{' '}
        <button type="button" className={`${TEXT} ml-3`} onClick={done}>
          Keep plan
        </button>
      </p>
      <RefusalLine says={refusal} />
    </>
  );
}
