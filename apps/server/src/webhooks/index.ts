import type { Database, Ledger } from '@inkwell/ledger';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Job } from '../jobs.ts';
import type { Mailer } from '../mail/mailer.ts';
import { type ManagerMail, mailManagers } from '../mail/managers.ts';
import { DeliveryStore } from './deliveries.ts';
import { Feed } from './feed.ts';
import { type Resolve, resolveName } from './post.ts';
import { type Outcome, Sender } from './sender.ts';
import { WebhookService } from './service.ts';
import { WebhookStore } from './store.ts';

interface WebhookParts extends ManagerMail {
  database: Database;
  ledger: Ledger;
  mailer: Mailer;
  config: Pick<Config, 'webhook_private'>;
  log: Logger;
  version: string;
  now: () => number;
  /** Told of each try. */
  onTry: (outcome: Outcome) => void;
  /** [0, 1), for the spread of retries. */
  random?: () => number;
  resolve?: Resolve;
  timeout_ms?: number;
  last_tries_ms?: number;
}

const EVERY_MS = 1_000;
const UPKEEP_EVERY_MS = 3_600_000;
const TIMEOUT_MS = 10_000;
/** Less than the process waits before it ends in any case (main.ts). */
const LAST_TRIES_MS = 3_000;
/** How long deliveries that ended are kept to be read and replayed. */
const KEPT_MS = 30 * 86_400_000;

/** Outgoing webhooks: who is told, what they are told, and the sending of it. */
export class Webhooks {
  readonly service: WebhookService;
  readonly #parts: WebhookParts;
  readonly #webhooks: WebhookStore;
  readonly #deliveries: DeliveryStore;
  readonly #feed: Feed;
  readonly #sender: Sender;

  constructor(parts: WebhookParts) {
    const { database, config, version, now } = parts;
    const { random = Math.random, resolve = resolveName } = parts;
    const { timeout_ms = TIMEOUT_MS, last_tries_ms = LAST_TRIES_MS } = parts;
    const webhooks = new WebhookStore(database);
    const deliveries = new DeliveryStore(database);
    const shared = { ...parts, webhooks, deliveries, random, resolve, timeout_ms, last_tries_ms };
    const allow_own = config.webhook_private;
    this.#parts = parts;
    this.#webhooks = webhooks;
    this.#deliveries = deliveries;
    this.#feed = new Feed(shared);
    this.#sender = new Sender({
      ...shared,
      allow_own,
      agent: `Inkwell/${version}`,
      onOff: (off, because) => this.#tellOff(off, because),
    });
    this.service = new WebhookService({ ...shared, feed: this.#feed, allow_own, now });
  }

  get jobs(): readonly Job[] {
    return [
      { name: 'webhooks', every_ms: EVERY_MS, run: () => this.run() },
      { name: 'webhook_upkeep', every_ms: UPKEEP_EVERY_MS, run: () => this.upkeep() },
    ];
  }

  /**
   * Reads the journal on, then takes up what is due; the sending goes on by itself. Without any webhook it is one look
   * into an empty table.
   */
  async run(): Promise<void> {
    if (!(await this.#webhooks.any())) return this.#feed.rest();
    await this.#feed.read();
    await this.#sender.run();
  }

  async upkeep(): Promise<void> {
    const now = this.#parts.now();
    await this.#deliveries.expire(now);
    await this.#deliveries.purge(now - KEPT_MS);
  }

  /** Resolves when nothing is being sent. */
  idle(): Promise<void> {
    return this.#sender.idle();
  }

  close(): Promise<void> {
    return this.#sender.close();
  }

  /** A webhook was switched off: the log knows, and whoever manages its workspace gets a mail. */
  async #tellOff({ account, url }: { account: string | null; url: string }, because: 'failing' | 'gone') {
    const { log, mailer } = this.#parts;
    log.warn({ account, because }, 'a webhook was switched off');
    if (account === null || !mailer.sends) return;
    const why =
      because === 'gone'
        ? 'Its receiver answered that it is gone (410).'
        : 'Nothing could be delivered to it for three days.';
    const told = {
      subject: (workspace: string) => `A webhook of ${workspace} was switched off`,
      says: `The webhook to ${new URL(url).host} was switched off. ${why} It can be switched on again; what it was not told can be replayed for 30 days.`,
      path: '/settings/webhooks',
      act: 'See your webhooks',
    };
    await mailManagers(this.#parts, account, told, (mail) => mailer.post(mail));
  }
}
