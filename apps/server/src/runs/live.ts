import { countWords } from '@inkwell/words';
import type { Refusal } from '@inkwell/engine';
import type { WriteRequest } from '../writing/writer.ts';
import { Channel } from './channel.ts';
import { conclude, keptOf } from './conclude.ts';
import { NO_ANSWER, isBroken, stalled, stopped } from './endings.ts';
import { writeText } from './meter.ts';
import { LiveOutput } from './output.ts';
import { Purse } from './purse.ts';
import type { ResultRow, RunRow } from './store.ts';
import type { Context, Ending, RunEvents } from './types.ts';

const TICK_MS = 1_000;
/** Even with nothing to store, others are told that this process is alive. */
const ALIVE_TICKS = 5;
const BALANCE_MS = 250;
/** Longer than any provider's own time-out: a last resort against a writer that hangs. */
const STALL_MS = 90_000;
/** A conversation may be answered by a model that thinks for minutes first. */
const CONVERSATION_STALL_MS = 330_000;

/** For whom a run is written, and how its texts are handed over. */
export interface Delivery {
  /** What the journal keeps of whoever asks. */
  actor: string;
  /** All texts at once when all are there, or none of them and nothing charged. */
  is_whole: boolean;
  /** Whether balances are told while it is written. */
  tells_balance: boolean;
}

/** A run that this process writes. */
export class LiveRun {
  readonly row: RunRow;
  readonly outputs: readonly LiveOutput[];
  /** Resolves when every output is settled or released, whoever reads. Never rejects. */
  readonly finished: Promise<void>;
  readonly #context: Context;
  readonly #purse: Purse;
  readonly #channel: Channel;
  readonly #over = new AbortController();
  readonly #finish: () => void;
  readonly #request: Omit<WriteRequest, 'signal'>;
  readonly #delivery: Delivery;
  readonly #results: ResultRow[] = [];
  #saving = Promise.resolve();
  /** Whether something was delivered or settled since the balance was last read. */
  #moved = 0;

  constructor(
    context: Context,
    row: RunRow,
    outputs: { output: string; idx: number }[],
    request: Omit<WriteRequest, 'signal'>,
    delivery: Delivery,
  ) {
    this.#context = context;
    this.row = row;
    const { is_whole } = delivery;
    this.outputs = outputs.map(
      ({ output, idx }) => new LiveOutput(output, idx, is_whole, () => this.#channel.wake()),
    );
    this.#request = request;
    this.#delivery = delivery;
    this.#purse = new Purse(context, row, delivery);
    this.#channel = new Channel(context, row.account, this.outputs, is_whole);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.finished = promise;
    this.#finish = resolve;
  }

  /** Takes the first output's credits. Returns why they can't be had, or null. */
  admitFirst(): Promise<Refusal | null> {
    return this.#purse.admit(this.outputs[0]!, 1);
  }

  /** Credits that could still be spent when the ledger was last asked. */
  get available(): number {
    return this.#purse.available;
  }

  /** Begins to write, once the first output is admitted. `signal` aborts when the client hangs up. */
  begin(signal: AbortSignal | undefined): RunEvents {
    signal?.addEventListener('abort', () => this.hangUp(), { once: true });
    if (signal?.aborted) this.hangUp();
    const { run, created_at, estimate_credits, model, is_demo, outputs: count } = this.row;
    const outputs = this.outputs.map(({ output, index }) => ({ output, index }));
    const data = { run, created_at: new Date(created_at).toISOString(), outputs, model, is_demo };
    this.#channel.push({ event: 'run', data: { ...data, estimate_credits: estimate_credits * count } });
    void this.#writeAll();
    void this.#tick();
    if (this.#delivery.tells_balance) void this.#tellBalance();
    return this.#events();
  }

  /** Stops one output, or all of them. What was delivered is charged. False if there is no such output. */
  stop(output: string | null, ending: Ending = stopped(null)): boolean {
    const meant = this.outputs.filter((one) => output === null || one.output === output);
    for (const one of meant) one.stop(ending);
    this.#channel.wake();
    return meant.length > 0;
  }

  hangUp(): void {
    this.#channel.close();
    this.stop(null, stopped('The connection was closed.'));
  }

  #events(): RunEvents {
    const hangUp = () => {
      this.hangUp();
      return Promise.resolve({ done: true, value: undefined } as const);
    };
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      next: () => this.#channel.next(),
      ready: () => this.#channel.ready(),
      return: hangUp,
      throw: hangUp,
    };
  }

