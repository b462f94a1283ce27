import { type Counted, textDigest } from '@inkwell/engine';
import { COUNTER_VERSION } from '@inkwell/words';
import { ownKey } from '../own-keys.ts';
import type { EndRow, ResultRow, RunRow } from './store.ts';
import type { Context } from './types.ts';

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 30_000;

/** What is stored of a text: all of it, or no more than its digest (C2). */
export const keptOf = ({ keeps_text }: Pick<RunRow, 'keeps_text'>, text: string) =>
  keeps_text ? { text, text_sha256: null } : { text: '', text_sha256: textDigest(text) };

/** An output whose text is complete and whose hold is to be resolved. */
export interface Ended extends EndRow {
  of: Pick<RunRow, 'run' | 'account' | 'member' | 'kind'>;
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

const endRowOf = ({ of: _of, actor: _actor, ...row }: Ended): EndRow => row;

/** Nothing delivered, nothing charged. */
const NOTHING: ResultRow = { state: 'failed', finish: null, words: 0, charged: 0, shortfall: 0 };

function resolve(context: Context, ended: Ended): Promise<ResultRow> {
  const { hold, words } = ended;
  if (hold === null) return Promise.resolve(NOTHING);
  return words === 0 ? release(context, ended, hold) : settle(context, ended, hold);
}

async function release(context: Context, ended: Ended, hold: string): Promise<ResultRow> {
  const { of, actor, output } = ended;
  const answer = await context.ledger.execute({
    op: 'release',
    account: of.account,
    key: ownKey(`release:${output}`),
    actor,
    hold,
  });
  // A hold whose life has ended was released by that (H5).
  if (!answer.ok && answer.refusal.code !== 'hold_resolved')
    context.log.error({ output, refusal: answer.refusal }, 'A hold could not be released');
  return NOTHING;
}

/** The text's count, which the charge keeps (C2). */
const countOf = ({ text, text_sha256 }: Ended): Counted => ({
  counter: COUNTER_VERSION,
  text_sha256: text_sha256 ?? textDigest(text),
});

async function settle(context: Context, ended: Ended, hold: string): Promise<ResultRow> {
  const { of, actor, output, words, finish } = ended;
  const answer = await context.ledger.execute({
    op: 'settle',
    account: of.account,
    key: ownKey(`settle:${output}`),
    actor,
    hold,
    output,
    words,
    counted: countOf(ended),
  });
  if (answer.ok) {
    const { charged, shortfall } = answer.reply.body as { charged: number; shortfall: number };
    return { state: 'settled', finish, words, charged, shortfall };
  }
  context.log.error(
    { output, refusal: answer.refusal },
    'Somebody else has settled an output of ours, or released it',
  );
  await release(context, ended, hold);
  const charged = await chargeAnyway(context, ended);
  return { state: 'settled', finish, words, charged, shortfall: Math.max(0, words - charged) };
}

/**
 * Whoever may spend can release a hold of ours, settle it with fewer words, or charge under an output's id. What was
 * delivered is charged all the same: what the journal has of the output, and the words that this lacks from a hold of their
 * own, as many as there are credits for. Returns the credits charged in all.
 */
async function chargeAnyway(context: Context, ended: Ended): Promise<number> {
  const { ledger } = context;
  const { of, actor, output, words } = ended;
  const { account, member, run, kind } = of;
  const loaded = await ledger.reads.load(account);
  const record = loaded && (await ledger.reads.output(loaded, output))?.record;
  const charged = record?.charged ?? 0;
  const missing = words - (record?.words ?? 0);
  if (missing <= 0) return charged;
  const held = await ledger.execute({
    op: 'hold',
    account,
    key: ownKey(`hold-again:${output}`),
    actor,
    credits: missing,
    member,
    mode: 'up_to',
    run,
    source: kind,
  });
  if (!held.ok) return charged;
  const settled = await ledger.execute({
    op: 'settle',
    account,
    key: ownKey(`settle-again:${output}`),
    actor,
    hold: (held.reply.body as { hold: string }).hold,
    words: missing,
    ...(record === undefined ? { output, counted: countOf(ended) } : { output: `${output}:rest` }),
  });
  return charged + (settled.ok ? (settled.reply.body as { charged: number }).charged : 0);
}
