import type { Billing, Invoice } from '@inkwell/contract/types';
import { useState } from 'react';
import { app } from '../../shared/api/client.ts';
import type { Account } from '../../shared/api/types.ts';
import { day } from '../../shared/format/date.ts';
import { figure, money } from '../../shared/format/number.ts';
import { Section } from '../../shared/ui/page.tsx';
import { ScrollBox } from '../../shared/ui/scroll-box.tsx';
import { Await, Empty } from '../../shared/ui/states.tsx';
import { RefusalLine } from './refusal-line.tsx';
import { cardLine, nextChargeLine } from './sentences.ts';
import { useInvoices } from './use-billing.ts';
import { usePay } from './use-pay.ts';

/** The next charge, the card and the way to the portal, or that there are no payments here. */
export function Payments({ account, billing }: { readonly account: Account; readonly billing: Billing }) {
  const { pay, busy, refusal } = usePay();
  if (billing.payments === 'none')
    return (
      <Section title="Payments">
        <p>No payments on this instance. Plans change and credits refill without a charge.</p>
      </Section>
    );
  const term = 'text-muted';
  return (
    <Section
      title="Payments"
      aside={
        <button
          type="button"
          className="link"
          disabled={busy}
          onClick={() => void pay(() => app.billing.portal())}
        >
          Card and billing address
        </button>
      }
    >
      <dl className="grid grid-cols-[max-content_1fr] gap-x-8 gap-y-2">
        <dt className={term}>Next charge</dt>
        <dd>{nextChargeLine(billing, account)}</dd>
        <dt className={term}>Card</dt>
        <dd>{cardLine(billing.card)}</dd>
      </dl>
      <RefusalLine says={refusal} />
      <Invoices zone={account.time_zone} />
    </Section>
  );
}

const FIRST = 5;
const MORE = 100;

function Invoices({ zone }: { readonly zone: string }) {
  const [limit, setLimit] = useState(FIRST);
  const query = useInvoices(limit);
  return (
    <div className="mt-6">
      <h3 className="mb-2 font-label">Invoices</h3>
      <Await query={query} label="Reading the invoices" failed="Couldn’t read the invoices.">
        {({ data, next_cursor }) =>
          data.length === 0 ? (
            <Empty>Nothing has been charged yet.</Empty>
          ) : (
            <>
              <InvoiceTable invoices={data} zone={zone} />
              {next_cursor !== null && limit === FIRST && (
                <button type="button" className="link mt-3" onClick={() => setLimit(MORE)}>
                  Show earlier invoices
                </button>
              )}
            </>
          )
        }
      </Await>
    </div>
  );
}

const STATUS: Record<Invoice['status'], string> = {
  paid: 'Paid',
  open: 'To be paid',
  void: 'Void',
  uncollectible: 'Not paid',
};

function InvoiceTable(props: { readonly invoices: readonly Invoice[]; readonly zone: string }) {
  const cell = 'border-t border-rule py-2 pl-4 first:pl-0';
  const head = 'py-2 pl-4 font-label first:pl-0';
  return (
    <ScrollBox label="Invoices" className="overflow-x-auto">
      <table className="w-full text-13">
        <thead>
          <tr className="text-left text-muted">
            <th scope="col" className={head}>
              Date
            </th>
            <th scope="col" className={head}>
              For
            </th>
            <th scope="col" className={`${head} max-sm:hidden`}>
              Status
            </th>
            <th scope="col" className={`${head} text-right`}>
              Amount
            </th>
            <th scope="col" className={head}>
              <span className="sr-only">Document</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {props.invoices.map((invoice) => (
            <tr key={invoice.invoice}>
              <td className={`${cell} whitespace-nowrap`}>{day(invoice.created_at, props.zone)}</td>
              <td className={cell}>
                {invoice.reason}
                {invoice.status !== 'paid' && <span className="sm:hidden">, {STATUS[invoice.status]}</span>}
              </td>
              <td className={`${cell} max-sm:hidden ${invoice.status === 'open' ? 'text-bad' : ''}`}>
                {STATUS[invoice.status]}
              </td>
              <td className={`${cell} text-right`}>{money(invoice.amount_cents, invoice.currency)}</td>
              <td className={`${cell} text-right`}>
                {invoice.url !== null && (
                  <a className="link" href={invoice.url} rel="noreferrer" target="_blank">
                    Open<span className="sr-only"> invoice {invoice.number}</span>
                  </a>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

/** Booster packs: their price is on the button that buys them. */
export function Packs({ billing }: { readonly billing: Billing }) {
  const { pay, busy, refusal } = usePay();
  if (billing.packs.length === 0) return null;
  return (
    <Section title="Booster packs">
      <p className="mb-4 max-w-[68ch] text-muted">
        Bonus credits for this workspace. They are used after plan credits and never expire.
      </p>
      {billing.packs.map(({ pack, credits, price_cents, currency }) => (
        <div
          key={pack}
          className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-t border-rule py-3"
        >
          <span className="font-label">{figure(credits)} credits</span>
          <button
            type="button"
            className="button"
            disabled={busy}
            onClick={() => void pay((options) => app.billing.buyPack({ pack, price_cents }, options))}
          >
            Buy {figure(credits)} for {money(price_cents, currency)}
          </button>
        </div>
      ))}
      <RefusalLine says={refusal} />
    </Section>
  );
}
