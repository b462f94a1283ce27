import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useAccount, usePlans } from '../../shared/api/queries.ts';
import { mayManage, useSession } from '../../shared/api/session.ts';
import type { Account, Plan } from '../../shared/api/types.ts';
import { figure, money } from '../../shared/format/number.ts';
import { Segmented } from '../../shared/ui/controls.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Await } from '../../shared/ui/states.tsx';
import { PlanPreviewPanel } from './plan-preview.tsx';

export function PlanPage() {
  const session = useSession();
  const account = useAccount();
  const plans = usePlans();
  return (
    <Page
      title="Edit plan"
      wide
      aside={
        <Link to="/settings/billing" className="link">
          Back to Billing
        </Link>
      }
    >
      {mayManage(session) ? (
        <Await query={account} label="Reading the account" failed="Couldn’t read the account.">
          {(read) => (
            <Await query={plans} label="Reading the plans" failed="Couldn’t read the plans.">
              {(list) => <EditPlan account={read} plans={list} />}
            </Await>
          )}
        </Await>
      ) : (
        <p>Plans are changed by owners and admins of the workspace.</p>
      )}
    </Page>
  );
}

type Interval = Account['interval'];

function EditPlan({ account, plans }: { readonly account: Account; readonly plans: readonly Plan[] }) {
  const [picked, setPicked] = useState(account.plan);
  const [interval, setInterval] = useState<Interval>(account.interval);
  const plan = plans.find((known) => known.id === picked);
  const changes = picked !== account.plan || interval !== account.interval;
  return (
    <div className="grid gap-x-8 gap-y-8 lg:grid-cols-[minmax(0,1fr)_280px] xl:gap-x-12 xl:grid-cols-[minmax(0,1fr)_360px]">
      <div>
        <div className="mb-4">
          <Segmented
            legend="Billed"
            value={interval}
            choices={[
              { value: 'month', label: 'Monthly' },
              { value: 'year', label: 'Yearly', hint: 'ten months’ price' },
            ]}
            onChange={setInterval}
          />
        </div>
        <PlanTable
          plans={plans}
          current={account.plan}
          picked={picked}
          billed={interval}
          onPick={setPicked}
        />
      </div>
      <div className="lg:sticky lg:top-8 lg:self-start">
        {plan && changes ? (
          <PlanPreviewPanel
            key={`${picked} ${interval}`}
            account={account}
            plans={plans}
            edit={{ plan, interval }}
          />
        ) : (
          <p className="border-t border-rule py-4 text-muted lg:border-t-0 lg:py-2">
            Choose another plan, or another way to be billed, to see what would change, and when. Used credits
            stay used; bonus credits stay whole.
          </p>
        )}
      </div>
    </div>
  );
}

function PlanTable(props: {
  readonly plans: readonly Plan[];
  readonly current: string;
  readonly picked: string;
  /** Which of the two prices a narrow screen shows. */
  readonly billed: Interval;
  readonly onPick: (plan: string) => void;
}) {
  const head = 'py-2 pr-2 pl-3 text-right font-label text-muted';
  const cell = 'border-t border-rule py-3 pr-2 pl-3 text-right whitespace-nowrap';
  const priced = (interval: Interval) => (props.billed === interval ? 'font-label' : 'max-sm:hidden');
  return (
    <div className="overflow-x-auto" role="radiogroup" aria-label="Plans">
      <table className="w-full">
        <thead>
          <tr>
            <th scope="col" className="py-2 text-left font-label text-muted">
              Plan
            </th>
            <th scope="col" className={head}>
              Credits
            </th>
            <th scope="col" className={`${head} ${priced('month')}`}>
              Monthly
            </th>
            <th scope="col" className={`${head} ${priced('year')}`}>
              Yearly
            </th>
            <th scope="col" className={`${head} max-sm:hidden lg:max-xl:hidden`}>
              Per 1,000
            </th>
          </tr>
        </thead>
        <tbody>
          {props.plans.map((plan) => (
            <tr key={plan.id} className="has-checked:bg-ink-wash hover:bg-ink-wash">
              <th scope="row" className="border-t border-rule text-left font-body">
                <label className="flex cursor-pointer items-center gap-3 py-3 pl-2">
                  <input
                    type="radio"
                    name="plan"
                    className="size-4 accent-ink"
                    checked={props.picked === plan.id}
                    onChange={() => props.onPick(plan.id)}
                  />
                  <span className="font-label">{plan.name}</span>
                  {plan.id === props.current && <span className="text-13 text-muted">yours</span>}
                </label>
              </th>
              <td className={cell}>{figure(plan.monthly_credits)}</td>
              <td className={`${cell} ${priced('month')}`}>
                {money(plan.monthly_price_cents, plan.currency)}
              </td>
              <td className={`${cell} ${priced('year')}`}>{money(plan.yearly_price_cents, plan.currency)}</td>
              <td className={`${cell} max-sm:hidden lg:max-xl:hidden`}>{perThousand(plan)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function perThousand(plan: Plan): string {
  return money(
    Math.round((plan.monthly_price_cents * 1000) / Math.max(1, plan.monthly_credits)),
    plan.currency,
  );
}
