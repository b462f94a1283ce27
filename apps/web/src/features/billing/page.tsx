import type { Billing } from '@inkwell/contract/types';
import { Link, useSearch } from '@tanstack/react-router';
import { useAccount, usePlans } from '../../shared/api/queries.ts';
import { mayManage, useSession } from '../../shared/api/session.ts';
import type { Account, Plan } from '../../shared/api/types.ts';
import { day } from '../../shared/format/date.ts';
import { Section } from '../../shared/ui/page.tsx';
import { Await } from '../../shared/ui/states.tsx';
import { SettingsPage } from '../../shared/ui/tabs.tsx';
import { Buckets } from './buckets.tsx';
import { LeaveSection, PendingLine } from './changes.tsx';
import { PastDue } from './past-due.tsx';
import { Packs, Payments } from './payments.tsx';
import { planLine, yearlyLine } from './sentences.ts';
import { StartFree, StartPlan } from './start-plan.tsx';
import { useBilling } from './use-billing.ts';
import { WhenEmpty } from './when-empty.tsx';

export function BillingPage() {
  const account = useAccount();
  const plans = usePlans();
  return (
    <SettingsPage title="Billing">
      <Await query={account} label="Reading the account" failed="Couldn’t read the account.">
        {(read) => (
          <Await query={plans} label="Reading the plans" failed="Couldn’t read the plans.">
            {(list) => <BillingOf account={read} plans={list} />}
          </Await>
        )}
      </Await>
    </SettingsPage>
  );
}

interface BillingProps {
  readonly account: Account;
  readonly plans: readonly Plan[];
}

/** Owners and admins see what is paid; it is read before anything is shown, so that nothing jumps. */
function BillingOf({ account, plans }: BillingProps) {
  const manages = mayManage(useSession());
  const paid = paidOf((useSearch({ strict: false }) as { paid?: string }).paid);
  const is_there = (billing: Billing) => isThere(paid, account, billing);
  const query = useBilling(is_there);
  if (!manages) return <Overview account={account} plans={plans} billing={null} />;
  return (
    <Await query={query} label="Reading the payments" failed="Couldn’t read the payments.">
      {(billing) => (
        <>
          {paid !== null && billing.payments === 'stripe' && (
            <output className="mb-8 block border-l-2 border-good pl-3">
              {thanks(paid, is_there(billing))}
            </output>
          )}
          {billing.past_due && <PastDue past_due={billing.past_due} zone={account.time_zone} />}
          <Overview account={account} plans={plans} billing={billing} />
          <Packs billing={billing} />
          <Payments account={account} billing={billing} />
          <LeaveSection account={account} billing={billing} />
        </>
      )}
    </Await>
  );
}

type Paid = 'plan' | 'card' | 'pack';
const paidOf = (text: string | undefined): Paid | null =>
  text === 'plan' || text === 'card' || text === 'pack' ? text : null;

/** Whether what somebody has come back from paying for is there. A pack shows itself: the balance is told live. */
function isThere(paid: Paid | null, { phase }: Account, { subscription, card }: Billing): boolean {
  if (paid === 'plan') return phase === 'active' && subscription?.status === 'active';
  return paid !== 'card' || card !== null;
}

function thanks(paid: Paid, there: boolean): string {
  if (paid === 'pack')
    return 'Thank you. The pack is in the bonus once its payment is confirmed, usually within seconds.';
  if (!there) return 'Thank you. The payment page is done; its confirmation usually takes a few seconds.';
  return paid === 'plan'
    ? 'Thank you. The plan is paid and has started.'
    : 'Thank you. The card is on file; nothing was charged.';
}

function Overview(props: BillingProps & { readonly billing: Billing | null }) {
  const { account, plans, billing } = props;
  const manages = billing !== null;
  const plan = plans.find((known) => known.id === account.plan);
  const yearly = yearlyLine(account);
  const subscription = billing?.subscription ?? null;
  const open = account.phase === 'active' || account.phase === 'trialing';
  const starts =
    billing?.payments === 'stripe' &&
    (subscription === null || account.phase === 'trialing') &&
    plan !== undefined;
  return (
    <>
      <div className="mb-8 flex flex-wrap items-center justify-between gap-x-6 gap-y-4">
        <div>
          <p className="title text-22 text-pretty">
            {plan ? planLine(account, plan, manages, subscription?.period_ends_at) : account.plan}
          </p>
          {yearly && <p className="mt-1 text-muted">{yearly}</p>}
        </div>
        {manages && open && (
          <Link to="/settings/billing/plan" className="button">
            Edit plan
          </Link>
        )}
      </div>
      <PendingLine
        account={account}
        plans={plans}
        manages={manages}
        paid_until={subscription?.cancels_at ?? null}
      />
      {starts && <StartPlan account={account} plan={plan} billing={billing} />}
      {billing?.payments === 'none' && account.phase === 'trialing' && plan && (
        <StartFree account={account} plan={plan} />
      )}
      <Buckets />
      <Section title="When credits run out">
        <WhenEmpty account={account} manages={manages} billing={billing} />
      </Section>
      {!manages && (
        <p className="border-t border-rule pt-8 text-muted">
          Prices and changes of the plan are for owners and admins. Credits refill on{' '}
          {day(account.cycle.ends_at, account.time_zone)}.
        </p>
      )}
    </>
  );
}
