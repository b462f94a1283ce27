import {
  type Delivery,
  type DeliveryDetail,
  MAX_WEBHOOKS,
  type ReplayReply,
  WEBHOOK_TEST,
  type Webhook,
  type WebhookEvent,
  type WebhookMade,
  type WebhookType,
  invalidRequest,
} from '@inkwell/contract';
import { instantText } from '@inkwell/engine';
import type { Ledger } from '@inkwell/ledger';
import { newId } from '../auth/secrets.ts';
import { type Outcome, done, no } from '../people/outcome.ts';
import { GIVE_UP_AFTER_MS } from './back-off.ts';
import type { DeliveryRow, DeliveryStore, Filter } from './deliveries.ts';
import type { Feed } from './feed.ts';
import { ForbiddenTargetError, type Resolve, addressesOf } from './post.ts';
import { newSigningSecret } from './signing.ts';
import type { WebhookChange, WebhookRow, WebhookStore } from './store.ts';
import { deliveryDetail, deliveryView, webhookView } from './views.ts';

interface ServiceParts {
  webhooks: WebhookStore;
  deliveries: DeliveryStore;
  feed: Pick<Feed, 'skipTo'>;
  ledger: Pick<Ledger, 'positions'>;
  resolve: Resolve;
  allow_own: boolean;
  now: () => number;
}

interface Given {
  url: string;
  types: WebhookType[] | null;
  description: string;
}

/** Whose webhooks: an account's, or (null) the whole instance's. */
export type Owner = string | null;

const noWebhook = (webhook: string) =>
  no('webhook_not_found', `There is no webhook ${webhook}.`, { webhook });
const noDelivery = (delivery: string) =>
  no('delivery_not_found', `There is no delivery ${delivery}.`, { delivery });
const notOn = ({ state }: WebhookRow) =>
  no('invalid_state', `The webhook is ${state}: switch it on first.`, { state });
const wrongUrl = (message: string): Outcome<never> => ({
  ok: false,
  problem: invalidRequest([{ field: 'body.url', message }]),
});

/** A name that nobody answers for is not waited for longer. */
const LOOK_UP_MS = 5_000;

/** Registering webhooks, and looking after their deliveries. Another owner's are answered as if they were not there. */
export class WebhookService {
  readonly #parts: ServiceParts;

  constructor(parts: ServiceParts) {
    this.#parts = parts;
  }

  async create(owner: Owner, given: Given, actor: string): Promise<Outcome<WebhookMade>> {
    const { webhooks, ledger, feed, now } = this.#parts;
    const wrong = await this.#wrongTarget(owner, given.url);
    if (wrong !== null) return wrong;
    const secret = newSigningSecret();
    const webhook = newId('wh');
    // Read before it is there: what comes in between is told.
    const starts_after = await ledger.positions();
    const { url, types, description } = given;
    const made = { webhook, account: owner, url, types, description, secret, starts_after };
    const added = await webhooks.add({ ...made, created_by: actor, created_at: now() }, MAX_WEBHOOKS, (tx) =>
      feed.skipTo(tx, starts_after),
    );
    if (!added)
      return no('invalid_state', `There are ${MAX_WEBHOOKS} webhooks already; remove one first.`, {
        limit: MAX_WEBHOOKS,
      });
    return this.#made(owner, webhook, secret);
  }

