import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { type Answered, type Asked, type Http, LostError, get, inParallel } from './http.ts';
import { type Random, randomFrom } from './random.ts';

/**
 * Clients as they should be: every change has a key, and whatever was not answered is asked again with the same key
 * until it is. What they were told is kept, and `check` holds the server to it.
 */

/** A change that was accepted, with the answer as it came. */
interface Acknowledged {
  asked: Asked;
  status: number;
  text: string;
}

interface Output {
  account: string;
  output: string;
  charged: number;
}

/** What an account's figures must be, from the answers alone. */
interface Expected {
  spent: number;
  held: number;
}

interface Balance {
  held: number;
  plan: { spent: number };
  bonus: { spent: number };
}

export interface LoadOptions {
  http: Http;
  seed: number;
  clients: number;
  accounts: number;
  /** What the accounts' names begin with. */
  name?: string;
}

const RETRY_AFTER_MS = 20;
const BONUS = 5_000_000;

export class Load {
  readonly acknowledged: Acknowledged[] = [];
  readonly outputs: Output[] = [];
  readonly expected = new Map<string, Expected>();
  /** Answers that no rule explains. */
  readonly errors: string[] = [];
  /** How long the slowest answer, or the breaking off of the slowest request, took. */
  slowest_ms = 0;
  /** Requests whose outcome was unknown for a while: connections lost, and 503s. */
  unknown = 0;
  readonly statuses = new Map<number, number>();
  readonly #options: LoadOptions;
  readonly #waiting: { count: number; resolve: () => void }[] = [];
  #stopped = false;
  #running: Promise<void>[] = [];
  #checked = 0;
  #checked_outputs = 0;

  constructor(options: LoadOptions) {
    this.#options = options;
    const { accounts, name = 'acme' } = options;
    for (let n = 0; n < accounts; n += 1) this.expected.set(`${name}-${n}`, { spent: 0, held: 0 });
  }

  /** Makes the accounts: a plan that the load uses up, and a bonus that it does not. */
  async prepare(): Promise<void> {
    for (const account of this.expected.keys()) {
      const path = `/v1/accounts/${account}`;
      await this.#ask({ method: 'PUT', path, body: { plan: 'starter' }, key: `make-${account}` });
      const body = { credits: BONUS, reason: 'load' };
      await this.#ask({ method: 'POST', path: `${path}/grants`, body, key: `award-${account}` });
    }
  }

