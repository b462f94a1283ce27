import { textDigest } from '@inkwell/engine';
import { COUNTER_VERSION } from '@inkwell/words';
import type { EndRow, ResultRow, RunRow } from './store.ts';
import type { Context } from './types.ts';

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 30_000;

/** What is stored of a text: all of it, or no more than its digest (C2). */
export const keptOf = ({ keeps_text }: Pick<RunRow, 'keeps_text'>, text: string) =>
  keeps_text ? { text, text_sha256: null } : { text: '', text_sha256: textDigest(text) };

/** An output whose text is complete and whose hold is to be resolved. */
export interface Ended extends EndRow {
  account: string;
  /** Who wrote it, or `system` after a crash. */
  actor: string;
}

/**
 * Resolves an output for good: its final text is stored, its hold settled with the words delivered (H3, C2, C4) or
 * released if there are none (H4), the result stored. Every step may be repeated: the keys are the output's own, so
 * nothing is charged twice (K1). While the database is out of reach it goes on trying, past the hold's end as a late
 * settle (H5). Rejects only when the process gives up at its end; then the next one finds the output still open.
 */
export async function conclude(context: Context, ended: Ended, onResolved: () => void): Promise<ResultRow> {
  let result: ResultRow | null = null;
  for (let wait_ms = FIRST_RETRY_MS; ; wait_ms = Math.min(2 * wait_ms, LAST_RETRY_MS)) {
    try {
      if (result === null) {
        const elsewhere = await endedElsewhere(context, ended);
        result = elsewhere ?? (await resolve(context, ended));
        onResolved();
        if (elsewhere !== null) return elsewhere;
      }
      await context.store.saveResult(ended.output, result);
      return result;
    } catch (error) {
      if (context.giving_up.aborted) throw error;
      context.log.warn({ output: ended.output, err: error, wait_ms }, 'An output could not be settled yet');
      await context.sleep(wait_ms, context.giving_up);
    }
  }
}

/** Stores the end. What another process has taken over is its to settle: its result, once there is one. */
async function endedElsewhere(context: Context, ended: Ended): Promise<ResultRow | null> {
  if (await context.store.saveEnd(context.process, endRowOf(ended))) return null;
  const row = await context.store.output(ended.output);
  if (row === undefined) return NOTHING;
  if (row.state === 'streaming') throw new Error('Another process is settling this output.');
  return row;
}

const endRowOf = ({ account: _account, actor: _actor, ...row }: Ended): EndRow => row;

/** Nothing delivered, nothing charged. */
const NOTHING: ResultRow = { state: 'failed', finish: null, words: 0, charged: 0, shortfall: 0 };

function resolve(context: Context, ended: Ended): Promise<ResultRow> {
  const { hold, words } = ended;
  if (hold === null) return Promise.resolve(NOTHING);
  return words === 0 ? release(context, ended, hold) : settle(context, ended, hold);
}

async function release(context: Context, ended: Ended, hold: string): Promise<ResultRow> {
  const { account, actor, output } = ended;
  const answer = await context.ledger.execute({
    op: 'release',
    account,
    key: `release:${output}`,
    actor,
    hold,
  });
  // A hold whose life has ended was released by that (H5).
  if (!answer.ok && answer.refusal.code !== 'hold_resolved')
    context.log.error({ output, refusal: answer.refusal }, 'A hold could not be released');
  return NOTHING;
}

async function settle(context: Context, ended: Ended, hold: string): Promise<ResultRow> {
  const { account, actor, output, text, words, finish } = ended;
  const answer = await context.ledger.execute({
    op: 'settle',
    account,
    key: `settle:${output}`,
    actor,
    hold,
    output,
    words,
    counted: { counter: COUNTER_VERSION, text_sha256: ended.text_sha256 ?? textDigest(text) },
  });
  if (answer.ok) {
    const { charged, shortfall } = answer.reply.body as { charged: number; shortfall: number };
    return { state: 'settled', finish, words, charged, shortfall };
  }
  // Somebody resolved this hold otherwise: what the journal says of the output stands.
  context.log.error({ output, refusal: answer.refusal }, 'A hold was resolved by somebody else');
  const loaded = await context.ledger.reads.load(account);
  const found = loaded && (await context.ledger.reads.output(loaded, output));
  const charged = found?.record.charged ?? 0;
  return { state: 'settled', finish, words, charged, shortfall: Math.max(0, words - charged) };
}
