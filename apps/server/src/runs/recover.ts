import { idOf } from '@inkwell/engine';
import { countWords } from '@inkwell/words';
import { ownKey } from '../own-keys.ts';
import { conclude } from './conclude.ts';
import type { OutputRow, RunRow } from './store.ts';
import type { Context } from './types.ts';

/** A process that writes says every few seconds that it is alive. */
const SILENT_MS = 30_000;
const CUT_OFF = 'The server stopped while this was written.';

/**
 * Settles what processes that died left open: each output with the words that were stored of it, under the output's
 * own keys, so that a settle that had been made before the crash is answered again and not made twice (K1). Text that
 * was delivered in the last second and not stored yet is lost to us, not to the customer: it is not charged.
 */
export class Recovery {
  readonly #context: Context;
  /** Runs that were silent at the last sweep. */
  #silent: Map<string, number> | null = null;

  constructor(context: Context) {
    this.#context = context;
  }

  /**
   * `open` are the runs that this process writes. A run is taken over when it was silent at two sweeps in a row: after
   * an outage of the database its process has had the time to speak again. At the start of a process that has its
   * database to itself, every open run is a dead one's.
   */
  async sweep(open: ReadonlySet<string>): Promise<void> {
    const { store, process, now } = this.#context;
    const is_start = this.#silent === null && store.is_exclusive;
    const found = await store.silent(process, now() - SILENT_MS, is_start);
    const silent = found.filter(({ run }) => !open.has(run));
    const dead = silent.filter(({ run, seen_at }) => is_start || this.#silent?.get(run) === seen_at);
    this.#silent = new Map(silent.map(({ run, seen_at }) => [run, seen_at]));
    if (dead.length === 0) return;
    const runs = await store.claim(process, now(), dead);
    await Promise.all(runs.map((run) => recoverRun(this.#context, run)));
  }
}

async function recoverRun(context: Context, run: RunRow): Promise<void> {
  const outputs = await context.store.outputs([run.run]);
  await releaseUnknown(context, run, outputs);
  const open = outputs.filter((output) => output.state === 'streaming');
  context.log.info({ run: run.run, outputs: open.length }, 'Settling what another process left open');
  await Promise.all(open.map((output) => recoverOutput(context, run, output)));
}

async function recoverOutput(context: Context, run: RunRow, row: OutputRow): Promise<void> {
  const { output, text, text_sha256, hold, finish, detail, code, model_end } = row;
  const words = run.keeps_text ? countWords(text) : row.words;
  // With a finish it had ended before the crash, and only the settle is missing.
  const end = finish === null ? ({ finish: 'stopped', detail: CUT_OFF } as const) : { finish, detail };
  const stored = { output, text, text_sha256, words, hold, ...end, code: code ?? 'unavailable', model_end };
  await conclude(context, { ...stored, of: run, actor: 'system' }, () => undefined);
}

/** Holds that were made right before the crash and stand on no row: nothing was written for them. */
async function releaseUnknown(context: Context, run: RunRow, outputs: OutputRow[]): Promise<void> {
  const { account } = run;
  const loaded = await context.ledger.reads.load(account);
  const known = new Set(outputs.map((output) => output.hold));
  for (const hold of loaded?.state.holds.values() ?? []) {
    const id = idOf('hold', account, hold.seq);
    if (hold.run !== run.run || hold.state !== 'open' || known.has(id)) continue;
    const key = ownKey(`release:${id}`);
    await context.ledger.execute({ op: 'release', account, key, actor: 'system', hold: id });
  }
}
