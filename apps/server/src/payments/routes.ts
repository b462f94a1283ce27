import { type paymentRoutes, invalidRequest } from '@inkwell/contract';
import { type Call, type Handlers, type Result, ok, refuse, refused } from '../http/call.ts';
import { NO_PAYMENTS, invoiceView } from './billing.ts';
import { providerFailure } from './failures.ts';
import { PACKS } from './packs.ts';
import type { PaymentParts } from './parts.ts';
import type { Asking, PaymentService } from './service.ts';
import { packText } from './top-ups.ts';
import type { InvoiceRow } from './rows.ts';

type PaymentHandlers = Handlers<typeof paymentRoutes>;
type SessionCall = Pick<Call, 'caller' | 'idempotency_key'>;

const FORBIDDEN = refuse(
  'not_allowed',
  'Prices, invoices and cards are for owners and admins of the workspace.',
);
const OFF = refuse('invalid_state', 'There are no payments on this instance.');

/** Owners and admins, in their own workspace; null for everybody else. */
function askingOf({ caller, idempotency_key }: SessionCall): Asking | null {
  if (caller.kind !== 'session' || caller.role === 'member') return null;
  return { account: caller.account, actor: caller.actor, key: idempotency_key };
}

/** The routes where nothing is paid: the page is told so, and nothing else happens. */
export const noPaymentHandlers = (): PaymentHandlers => {
  const readOr = (answer: Result) => (call: SessionCall) => (askingOf(call) === null ? FORBIDDEN : answer);
  return {
    getBilling: readOr(ok(NO_PAYMENTS)),
    listInvoices: readOr(ok({ data: [], next_cursor: null })),
    startCheckout: readOr(OFF),
    openPortal: readOr(OFF),
    buyPack: readOr(OFF),
    editPaidPlan: readOr(OFF),
  };
};

const CURSOR = /^([1-9]\d{0,14})-([\w.:-]{1,128})$/;
const WRONG_CURSOR = { field: 'query.cursor', message: 'must be a next_cursor that this list answered with' };
const FIRST = { created_at: Number.MAX_SAFE_INTEGER, invoice: '' };

/** What was bought by an invoice's act, in words. */
async function boughtBy({ store, ledger }: PaymentParts, row: InvoiceRow): Promise<string | null> {
  const act = row.act === null ? undefined : await store.act(row.act);
  if (act === undefined) return null;
  if (act.kind === 'pack') return packText({ ...PACKS[0], credits: act.credits! });
  const plan = ledger.catalogue.planAt(act.plan!, ledger.now());
  return `Upgrade to ${plan?.name ?? act.plan!}`;
}

async function invoicesOf(
  parts: PaymentParts,
  account: string,
  limit: number,
  cursor?: string,
): Promise<Result> {
  const at = cursor === undefined ? null : CURSOR.exec(cursor);
  if (cursor !== undefined && at === null) return refused(invalidRequest([WRONG_CURSOR]));
  const before = at === null ? FIRST : { created_at: Number(at[1]), invoice: at[2]! };
  const rows = await parts.store.invoices(account, before, limit + 1);
  const page = rows.slice(0, limit);
  const data = await Promise.all(page.map(async (row) => invoiceView(row, await boughtBy(parts, row))));
  const last = page.at(-1);
  const more = rows.length > limit && last !== undefined;
  return ok({ data, next_cursor: more ? `${last.created_at}-${last.invoice}` : null });
}

/** The page's own routes, for owners and admins. */
export function paymentHandlers(parts: PaymentParts, service: PaymentService): PaymentHandlers {
  const asked = async (call: SessionCall, act: (asking: Asking) => Promise<Result>): Promise<Result> => {
    const asking = askingOf(call);
    if (asking === null) return FORBIDDEN;
    try {
      return await act(asking);
    } catch (error) {
      const failure = providerFailure(error, parts.log);
      if (failure === null) throw error;
      return failure;
    }
  };
  return {
    getBilling: (call) => asked(call, ({ account }) => service.billing(account)),
    listInvoices: (call) =>
      asked(call, ({ account }) => invoicesOf(parts, account, call.query.limit, call.query.cursor)),
    startCheckout: (call) => asked(call, (asking) => service.checkout(asking, call.body)),
    openPortal: (call) => asked(call, ({ account }) => service.portal(account)),
    buyPack: (call) => asked(call, (asking) => service.buyPack(asking, call.body)),
    editPaidPlan: (call) =>
      asked(call, (asking) => {
        const { price_due_cents, ...edit } = call.body;
        return service.editPlan(asking, edit, price_due_cents);
      }),
  };
}