  async list(owner: Owner): Promise<Outcome<{ data: Webhook[]; next_cursor: null }>> {
    const rows = await this.#parts.webhooks.list(owner);
    return done({ data: rows.map((row) => webhookView(row, this.#parts.now())), next_cursor: null });
  }

  async get(owner: Owner, webhook: string): Promise<Outcome<Webhook>> {
    const row = await this.#parts.webhooks.get(owner, webhook);
    return row === undefined ? noWebhook(webhook) : done(webhookView(row, this.#parts.now()));
  }

  async change(owner: Owner, webhook: string, change: WebhookChange): Promise<Outcome<Webhook>> {
    const { webhooks } = this.#parts;
    if ((await webhooks.get(owner, webhook)) === undefined) return noWebhook(webhook);
    const wrong = change.url === undefined ? null : await this.#wrongTarget(owner, change.url);
    if (wrong !== null) return wrong;
    await webhooks.change(owner, webhook, change);
    return this.get(owner, webhook);
  }

  async remove(owner: Owner, webhook: string): Promise<Outcome<null>> {
    return (await this.#parts.webhooks.remove(owner, webhook)) ? done(null) : noWebhook(webhook);
  }

  /** A new secret; the old one signs along for `grace_s` seconds. */
  async rotate(owner: Owner, webhook: string, grace_s: number): Promise<Outcome<WebhookMade>> {
    const { webhooks, now } = this.#parts;
    const secret = newSigningSecret();
    const old_until = grace_s === 0 ? null : now() + 1_000 * grace_s;
    if (!(await webhooks.rotate(owner, webhook, secret, old_until))) return noWebhook(webhook);
    return this.#made(owner, webhook, secret);
  }

  /** Sends a test, once: one at a time, so that nobody makes this server knock at somebody's door without end. */
  async test(owner: Owner, webhook: string): Promise<Outcome<Delivery>> {
    const { webhooks, deliveries, now } = this.#parts;
    const row = await webhooks.get(owner, webhook);
    if (row === undefined) return noWebhook(webhook);
    if (row.state !== 'on') return notOn(row);
    if (await deliveries.isWaiting(webhook, WEBHOOK_TEST))
      return no('invalid_state', 'A test is on its way already.');
    const at = now();
    const event: WebhookEvent = {
      type: WEBHOOK_TEST,
      timestamp: instantText(at),
      data: { account: owner, webhook },
    };
    const delivery = newId('msg');
    const payload = JSON.stringify(event);
    const made = { delivery, webhook, account: owner, seq: null, type: WEBHOOK_TEST, payload } as const;
    await deliveries.add([made], at, at + GIVE_UP_AFTER_MS);
    const kept = await deliveries.get(webhook, delivery);
    return kept === undefined ? noWebhook(webhook) : done(deliveryView(kept));
  }

  /** Deliveries below a place, newest first. */
  async page(
    owner: Owner,
    webhook: string,
    filter: Filter,
    before: number,
    limit: number,
  ): Promise<Outcome<DeliveryRow[]>> {
    const { webhooks, deliveries } = this.#parts;
    if ((await webhooks.get(owner, webhook)) === undefined) return noWebhook(webhook);
    return done(await deliveries.page(webhook, filter, before, limit));
  }

  async delivery(owner: Owner, webhook: string, delivery: string): Promise<Outcome<DeliveryDetail>> {
    const { webhooks, deliveries } = this.#parts;
    if ((await webhooks.get(owner, webhook)) === undefined) return noWebhook(webhook);
    const row = await deliveries.get(webhook, delivery);
    if (row === undefined) return noDelivery(delivery);
    return done(deliveryDetail(row, await deliveries.attempts(delivery)));
  }

  async replay(owner: Owner, webhook: string, delivery: string): Promise<Outcome<Delivery>> {
    const { webhooks, deliveries, now } = this.#parts;
    const row = await webhooks.get(owner, webhook);
    if (row === undefined) return noWebhook(webhook);
    if ((await deliveries.get(webhook, delivery)) === undefined) return noDelivery(delivery);
    if (row.state !== 'on') return notOn(row);
    await deliveries.replay(delivery, now(), now() + GIVE_UP_AFTER_MS);
    const kept = await deliveries.get(webhook, delivery);
    return kept === undefined ? noDelivery(delivery) : done(deliveryView(kept));
  }

  async replayDead(owner: Owner, webhook: string): Promise<Outcome<ReplayReply>> {
    const { webhooks, deliveries, now } = this.#parts;
    const row = await webhooks.get(owner, webhook);
    if (row === undefined) return noWebhook(webhook);
    if (row.state !== 'on') return notOn(row);
    return done({ replayed: await deliveries.replayDead(webhook, now(), now() + GIVE_UP_AFTER_MS) });
  }

  async #made(owner: Owner, webhook: string, secret: string): Promise<Outcome<WebhookMade>> {
    const read = await this.get(owner, webhook);
    return read.ok ? done({ ...read.body, secret }) : read;
  }

  /** Why an address can't be registered; null if it can. It is looked at again at every delivery. */
  async #wrongTarget(owner: Owner, text: string): Promise<Outcome<never> | null> {
    const { resolve, allow_own: allowed } = this.#parts;
    // The instance's own webhooks are its operator's, who knows the network that it stands in.
    const allow_own = allowed || owner === null;
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(new Error('the name was not found')), LOOK_UP_MS);
    try {
      await Promise.race([addressesOf(new URL(text), { resolve, allow_own }), late.promise]);
      return null;
    } catch (error) {
      return wrongUrl(
        error instanceof ForbiddenTargetError ? error.rule : 'must name a host that can be found',
      );
    } finally {
      clearTimeout(timer);
    }
  }
}
