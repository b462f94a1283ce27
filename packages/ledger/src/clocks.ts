import { randomBytes } from 'node:crypto';
import { type Refusal, instantText, refusal, textDigest } from '@inkwell/engine';
import type { Database, Queryable } from './database.ts';
import type { Answer } from './lane.ts';
import { CLOCK_ACCOUNTS } from './sql/read.ts';

/** Who asks, and under which key: keys of routes without an account are unique per operator (K1). */
export interface OperatorKey {
  operator: string;
  key: string;
}

interface Kept {
  status: 200 | 201;
  body: Record<string, unknown>;
}

interface ClockHost {
  database: Database;
  shards: number;
  advance: (account: string, clock: string, to_at: number) => Promise<Answer>;
}

const keyOf = async (db: Queryable, { operator, key }: OperatorKey) => {
  const [row] = await db.query<{ fingerprint: string; status: number; body: string }>(
    'select fingerprint, status, body from ledger.operator_key where operator = $1 and key = $2',
    [operator, key],
  );
  return row;
};

/** Keeps an answer under its key; if another request was there first, that one's answer wins. */
async function keep(db: Queryable, asked: OperatorKey, fingerprint: string, kept: Kept): Promise<void> {
  await db.query(
    `insert into ledger.operator_key (operator, key, fingerprint, status, body) values ($1, $2, $3, $4, $5)
     on conflict (operator, key) do nothing`,
    [asked.operator, asked.key, fingerprint, kept.status, JSON.stringify(kept.body)],
  );
}

const refused = (found: Refusal): Answer => ({ ok: false, refusal: found });
const accepted = (kept: Kept, replayed: boolean): Answer => ({ ok: true, reply: kept, replayed });

/** Test clocks (A6): they stand still until they are moved, and only move forward. */
export class Clocks {
  readonly #host: ClockHost;

  constructor(host: ClockHost) {
    this.#host = host;
  }

  /** The clock's time in ms; undefined if there is no such clock. */
  async nowOf(clock: string): Promise<number | undefined> {
    const [row] = await this.#host.database.query<{ now: number }>(
      'select now from ledger.clock where clock = $1',
      [clock],
    );
    return row?.now;
  }

  async #replay(asked: OperatorKey, fingerprint: string): Promise<Answer | undefined> {
    const kept = await keyOf(this.#host.database, asked);
    if (kept === undefined) return undefined;
    if (kept.fingerprint === fingerprint)
      return accepted(
        { status: kept.status as 200 | 201, body: JSON.parse(kept.body) as Kept['body'] },
        true,
      );
    const detail = 'The key was used before with another request.';
    return refused(refusal('idempotency_mismatch', detail, { field: 'request', key: asked.key }));
  }

  async create(now_at: number, asked: OperatorKey): Promise<Answer> {
    const fingerprint = textDigest(`create_clock ${now_at}`);
    const replayed = await this.#replay(asked, fingerprint);
    if (replayed !== undefined) return replayed;
    const clock = `clock_${randomBytes(9).toString('hex')}`;
    const kept: Kept = { status: 201, body: { clock, now: instantText(now_at) } };
    await this.#host.database.transaction(async (tx) => {
      await tx.query('insert into ledger.clock (clock, now) values ($1, $2)', [clock, now_at]);
      await keep(tx, asked, fingerprint, kept);
    });
    // Two at once under one key: both answer with the one that was kept.
    return (await this.#replay(asked, fingerprint)) ?? accepted(kept, false);
  }

  /**
   * Moves the clock, then every account on it through all that is due on the way; answers when all have arrived. If it
   * is cut off half-way, the same request again takes the rest along.
   */
  async advance(clock: string, to_at: number, asked: OperatorKey): Promise<Answer> {
    const fingerprint = textDigest(`advance_clock ${clock} ${to_at}`);
    const now_at = await this.nowOf(clock);
    if (now_at === undefined)
      return refused(refusal('clock_not_found', `There is no clock ${clock}.`, { clock }));
    const replayed = await this.#replay(asked, fingerprint);
    if (replayed !== undefined) return replayed;
    if (to_at < now_at)
      return refused(
        refusal('invalid_request', `body.to: must not be before ${instantText(now_at)}`, {
          now: instantText(now_at),
        }),
      );
    await this.#host.database.query('update ledger.clock set now = greatest(now, $2) where clock = $1', [
      clock,
      to_at,
    ]);
    for (let shard = 0; shard < this.#host.shards; shard += 1) await this.#advanceShard(shard, clock, to_at);
    const kept: Kept = { status: 200, body: { clock, now: instantText(to_at) } };
    await keep(this.#host.database, asked, fingerprint, kept);
    return accepted(kept, false);
  }

  /** Takes along an account that joined at `joined_at` while the clock was being moved, past all who were on it by then. */
  async catchUp(account: string, clock: string, joined_at: number): Promise<void> {
    const now_at = await this.nowOf(clock);
    if (now_at !== undefined && now_at > joined_at) await this.#host.advance(account, clock, now_at);
  }

  async #advanceShard(shard: number, clock: string, to_at: number): Promise<void> {
    const rows = await this.#host.database.query<{ account: string }>(CLOCK_ACCOUNTS, [shard, clock]);
    const answers = await Promise.all(rows.map(({ account }) => this.#host.advance(account, clock, to_at)));
    const failed = answers.find((answer) => !answer.ok);
    if (failed !== undefined && !failed.ok) throw new Error(`${clock}: ${failed.refusal.detail}`);
  }
}
