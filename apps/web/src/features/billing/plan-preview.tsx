import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Billing } from '@inkwell/contract/types';
import { app, client } from '../../shared/api/client.ts';
import { currentBalance, useBalance } from '../../shared/api/live.ts';
import type { Account, Plan, PlanPreview } from '../../shared/api/types.ts';
import { day } from '../../shared/format/date.ts';
import { money } from '../../shared/format/number.ts';
import { Segmented } from '../../shared/ui/controls.tsx';
import { Await } from '../../shared/ui/states.tsx';
import { type PreviewRow, changedRows, downgradeWarning, previewRows, switchLabel } from './sentences.ts';
import { cardLine } from './sentences.ts';
import { useAct } from './use-act.ts';
import { useBilling } from './use-billing.ts';
import { leaveFor } from './use-pay.ts';

type Effective = 'now' | 'next_cycle';

/** What an edit would do to every bucket, from the server, and the button that does it. */
export function PlanPreviewPanel({ account, plan }: { readonly account: Account; readonly plan: Plan }) {
  const [chosen, setChosen] = useState<Effective | null>(null);
  const seq = useBalance()?.seq ?? 0;
  const query = useQuery({
    queryKey: ['preview', account.account, plan.id, chosen, seq],
    queryFn: () =>
      client.accounts.editPlan(account.account, {
        plan: plan.id,
        preview: true,
        ...(chosen ? { effective: chosen } : {}),
      }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  return (
    <section aria-label={`What ${plan.name} would change`} className="min-h-80">
      <Await query={query} label="Working it out" failed="Couldn’t work out what would change.">
        {(preview) => <Preview account={account} plan={plan} preview={preview} choose={setChosen} />}
      </Await>
    </section>
  );
}

function Preview(props: {
  readonly account: Account;
  readonly plan: Plan;
  readonly preview: PlanPreview;
  readonly choose: (effective: Effective) => void;
}) {
  const { account, plan, preview, choose } = props;
  const rows = previewRows(preview);
  const zone = account.time_zone;
  const warning = downgradeWarning(preview, plan, zone);
  const trial = account.phase === 'trialing';
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-4">
        <h2 className="title text-22">{plan.name}</h2>
        {!trial && (
          <Segmented
            legend="When"
            value={preview.effective}
            choices={[
              { value: 'now', label: 'Now' },
              { value: 'next_cycle', label: day(preview.balance.cycle.ends_at, zone) },
            ]}
            onChange={choose}
          />
        )}
      </div>
      {preview.effective === 'next_cycle' && !trial ? (
        <p className="mb-4 text-muted">Until {day(preview.applies_at, zone)} everything stays as it is.</p>
      ) : null}
      <SwitchForm key={`${plan.id} ${preview.effective}`} {...props} rows={rows} warning={warning} />
    </>
  );
}

interface FormProps {
  readonly account: Account;
  readonly plan: Plan;
  readonly preview: PlanPreview;
  readonly rows: readonly PreviewRow[];
  readonly warning: string | null;
}

/** The figures as they were read, and the act. If they moved before the click, they are shown and it asks again. */
function SwitchForm({ account, plan, preview, rows, warning }: FormProps) {
  const navigate = useNavigate();
  const { act, busy, refusal } = useAct();
  const [agreed, setAgreed] = useState(rows);
  const [moved, setMoved] = useState(false);
  const changed = changedRows(agreed, rows);
  const billing = useBilling().data;
  const paid = billing?.payments === 'stripe';
  const confirm = async () => {
    const fresh = currentBalance()?.seq === preview.seq || currentBalance() === null;
    if (!fresh || changed.size > 0) {
      setMoved(true);
      setAgreed(rows);
      return;
    }
    const edit = { plan: plan.id, effective: preview.effective };
    const label = switchLabel(plan, preview.effective, preview.applies_at, account.time_zone);
    let pay_at: string | null = null;
    const done = await act(async (options) => {
      if (!paid) return client.accounts.editPlan(account.account, edit, options);
      const agreed = { ...edit, price_due_cents: preview.price_due_cents };
      ({ url: pay_at } = await app.billing.editPlan(agreed, options));
    }, `${label}: done.`);
    if (pay_at !== null) leaveFor(pay_at);
    else if (done) await navigate({ to: '/settings/billing' });
  };
  return (
    <>
      <PreviewTable rows={rows} changed={changed} preview={preview} />
      {billing && preview.price_due_cents > 0 && <p className="text-13 text-muted">{chargedTo(billing)}</p>}
      {warning && <p className="mt-4 border-l-2 border-reserve pl-3">{warning}</p>}
      {(moved || changed.size > 0) && (
        <p role="alert" className="mt-4 border-l-2 border-reserve pl-3">
          The balance moved meanwhile. These are the figures now.
        </p>
      )}
      {refusal && (
        <p role="alert" className="mt-4 text-bad">
          {refusal}
        </p>
      )}
      <button
        type="button"
        className="button button-ink mt-6 w-full"
        disabled={busy || billing === undefined}
        onClick={() => void confirm()}
      >
        {switchLabel(plan, preview.effective, preview.applies_at, account.time_zone)}
      </button>
    </>
  );
}

/** Where the price due today is taken from. */
function chargedTo({ payments, card, subscription }: Billing): string {
  if (payments === 'none') return 'No payments on this instance: nothing is charged.';
  if (subscription === null) return 'You go to the payment page first. The plan changes when it is paid.';
  return card === null
    ? 'The plan changes when it is paid.'
    : `Charged now: ${cardLine(card)}. Later renewals cost the new price.`;
}

function PreviewTable(props: {
  readonly rows: readonly PreviewRow[];
  readonly changed: ReadonlySet<string>;
  readonly preview: PlanPreview;
}) {
  const { rows, changed, preview } = props;
  const cell = 'border-t border-rule py-2 text-right';
  return (
    <table className="w-full">
      <thead>
        <tr className="text-13 text-muted">
          <th scope="col" className="py-1 text-left font-label">
            <span className="sr-only">Bucket</span>
          </th>
          <th scope="col" className="py-1 text-right font-label">
            Before
          </th>
          <th scope="col" className="py-1 text-right font-label">
            After
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={`${row.name} ${row.before} ${row.after}`}
            className={`${changed.has(row.name) ? 'flash' : ''} ${row.strong ? 'font-strong' : ''}`}
          >
            <th
              scope="row"
              className={`border-t border-rule py-2 text-left ${row.strong ? 'font-strong' : 'font-body'}`}
            >
              {row.name}
            </th>
            <td className={`${cell} text-muted`}>{row.before}</td>
            <td className={cell}>{row.after}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr className="font-label">
          <th scope="row" colSpan={2} className="double-rule py-2 text-left font-label">
            Due today
          </th>
          <td className="double-rule py-2 text-right">{money(preview.price_due_cents, preview.currency)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
