import type { Problem } from '@inkwell/contract';
import { problemOfRefusal } from './endings.ts';
import { newId } from './ids.ts';
import { type Delivery, LiveRun } from './live.ts';
import type { KeyedRun, RunGiven, RunRow } from './store.ts';
import type { WriteRequest } from '../writing/writer.ts';
import type { Context, RunEvents } from './types.ts';

export type Request = Omit<WriteRequest, 'signal'>;

/** A run that was begun, one that the same key had begun before, or why there is none. */
export type Launched =
  | { ok: true; run: LiveRun; events: RunEvents }
  | { ok: 'again'; row: KeyedRun }
  | { ok: false; problem: Problem };

/** What is to be written, for whom, and how it is handed over. */
export interface Launch {
  row: RunRow & RunGiven;
  request: Request;
  delivery: Delivery;
  /** Aborts when the client hangs up. */
  signal: AbortSignal | undefined;
}

/** Begins runs, whoever asks for them, and keeps those that are being written. */
export class Launcher {
  readonly live = new Map<string, LiveRun>();
  readonly #context: Context;
  /** Keys that are being begun at this moment. */
  readonly #beginning = new Map<string, Promise<unknown>>();

  constructor(context: Context) {
    this.#context = context;
  }

  /** One request of a key at a time (K1): `again` answers for the run that it began before, `begin` begins it. */
  async keyed<T>(
    account: string,
    key: string | null,
    again: (row: KeyedRun) => Promise<T>,
    begin: () => Promise<T>,
  ): Promise<T> {
    if (key === null) return begin();
    const name = `${account} ${key}`;
    while (this.#beginning.has(name)) await this.#beginning.get(name);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#beginning.set(name, promise);
    try {
      const row = await this.#context.store.runOfKey(account, key);
      return await (row === undefined ? begin() : again(row));
    } finally {
      this.#beginning.delete(name);
      resolve();
    }
  }

  /** Stores a run, takes its first output's credits and begins to write. */
  async launch({ row, request, delivery, signal }: Launch): Promise<Launched> {
    const { store, process } = this.#context;
    const outputs = Array.from({ length: row.outputs }, (_, idx) => ({
      output: newId('out', row.created_at),
      idx,
    }));
    if (!(await store.insert(row, process, outputs))) {
      // Another process was quicker with the same key.
      const first = await store.runOfKey(row.account, row.idempotency_key ?? '');
      if (first === undefined) throw new Error('A run could not be stored.');
      return { ok: 'again', row: first };
    }
    return this.#admit(new LiveRun(this.#context, row, outputs, request, delivery), signal);
  }

  /** A run whose first output gets no credits is refused as a whole, and was never there. */
  async #admit(run: LiveRun, signal: AbortSignal | undefined): Promise<Launched> {
    const id = run.row.run;
    this.live.set(id, run);
    try {
      const refusal = await run.admitFirst();
      if (refusal !== null) {
        this.live.delete(id);
        await this.#context.store.remove(id);
        return { ok: false, problem: problemOfRefusal(refusal) };
      }
    } catch (error) {
      // Whether there is a hold is unknown: the sweep finds the run, releases what it holds, and fails it.
      this.live.delete(id);
      throw error;
    }
    const events = run.begin(signal);
    void run.finished.then(() => this.live.delete(id));
    return { ok: true, run, events };
  }
}