  async #writeAll(): Promise<void> {
    const [first, ...others] = this.outputs;
    const writing = [this.#write(first!)];
    // In one batch of the ledger, in order: each with its whole estimate, or else it waits for its turn.
    const refusals = await Promise.allSettled(
      others.map((output) => this.#purse.admit(output, this.#purse.estimate_credits)),
    );
    const queue: LiveOutput[] = [];
    for (const [i, output] of others.entries()) {
      const admitted = refusals[i]!;
      if (admitted.status === 'fulfilled' && admitted.value === null) writing.push(this.#write(output));
      else queue.push(output);
    }
    for (const output of queue) {
      const why = output.ending ?? (await this.#purse.admitInTurn(output));
      writing.push(why === null ? this.#write(output) : this.#conclude(output, why));
    }
    await Promise.all(writing);
    await this.#end();
  }

  async #write(output: LiveOutput): Promise<void> {
    const { signal } = output;
    const request = { ...this.#request, output_index: this.#request.output_index + output.index, signal };
    const ending = await writeText(output, request, this.#purse, this.#context);
    if (this.#delivery.is_whole && isBroken(ending)) this.stop(null, ending);
    const drained = output.drained();
    this.#channel.wake();
    await drained;
    await this.#conclude(output, output.ending ?? ending);
  }

  async #conclude(output: LiveOutput, ending: Ending): Promise<void> {
    const { account } = this.row;
    output.stop(ending);
    // An older text must not be stored after the last one.
    await this.#saving;
    const { output: id, text, hold, model_end } = output;
    const words = countWords(text);
    const detail = ending.detail ?? (words === 0 && ending.finish === 'done' ? NO_ANSWER : null);
    const { finish, code } = ending;
    const end = { output: id, ...keptOf(this.row, text), words, hold, finish, detail, code, model_end };
    const { actor } = this.#delivery;
    try {
      const result = await conclude(this.#context, { ...end, of: this.row, actor }, () => {
        this.#context.delivered.settled(account, id);
        this.#purse.over(output);
      });
      output.is_concluded = true;
      this.#moved += 1;
      this.#tellResult(output, ending, detail, result);
    } catch (error) {
      this.#context.log.error({ output: id, err: error }, 'An output is left to the next start to settle');
    }
  }

  #tellResult(output: LiveOutput, ending: Ending, detail: string | null, result: ResultRow): void {
    const { output: id } = output;
    const { words, charged, shortfall } = result;
    this.#results.push(result);
    if (result.state === 'settled') {
      const data = { output: id, words, charged, shortfall, finish: ending.finish, detail };
      this.#channel.push({ event: 'settled', data });
    } else {
      const { code, problem } = ending;
      const why = detail ?? 'Stopped before the first word.';
      const data = { output: id, code, detail: why, words: 0, charged: 0, problem } as const;
      this.#channel.push({ event: 'failed', data });
    }
  }

  async #end(): Promise<void> {
    this.#over.abort();
    await this.#readBalance();
    let words = 0;
    let charged = 0;
    for (const result of this.#results) {
      words += result.words;
      charged += result.charged;
    }
    this.#channel.push({ event: 'done', data: { run: this.row.run, words, charged } });
    this.#finish();
  }

  /** Once a second: keeps the texts, and looks after holds, models and readers. */
  async #tick(): Promise<void> {
    const { now, sleep } = this.#context;
    const stall_ms = this.row.kind === 'api' ? CONVERSATION_STALL_MS : STALL_MS;
    for (let tick = 1; ; tick += 1) {
      await sleep(TICK_MS, this.#over.signal);
      if (this.#over.signal.aborted) return;
      for (const output of this.outputs) {
        if (output.waiting_since !== null && now() - output.waiting_since > stall_ms) output.stop(stalled());
        if (output.hold !== null && !output.is_concluded) this.#purse.renew(output);
      }
      if (this.#channel.is_abandoned()) this.hangUp();
      this.#saving = this.#save(tick % ALIVE_TICKS === 0);
      await this.#saving;
    }
  }

  async #save(is_due: boolean): Promise<void> {
    const { store, process, now, log } = this.#context;
    const open = this.outputs.filter((output) => output.ending === null);
    const fresh = open.filter((output) => output.text.length > output.saved_chars);
    if (fresh.length === 0 && !is_due) return;
    const lengths = fresh.map(({ text }) => text.length);
    const texts = fresh.map(({ output, text, words, hold }) => ({
      output,
      ...keptOf(this.row, text),
      words,
      hold,
    }));
    try {
      const { alive, stops } = await store.saveTexts(this.row.run, process, now(), texts);
      for (const [i, output] of fresh.entries()) output.saved_chars = lengths[i]!;
      for (const output of stops) this.stop(output);
      if (!alive) this.stop(null, stopped('Another server took this run over.'));
    } catch (error) {
      log.warn({ run: this.row.run, err: error }, 'The texts of a run could not be stored yet');
    }
  }

  async #tellBalance(): Promise<void> {
    let told = -1;
    for (;;) {
      await this.#context.sleep(BALANCE_MS, this.#over.signal);
      if (this.#over.signal.aborted) return;
      const state = this.#moved + this.outputs.reduce((sum, output) => sum + output.words, 0);
      if (state !== told && !this.#channel.is_closed) await this.#readBalance();
      told = state;
    }
  }

  async #readBalance(): Promise<void> {
    const { ledger, log } = this.#context;
    try {
      const loaded = await ledger.reads.load(this.row.account);
      if (loaded !== undefined) this.#channel.offerBalance(loaded);
    } catch (error) {
      log.warn({ run: this.row.run, err: error }, 'The balance of a run could not be read');
    }
  }
}
