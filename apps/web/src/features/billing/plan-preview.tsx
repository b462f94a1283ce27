import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Billing } from '@inkwell/contract/types';
import { app, client } from '../../shared/api/client.ts';
import { currentBalance, useBalance } from '../../shared/api/live.ts';
import type { Account, Plan, PlanPreview } from '../../shared/api/types.ts';
import { day, farDay } from '../../shared/format/date.ts';
import { money } from '../../shared/format/number.ts';
import { Segmented } from '../../shared/ui/controls.tsx';
import { Await } from '../../shared/ui/states.tsx';
import { type PreviewRow, cardLine, changedRows, chargeParts, downgradeWarning } from './sentences.ts';
import { intervalSentence, pendingSentence, previewRows, switchLabel } from './sentences.ts';
import { useAct } from './use-act.ts';
import { useBilling } from './use-billing.ts';
import { leaveFor } from './use-pay.ts';

type Effective = 'now' | 'next_cycle';

/** The plan that is chosen, and how it is to be billed. */
interface Chosen {
  readonly plan: Plan;
  readonly interval: Account['interval'];
}

interface PanelProps {
  readonly account: Account;
  readonly plans: readonly Plan[];
  readonly edit: Chosen;
}

/** The fields of the request: the interval only where it becomes another. */
const asked = (account: Account, { plan, interval }: Chosen) => ({
  plan: plan.id,
  ...(interval === account.interval ? {} : { interval }),
});

/** What an edit would do to every bucket, from the server, and the button that does it. */
export function PlanPreviewPanel({ account, plans, edit }: PanelProps) {
  const { plan, interval } = edit;
  const [when, setWhen] = useState<Effective | null>(null);
  const seq = useBalance()?.seq ?? 0;
  const query = useQuery({
    queryKey: ['preview', account.account, plan.id, interval, when, seq],
    queryFn: () =>
      client.accounts.editPlan(account.account, {
        ...asked(account, edit),
        preview: true,
        ...(when ? { effective: when } : {}),
      }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  return (
    <section aria-label={`What ${plan.name} would change`} className="min-h-80">
      <Await query={query} label="Working it out" failed="Couldn’t work out what would change.">
        {(preview) => (
          <Preview account={account} plans={plans} edit={edit} preview={preview} choose={setWhen} />
        )}
      </Await>
    </section>
  );
}

function Preview(
  props: PanelProps & { readonly preview: PlanPreview; readonly choose: (when: Effective) => void },
) {
  const { account, plans, edit, preview, choose } = props;
  const { plan } = edit;
  const rows = previewRows(preview);
  const warning = downgradeWarning(preview, plan, account.time_zone);
  const trial = account.phase === 'trialing';
  const turns = preview.interval !== account.interval;
  const is_paid = useBilling().data?.payments === 'stripe';
  const replaces = pendingSentence(account, plans);
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-4">
        <h2 className="title text-22">{plan.name}</h2>
        {/* Another interval waits for what has been paid. */}
        {!trial && !(turns && is_paid) && (
          <Segmented
            legend="When"
            value={preview.effective}
            choices={[
              { value: 'now', label: 'Now' },
              { value: 'next_cycle', label: laterLabel(account, preview) },
            ]}
            onChange={choose}
          />
        )}
      </div>
      {turns ? (
        <p className="mb-4 text-muted">{intervalSentence(preview, plan, account, is_paid)}</p>
      ) : preview.effective === 'next_cycle' && !trial ? (
        <p className="mb-4 text-muted">
          Until {day(preview.applies_at, account.time_zone)} everything stays as it is.
        </p>
      ) : null}
      {replaces !== null && <p className="mb-4 text-muted">This takes the place of what waits: {replaces}</p>}
      <SwitchForm
        key={`${plan.id} ${preview.interval} ${preview.effective}`}
        {...{ account, edit, preview, rows, warning }}
      />
    </>
  );
}

/** When an edit applies that does not apply now: one of the interval when what is paid for is over. */
function laterLabel({ interval, time_zone, cycle }: Account, preview: PlanPreview): string {
  const ends_at = preview.interval === interval ? cycle.ends_at : preview.next_charge.before?.at;
  return farDay(ends_at ?? cycle.ends_at, time_zone, cycle.starts_at);
}

interface FormProps {
  readonly account: Account;
  readonly edit: Chosen;
  readonly preview: PlanPreview;
  readonly rows: readonly PreviewRow[];
  readonly warning: string | null;
}

/** The figures as they were read, and the act. If they moved before the click, they are shown and it asks again. */
function SwitchForm({ account, edit: chosen, preview, rows, warning }: FormProps) {
  const navigate = useNavigate();
  const { act, busy, refusal } = useAct();
  const [agreed, setAgreed] = useState(rows);
  const [moved, setMoved] = useState(false);
  const changed = changedRows(agreed, rows);
  const billing = useBilling().data;
  const paid = billing?.payments === 'stripe';
  const label = switchLabel(chosen.plan, preview, account);
  const confirm = async () => {
    const fresh = currentBalance()?.seq === preview.seq || currentBalance() === null;
    if (!fresh || changed.size > 0) {
      setMoved(true);
      setAgreed(rows);
      return;
    }
    const edit = { ...asked(account, chosen), effective: preview.effective };
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
      <PreviewTable {...{ rows, changed, preview, account }} next_charge={paid} />
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
        {label}
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
  readonly account: Account;
  /** Whether anything is charged here. */
  readonly next_charge: boolean;
}) {
  const { rows, changed, preview, account, next_charge } = props;
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
        {next_charge && <NextChargeRow preview={preview} account={account} />}
      </tfoot>
    </table>
  );
}

/** When the running month or year is over, and for how much: as it is, and as it would be. */
function NextChargeRow({ preview, account }: Pick<FormProps, 'preview' | 'account'>) {
  const { next_charge, currency } = preview;
  const before = chargeParts(next_charge.before, currency, account);
  const after = chargeParts(next_charge.after, currency, account);
  if (before === null && after === null) return null;
  return (
    <tr className="align-top">
      <th scope="row" className="py-2 text-left font-body">
        Next charge
      </th>
      <td className="py-2 text-right text-muted">
        <ChargeCell charge={before} />
      </td>
      <td className="py-2 text-right">
        <ChargeCell charge={after} />
      </td>
    </tr>
  );
}

function ChargeCell({ charge }: { readonly charge: ReturnType<typeof chargeParts> }) {
  if (charge === null) return 'None';
  return (
    <>
      {charge.amount}
      <span className="block text-13 text-muted">{charge.when}</span>
    </>
  );
}
