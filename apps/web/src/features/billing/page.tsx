import { Link } from '@tanstack/react-router';
import { useAccount, usePlans } from '../../shared/api/queries.ts';
import { mayManage, useSession } from '../../shared/api/session.ts';
import type { Account, Plan } from '../../shared/api/types.ts';
import { day } from '../../shared/format/date.ts';
import { Page, Section } from '../../shared/ui/page.tsx';
import { Await } from '../../shared/ui/states.tsx';
import { SettingsTabs } from '../../shared/ui/tabs.tsx';
import { Buckets } from './buckets.tsx';
import { LeaveSection, PendingLine } from './changes.tsx';
import { planLine, yearlyLine } from './sentences.ts';
import { WhenEmpty } from './when-empty.tsx';

export function BillingPage() {
  const account = useAccount();
  const plans = usePlans();
  return (
    <Page title="Billing">
      <SettingsTabs />
      <Await query={account} label="Reading the account" failed="Couldn’t read the account.">
        {(read) => (
          <Await query={plans} label="Reading the plans" failed="Couldn’t read the plans.">
            {(list) => <BillingOf account={read} plans={list} />}
          </Await>
        )}
      </Await>
    </Page>
  );
}

function BillingOf({ account, plans }: { readonly account: Account; readonly plans: readonly Plan[] }) {
  const manages = mayManage(useSession());
  const plan = plans.find((known) => known.id === account.plan);
  const yearly = yearlyLine(account);
  const open = account.phase === 'active' || account.phase === 'trialing';
  return (
    <>
      <div className="mb-8 flex flex-wrap items-center justify-between gap-x-6 gap-y-4">
        <div>
          <p className="title text-22 text-pretty">
            {plan ? planLine(account, plan, manages) : account.plan}
          </p>
          {yearly && <p className="mt-1 text-muted">{yearly}</p>}
        </div>
        {manages && open && (
          <Link to="/settings/billing/plan" className="button">
            Edit plan
          </Link>
        )}
      </div>
      <PendingLine account={account} plans={plans} manages={manages} />
      <Buckets />
      <Section title="When credits run out">
        <WhenEmpty account={account} manages={manages} />
      </Section>
      {manages ? (
        <>
          <Section title="Payments">
            <p>No payments on this instance. Plans change and credits refill without a charge.</p>
          </Section>
          <LeaveSection account={account} />
        </>
      ) : (
        <p className="border-t border-rule pt-8 text-muted">
          Prices and changes of the plan are for owners and admins. Credits refill on{' '}
          {day(account.cycle.ends_at, account.time_zone)}.
        </p>
      )}
    </>
  );
}
