import { idOf } from '@inkwell/engine';
import { countWords } from '@inkwell/words';
import { conclude } from './conclude.ts';
import type { OutputRow, RunRow } from './store.ts';
import type { Context } from './types.ts';

/** A process says once a second that it is alive. */
const SILENT_MS = 30_000;
const CUT_OFF = 'The server stopped while this was written.';

/**
 * Settles what processes that died left open: each output with the words that were stored of it, under the output's
 * own keys, so that a settle that had been made before the crash is answered again and not made twice (K1). Text that
 * was delivered in the last second and not stored yet is lost to us, not to the customer: it is not charged.
 * Returns how many runs were taken over. `open` are the runs that this process writes.
 */
export async function recoverRuns(context: Context, open: string[]): Promise<number> {
  const now = context.now();
  const runs = await context.store.claim(context.process, now, now - SILENT_MS, open);
  await Promise.all(runs.map((run) => recoverRun(context, run)));
  return runs.length;
}

async function recoverRun(context: Context, run: RunRow): Promise<void> {
  const outputs = await context.store.outputs([run.run]);
  await releaseUnknown(context, run, outputs);
  const open = outputs.filter((output) => output.state === 'streaming');
  context.log.info({ run: run.run, outputs: open.length }, 'Settling what another process left open');
  await Promise.all(open.map((output) => recoverOutput(context, run, output)));
}

async function recoverOutput(context: Context, run: RunRow, row: OutputRow): Promise<void> {
  const { output, text, hold, finish, detail, code } = row;
  const words = countWords(text);
  // With a finish it had ended before the crash, and only the settle is missing.
  const end = finish === null ? ({ finish: 'stopped', detail: CUT_OFF } as const) : { finish, detail };
  await conclude(
    context,
    { output, text, words, hold, ...end, code: code ?? 'unavailable', account: run.account, actor: 'system' },
    () => undefined,
  );
}

/** Holds that were made right before the crash and stand on no row: nothing was written for them. */
async function releaseUnknown(context: Context, run: RunRow, outputs: OutputRow[]): Promise<void> {
  const { account } = run;
  const loaded = await context.ledger.reads.load(account);
  const known = new Set(outputs.map((output) => output.hold));
  for (const hold of loaded?.state.holds.values() ?? []) {
    const id = idOf('hold', account, hold.seq);
    if (hold.run !== run.run || hold.state !== 'open' || known.has(id)) continue;
    const key = `release:${id}`;
    await context.ledger.execute({ op: 'release', account, key, actor: 'system', hold: id });
  }
}
