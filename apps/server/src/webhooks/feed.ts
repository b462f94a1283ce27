import { hash } from 'node:crypto';
import type { WebhookEvent } from '@inkwell/contract';
import { type Database, type Followed, type Ledger, type Queryable, shardOf } from '@inkwell/ledger';
import { JournalReader } from '../journal/reader.ts';
import { GIVE_UP_AFTER_MS } from './back-off.ts';
import type { DeliveryStore, NewDelivery } from './deliveries.ts';
import { TOLD_KINDS, eventsOf } from './events.ts';
import type { Subscriber, WebhookStore } from './store.ts';

interface FeedParts {
  database: Database;
  ledger: Ledger;
  webhooks: WebhookStore;
  deliveries: DeliveryStore;
  now: () => number;
}

/** The same for the same webhook and entry, whoever takes it and however often: receivers know doubles by it. */
const deliveryId = (webhook: string, { data, type }: Told): string =>
  `msg_${hash('sha256', `${webhook}\n${data.account}\n${data.seq}\n${type}`, 'hex').slice(0, 32)}`;

type Told = Exclude<WebhookEvent, { type: 'webhook.test' }>;

/** Turns what the journal says into deliveries (L2): both they and the cursor are written, or neither. */
export class Feed {
  readonly #parts: FeedParts;
  readonly #journal: JournalReader;

  constructor(parts: FeedParts) {
    const { database, ledger } = parts;
    this.#parts = parts;
    this.#journal = new JournalReader({
      database,
      ledger,
      cursor: 'webhook_cursor',
      kinds: TOLD_KINDS,
      take: (tx, followed) => this.#take(tx, followed),
    });
  }

  /** Reads the journal on. */
  read(): Promise<void> {
    return this.#journal.read();
  }

  /** Nobody is to be told: the next reading begins where the next first webhook does. */
  rest(): void {
    this.#journal.forget();
  }

  /** Passes over what came before the first webhook: it would be read for nobody. */
  skipTo(tx: Queryable, positions: number[]): Promise<void> {
    return this.#journal.skipTo(tx, positions);
  }

  async #take(tx: Queryable, followed: Followed[]): Promise<void> {
    const { webhooks, deliveries, now } = this.#parts;
    const told = followed
      .map((one) => ({ one, events: eventsOf(one) as Told[] }))
      .filter(({ events }) => events.length > 0);
    if (told.length === 0) return;
    const accounts = [...new Set(told.map(({ one }) => one.account))];
    const subscribers = await webhooks.subscribers(tx, accounts);
    const made = told.flatMap(({ one, events }) =>
      events.flatMap((event) => this.#deliveriesOf(one, event, subscribers)),
    );
    if (made.length > 0) await deliveries.add(made, now(), now() + GIVE_UP_AFTER_MS, tx);
  }

  #deliveriesOf(
    { account, entry, position }: Followed,
    event: Told,
    subscribers: Subscriber[],
  ): NewDelivery[] {
    const shard = shardOf(account, this.#parts.ledger.shards);
    const payload = JSON.stringify(event);
    return subscribers
      .filter(
        (one) =>
          (one.account === null || one.account === account) &&
          (one.types === null || one.types.includes(event.type)) &&
          position > (one.starts_after[shard] ?? -1),
      )
      .map(({ webhook }) => {
        const delivery = deliveryId(webhook, event);
        return { delivery, webhook, account, seq: entry.seq, type: event.type, payload };
      });
  }
}
