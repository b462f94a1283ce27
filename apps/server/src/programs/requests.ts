import { type Problem, REFUSALS_A_KEY, isErrorCode } from '@inkwell/contract';
import { dayOf } from '@inkwell/engine';
import type { Ledger } from '@inkwell/ledger';
import type { Caller, Result } from '../http/call.ts';
import type { Job } from '../jobs.ts';
import { figuresOf, shortened } from './figures.ts';
import type { CountRow, ProgramStore, RefusalRow } from './store.ts';

/** The key that a request came with. */
export type UnderKey = Pick<Extract<Caller, { kind: 'workspace_key' }>, 'account' | 'key_id'>;

/** What of a request tells it from others in the log. */
export interface Sent {
  /** The operationId of its route. */
  route: string;
  /** '' where there is none. */
  idempotency_key: string;
  request_id: string;
}

/** Every offset of a time zone is a whole number of these, so what falls into one falls on one day of any zone. */
const QUARTER_MS = 900_000;
const FLUSH_MS = 30_000;
const TIDY_MS = 3_600_000;
/** Refusals that wait in memory, in all; what comes beyond is counted and not kept. */
const WAITING = 20_000;

interface Slot {
  quarter: number;
  /** Requests by outcome. */
  counts: Map<string, number>;
}

interface Tally {
  account: string;
  slots: Slot[];
  refusals: RefusalRow[];
}

const OK = 'ok';

/**
 * Counts how requests under workspace keys end, and keeps what explains those that were refused. In memory: a request
 * costs a look-up and an addition, and a job adds all of it up in one statement. What a process that is killed had not
 * stored yet is lost; the credits are not counted here.
 */
export class KeyRequests {
  readonly #store: ProgramStore;
  readonly #reads: Pick<Ledger['reads'], 'load'>;
  readonly #now: () => number;
  #tallies = new Map<string, Tally>();
  #waiting = 0;

  constructor(store: ProgramStore, reads: Pick<Ledger['reads'], 'load'>, now: () => number) {
    this.#store = store;
    this.#reads = reads;
    this.#now = now;
  }

  get jobs(): readonly Job[] {
    return [
      { name: 'key_requests', every_ms: FLUSH_MS, run: () => this.flush(), at_stop: true },
      { name: 'tidy_key_requests', every_ms: TIDY_MS, run: () => this.#store.tidy(this.#now()) },
    ];
  }

  /** A request was answered. */
  note({ key_id, account }: UnderKey, result: Result, sent: Sent): void {
    let tally = this.#tallies.get(key_id);
    if (tally === undefined) this.#tallies.set(key_id, (tally = { account, slots: [], refusals: [] }));
    const at = this.#now();
    const quarter = Math.floor(at / QUARTER_MS);
    let slot = tally.slots.at(-1);
    if (slot?.quarter !== quarter) tally.slots.push((slot = { quarter, counts: new Map() }));
    const outcome = outcomeOf(result);
    slot.counts.set(outcome, (slot.counts.get(outcome) ?? 0) + 1);
    if (outcome !== OK) this.#keep(tally.refusals, refusalOf(key_id, at, outcome, result, sent));
  }

  /** Of one key no more wait than would be kept. */
  #keep(refusals: RefusalRow[], refusal: RefusalRow): void {
    if (refusals.length >= REFUSALS_A_KEY) refusals.shift();
    else if (this.#waiting >= WAITING) return;
    else this.#waiting += 1;
    refusals.push(refusal);
  }

  /** Stores what was noted. What can't be stored now is kept for the next time. */
  async flush(): Promise<void> {
    const taken = this.#tallies;
    if (taken.size === 0) return;
    const waiting = this.#waiting;
    this.#tallies = new Map();
    this.#waiting = 0;
    try {
      const refusals = [...taken.values()].flatMap((tally) => tally.refusals);
      await this.#store.addRequests(await this.#countsOf(taken), refusals);
    } catch (error) {
      this.#putBack(taken, waiting);
      throw error;
    }
  }

  /** The counts by the days of each account's zone. */
  async #countsOf(taken: Map<string, Tally>): Promise<CountRow[]> {
    const rows = new Map<string, CountRow>();
    const countTally = async ([key_id, { account, slots }]: [string, Tally]) => {
      const loaded = await this.#reads.load(account);
      if (loaded === undefined) return;
      for (const { quarter, counts } of slots)
        for (const [outcome, requests] of counts) {
          const day = dayOf(loaded.state, quarter * QUARTER_MS);
          const name = `${key_id} ${day} ${outcome}`;
          const row = rows.get(name);
          if (row === undefined) rows.set(name, { key_id, day, outcome, requests });
          else row.requests += requests;
        }
    };
    await Promise.all([...taken].map(countTally));
    return [...rows.values()];
  }

  #putBack(taken: Map<string, Tally>, waiting: number): void {
    for (const [key_id, older] of taken) {
      const tally = this.#tallies.get(key_id);
      if (tally === undefined) this.#tallies.set(key_id, older);
      else {
        tally.slots.unshift(...older.slots);
        tally.refusals.unshift(...older.refusals);
      }
    }
    this.#waiting += waiting;
  }
}

/** `ok`, or the code that it was refused with. */
function outcomeOf({ status, body }: Result): string {
  if (status < 400) return OK;
  const code: unknown = (body as Partial<Problem> | null)?.code;
  return isErrorCode(code) ? code : 'internal_error';
}

function refusalOf(
  key_id: string,
  at: number,
  code: string,
  { status, body }: Result,
  sent: Sent,
): RefusalRow {
  const problem = body as Problem;
  const { route, idempotency_key, request_id } = sent;
  return {
    key_id,
    at,
    route,
    status,
    code,
    detail: shortened(problem.detail),
    figures: figuresOf(problem),
    idempotency_key: idempotency_key === '' ? null : idempotency_key,
    request_id,
  };
}
