import { WEBHOOK_TEST } from '@inkwell/contract';
import type { Logger } from 'pino';
import { newId } from '../auth/secrets.ts';
import { pauseAfter } from './back-off.ts';
import type { Claimed, DeliveryStore, Due, Lease } from './deliveries.ts';
import { type Answer, type Resolve, post } from './post.ts';
import { signedHeaders } from './signing.ts';
import type { WebhookStore } from './store.ts';

export type Outcome = 'delivered' | 'failed' | 'dead';

interface SenderParts {
  webhooks: Pick<WebhookStore, 'switchOff'>;
  deliveries: DeliveryStore;
  log: Logger;
  /** As receivers see who calls. */
  agent: string;
  now: () => number;
  random: () => number;
  resolve: Resolve;
  /** How long a receiver may take to answer. */
  timeout_ms: number;
  /** What tries under way get when the server stops. */
  last_tries_ms: number;
  /** Whether workspaces' webhooks may lead to private addresses. */
  allow_own: boolean;
  onTry: (outcome: Outcome) => void;
  onOff: (off: { account: string | null; url: string }, because: 'failing' | 'gone') => Promise<void>;
}

/** Webhooks that one process sends to at once, and accounts of one webhook: a slow receiver holds up itself alone. */
const WEBHOOKS_AT_ONCE = 20;
const ACCOUNTS_AT_ONCE = 4;
const PAGE = 50;
/** Long enough for some tries; a process that dies is replaced after it. */
const LEASE_MS = 60_000;
/** When a try whose process died is made again. */
const CLAIM_MS = 60_000;
/** A webhook that has taken nothing for so long is switched off, once a delivery of that time is given up. */
const OFF_AFTER_MS = 3 * 86_400_000;
const GONE = 410;

const isTaken = ({ status }: Answer): boolean => status !== null && status >= 200 && status < 300;

/** What is due by account: within one the order is kept, different ones do not wait for each other. */
function queuesOf(due: Due[]): Due[][] {
  const queues = new Map<string | null, Due[]>();
  for (const one of due) {
    const queue = queues.get(one.account);
    if (queue === undefined) queues.set(one.account, [one]);
    else queue.push(one);
  }
  return [...queues.values()];
}

/**
 * Sends what is due: at least once, and of one account and webhook in order as far as first tries go; what was not taken
 * does not hold up what comes after it.
 */
export class Sender {
  readonly #parts: SenderParts;
  readonly #working = new Set<Promise<void>>();
  readonly #cut = new AbortController();
  #is_closing = false;

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  /** Takes up webhooks with something due. Resolves when they are taken up, not when they are done. */
  async run(): Promise<void> {
    const { deliveries, now } = this.#parts;
    const limit = WEBHOOKS_AT_ONCE - this.#working.size;
    if (this.#is_closing || limit <= 0) return;
    const [at, lease] = [now(), newId('lease')];
    const until = at + LEASE_MS;
    for (const { webhook } of await deliveries.lease(lease, at, until, limit)) {
      const working = this.#work({ webhook, lease, until });
      this.#working.add(working);
      void working.finally(() => this.#working.delete(working));
    }
  }

  /** Resolves when nothing is being sent. */
  async idle(): Promise<void> {
    while (this.#working.size > 0) await Promise.all(this.#working);
  }

  /** Begins nothing more; tries under way end by themselves or are cut short, to be made again. */
  async close(): Promise<void> {
    this.#is_closing = true;
    const enough = setTimeout(() => this.#cut.abort(), this.#parts.last_tries_ms);
    await this.idle();
    clearTimeout(enough);
  }

  /** Sends to one webhook until nothing is due, or its lease or the server comes to an end. Never rejects. */
  async #work(lease: Lease): Promise<void> {
    const { deliveries, log, now } = this.#parts;
    try {
      for (let goes_on = true; goes_on;) {
        const due = await deliveries.due(lease.webhook, now(), PAGE);
        goes_on = due.length > 0 && (await this.#sendAll(queuesOf(due), lease));
      }
    } catch (error) {
      log.warn({ err: error, webhook: lease.webhook }, 'deliveries stopped; they go on at a later turn');
    }
    try {
      await deliveries.release(lease, now());
    } catch (error) {
      log.warn({ err: error, webhook: lease.webhook }, 'a lease was not given back; it ends by itself');
    }
  }

  /** Whether there is reason to look for more. Rejects once all that was begun has ended. */
  async #sendAll(queues: Due[][], lease: Lease): Promise<boolean> {
    let goes_on = true;
    const runner = async () => {
      for (let queue = queues.shift(); queue !== undefined; queue = queues.shift())
        for (const due of queue) goes_on = goes_on && (await this.#try(due, lease));
    };
    const runners = Array.from({ length: Math.min(ACCOUNTS_AT_ONCE, queues.length) }, runner);
    for (const outcome of await Promise.allSettled(runners))
      if (outcome.status === 'rejected') throw outcome.reason;
    return goes_on;
  }

  /** One try: whether more may follow. */
  async #try(due: Due, lease: Lease): Promise<boolean> {
    const { deliveries, agent, now, resolve, timeout_ms, allow_own } = this.#parts;
    if (this.#is_closing || now() + timeout_ms > lease.until) return false;
    const at = now();
    const claimed = await deliveries.claim(due, lease, at + CLAIM_MS);
    if (claimed === undefined) return false;
    const { delivery, payload, url, owner } = claimed;
    const headers = {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(payload)),
      'user-agent': agent,
      ...signedHeaders(delivery, payload, claimed, at),
    };
    const answer = await post(url, headers, payload, {
      timeout_ms,
      resolve,
      // The instance's own webhooks are its operator's, who knows the network that it stands in.
      allow_own: allow_own || owner === null,
      signal: this.#cut.signal,
    });
    if (answer === null) {
      await deliveries.giveBack(claimed, now());
      return false;
    }
    return this.#keep(claimed, answer, at);
  }

  async #keep(claimed: Claimed, answer: Answer, at: number): Promise<boolean> {
    const { deliveries, now, random, onTry } = this.#parts;
    const ended = now();
    if (isTaken(answer)) {
      await deliveries.delivered(claimed, answer, at, ended);
      onTry('delivered');
      return true;
    }
    const again = ended + pauseAfter(claimed.round, random);
    const is_test = claimed.type === WEBHOOK_TEST;
    const is_last = is_test || again > claimed.give_up_at;
    const failing_since = await deliveries.failed(claimed, answer, at, ended, is_last ? null : again);
    onTry(is_last ? 'dead' : 'failed');
    if (answer.status === GONE) return this.#switchOff(claimed.webhook, 'gone');
    const is_hopeless = is_last && !is_test && ended - failing_since >= OFF_AFTER_MS;
    if (is_hopeless) return this.#switchOff(claimed.webhook, 'failing');
    return true;
  }

  async #switchOff(webhook: string, because: 'failing' | 'gone'): Promise<false> {
    const { webhooks, now, onOff } = this.#parts;
    const off = await webhooks.switchOff(webhook, because, now());
    if (off !== undefined) await onOff(off, because);
    return false;
  }
}