  start(): void {
    this.#stopped = false;
    const { clients, seed } = this.#options;
    const from = this.acknowledged.length;
    this.#running = Array.from({ length: clients }, (_, n) => this.#client(n, randomFrom(seed + n + from)));
    // Whoever waits hears of a client's failure, in `acknowledgements` or in `stop`.
    for (const client of this.#running) client.catch(() => undefined);
  }

  /** Resolves when so many more changes have been acknowledged. */
  acknowledgements(more: number): Promise<void> {
    const count = this.acknowledged.length + more;
    const enough = new Promise<void>((resolve) => this.#waiting.push({ count, resolve }));
    return Promise.race([enough, Promise.all(this.#running).then(() => enough)]);
  }

  /** Every client finishes what it is at, retries included. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#running);
    expect(this.errors).toEqual([]);
  }

  async #client(n: number, random: Random): Promise<void> {
    const accounts = [...this.expected.keys()];
    const own: Output[] = [];
    for (let step = 0; !this.#stopped; step += 1) {
      const name = `${this.acknowledged.length}-${n}-${step}`;
      // The first account is a hot one.
      const account = random() < 0.4 ? accounts[0]! : accounts[Math.floor(random() * accounts.length)]!;
      const dice = random();
      if (dice < 0.5) await this.#charge(account, name, random, own);
      else if (dice < 0.8 || own.length === 0) await this.#hold(account, name, random, own);
      else await this.#vote(own[Math.floor(random() * own.length)]!, name, random);
    }
  }

  async #charge(account: string, name: string, random: Random, own: Output[]): Promise<void> {
    const words = 1 + Math.floor(random() * 40);
    const body = { output: `o-${name}`, member: 'ines', source: 'api', words };
    const path = `/v1/accounts/${account}/charges`;
    const told = await this.#ask<{ charged: number }>({ method: 'POST', path, body, key: `c-${name}` });
    if (told !== null) this.#spent(account, body.output, told.charged, own);
  }

  #spent(account: string, output: string, charged: number, own: Output[]): void {
    this.expected.get(account)!.spent += charged;
    own.push({ account, output, charged });
    this.outputs.push({ account, output, charged });
  }

  /** A hold, then its settle or release; one in ten stays open. */
  async #hold(account: string, name: string, random: Random, own: Output[]): Promise<void> {
    const credits = 1 + Math.floor(random() * 60);
    const path = `/v1/accounts/${account}/holds`;
    const body = { credits, member: 'omar', ttl_s: 3_600 };
    const told = await this.#ask<{ hold: string }>({ method: 'POST', path, body, key: `h-${name}` });
    if (told === null) return;
    const dice = random();
    const of = `${path}/${told.hold}`;
    if (dice < 0.1) this.expected.get(account)!.held += credits;
    else if (dice < 0.4)
      await this.#ask({ method: 'POST', path: `${of}/release`, body: {}, key: `r-${name}` });
    else {
      const settle = { output: `s-${name}`, words: Math.floor(random() * 80) };
      const asked = { method: 'POST', path: `${of}/settle`, body: settle, key: `s-${name}` } as const;
      const settled = await this.#ask<{ charged: number }>(asked);
      if (settled !== null) this.#spent(account, settle.output, settled.charged, own);
    }
  }

  async #vote({ account, output }: Output, name: string, random: Random): Promise<void> {
    const vote = (['down', 'down', 'up', 'none'] as const)[Math.floor(random() * 4)]!;
    const path = `/v1/accounts/${account}/outputs/${output}/vote`;
    const asked = { method: 'PUT', path, body: { vote, member: 'ines' }, key: `v-${name}` } as const;
    const told = await this.#ask<{ refunded: number; charged_back: number }>(asked);
    if (told !== null) this.expected.get(account)!.spent += told.charged_back - told.refunded;
  }

  /** Asks until there is an answer. null: refused by a rule. */
  async #ask<T>(asked: Asked): Promise<T | null> {
    for (;;) {
      const answered = await this.#options.http.send(asked).catch((error: unknown) => this.#lost(error));
      if (answered !== null) {
        this.#note(answered);
        const { status, text } = answered;
        if (status < 300) {
          this.#accept({ asked, status, text });
          return JSON.parse(text) as T;
        }
        // What a taken-back refund was paid with may have been spent since (R5).
        if (status === 402 && asked.method === 'PUT') return null;
        if (status !== 503 && status !== 429) {
          this.errors.push(`${asked.method} ${asked.path}: ${status} ${text}`);
          return null;
        }
      }
      this.unknown += 1;
      await pause(RETRY_AFTER_MS);
    }
  }

  #lost(error: unknown): null {
    if (!(error instanceof LostError)) throw error;
    this.slowest_ms = Math.max(this.slowest_ms, error.took_ms);
    return null;
  }

  #note({ status, took_ms }: Answered): void {
    this.slowest_ms = Math.max(this.slowest_ms, took_ms);
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
  }

  #accept(acknowledged: Acknowledged): void {
    const length = this.acknowledged.push(acknowledged);
    for (const waiting of this.#waiting.splice(0))
      if (length >= waiting.count) waiting.resolve();
      else this.#waiting.push(waiting);
  }

  /**
   * Nothing acknowledged is lost, nothing is charged twice: everything that was accepted since the last check is asked
   * again and answers byte for byte what it did; receipts, balances and journals agree with the answers. To be called
   * while no client runs.
   */
  async check(): Promise<void> {
    const { http } = this.#options;
    const different: string[] = [];
    await inParallel(this.acknowledged.slice(this.#checked), 32, async ({ asked, status, text }) => {
      const again = await http.send(asked);
      const is_same =
        again.status === status && again.text === text && again.headers['idempotent-replayed'] === 'true';
      if (!is_same)
        different.push(`${asked.path} ${asked.key}: ${status} ${text} became ${again.status} ${again.text}`);
    });
    expect(different).toEqual([]);
    this.#checked = this.acknowledged.length;
    await this.#checkReceipts();
    for (const [account, { spent, held }] of this.expected) {
      const path = `/v1/accounts/${account}`;
      const balance = await http.json<Balance>(get(`${path}/balance`));
      const found = { spent: balance.plan.spent + balance.bonus.spent, held: balance.held };
      expect({ account, ...found }).toEqual({ account, spent, held });
      const verified = await http.json<object>({ method: 'POST', path: `${path}/verify` });
      expect(verified).toMatchObject({ ok: true, first_bad_entry: null });
    }
  }

  async #checkReceipts(): Promise<void> {
    const wrong: string[] = [];
    await inParallel(this.outputs.slice(this.#checked_outputs), 32, async ({ account, output, charged }) => {
      const path = `/v1/accounts/${account}/outputs/${output}`;
      const { status, text } = await this.#options.http.send(get(path));
      if (status !== 200 || (JSON.parse(text) as { charged: number }).charged !== charged)
        wrong.push(`${output} of ${charged}: ${status} ${text}`);
    });
    expect(wrong).toEqual([]);
    this.#checked_outputs = this.outputs.length;
  }
}
