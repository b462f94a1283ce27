import { OverloadedError, isOutOfReach } from '@inkwell/ledger';
import type { Effects } from './effects.ts';
import type { PaymentParts } from './parts.ts';
import { priceOf } from './prices.ts';
import type { Standings } from './standing.ts';
import type { AccountRow } from './rows.ts';
import { ProviderError, type ProviderEvent, SignatureError, isInForce } from './types.ts';

/** Far above any event; the body is read before its signature can be checked. */
const MAX_EVENT_BYTES = 1_000_000;

async function readEvent(request: Request): Promise<Uint8Array | null> {
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body as ReadableStream<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > MAX_EVENT_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const said = (status: number, text: string): Response =>
  new Response(JSON.stringify({ received: status === 200, detail: text }), {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  });

/**
 * The provider's events. Each is carried out first and noted as done afterwards: an event that breaks off half-way is
 * sent again and goes on, because every effect is safe to repeat. 5xx asks the provider to send it again.
 */
export class Webhook {
  readonly #parts: PaymentParts;
  readonly #effects: Effects;
  readonly #standings: Standings;

  constructor(parts: PaymentParts, rooms: { effects: Effects; standings: Standings }) {
    this.#parts = parts;
    this.#effects = rooms.effects;
    this.#standings = rooms.standings;
  }

  async answer(request: Request): Promise<Response> {
    const { provider, log, now } = this.#parts;
    const body = await readEvent(request);
    if (body === null) return said(413, 'too large');
    try {
      const signature = request.headers.get('stripe-signature') ?? '';
      return await this.#take(await provider.eventOf(body, signature, now()));
    } catch (error) {
      if (error instanceof SignatureError) {
        log.warn({ reason: error.message }, 'an event of the payment provider was not believed');
        return said(400, 'The signature does not fit, or is too old.');
      }
      const is_passing =
        error instanceof ProviderError || error instanceof OverloadedError || isOutOfReach(error);
      if (is_passing) log.warn({ reason: (error as Error).message }, 'an event has to be sent again');
      else log.error({ err: error }, 'an event of the payment provider failed');
      return said(is_passing ? 503 : 500, 'Send it again.');
    }
  }

  async #take(event: ProviderEvent): Promise<Response> {
    const { store, now } = this.#parts;
    if (await store.isHandled(event.event)) return said(200, 'known');
    const row = event.customer === null ? undefined : await store.accountOf(event.customer);
    // Another program's customer, or none: nothing to do here, today or when it is sent again.
    if (row !== undefined) await this.#carryOut(event, row);
    await store.setHandled(event.event, event.type, event.created_at, now());
    return said(200, row === undefined ? 'not ours' : 'done');
  }

  async #carryOut(event: ProviderEvent, row: AccountRow): Promise<void> {
    const { account } = row;
    if (event.invoice !== null) await this.#effects.heard(account, event.invoice);
    if (event.paid_act !== null) await this.#effects.settleAct(account, event.paid_act, null);
    if (event.kept !== null) await this.#kept(row, event.kept);
    if (event.standing) await this.#standings.refresh(account);
  }

  /** A card was kept in a trial: the plan begins at the trial's end (A4), the plan that the person chose. */
  async #kept({ account, customer }: AccountRow, kept: NonNullable<ProviderEvent['kept']>): Promise<void> {
    const { provider, ledger, log } = this.#parts;
    const current = await provider.standing(customer!);
    if (isInForce(current.subscription?.status ?? null)) return;
    const { state } = await this.#effects.load(account);
    const plan = ledger.catalogue.planAt(kept.plan, ledger.now());
    if (state.phase !== 'trialing' || plan === undefined) {
      log.warn(
        { account, checkout: kept.checkout },
        'a card was kept after the trial: nothing begins by itself',
      );
      return;
    }
    if (state.plan !== plan.id)
      await this.#effects.command(account, `stripe:${kept.checkout}:plan`, {
        op: 'edit_plan',
        plan: plan.id,
      });
    const price = priceOf(plan, kept.interval);
    const starts_at = state.cycle.ends_at;
    await provider.startLater({
      customer: customer!,
      setup: kept.setup,
      price,
      starts_at,
      key: kept.checkout,
    });
  }
}
