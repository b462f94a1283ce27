import { type Problem, type RunEvent, problemOf } from '@inkwell/contract';
import { NO_ANSWER } from './endings.ts';
import type { ReadRun, RunReader } from './reading.ts';
import type { OutputRow, RunGiven, RunRow } from './store.ts';
import type { Context } from './types.ts';

const POLL_MS = 500;

const ASKED = [
  'kind',
  'input',
  'length',
  'tone',
  'language',
  'template',
  'outputs',
  'retry_of',
  'document',
  'inputs',
] as const;
type Asked = Pick<RunRow, (typeof ASKED)[number]> & Pick<RunGiven, 'context'>;

/** K1: why a key can't stand for this request as well; null if it is the same request. */
export function mismatch(row: Asked, asked: Asked): Problem | null {
  const is_other_text =
    row.context?.kind !== asked.context?.kind || row.context?.text !== asked.context?.text;
  const field = ASKED.find((name) => row[name] !== asked[name]) ?? (is_other_text ? 'context' : undefined);
  if (field === undefined) return null;
  const detail = `This key was used for a run with another \`${field}\`.`;
  return problemOf('idempotency_mismatch', detail, { field });
}

/**
 * The events of a run that the same key has started before: what was delivered then and how it ended, waited for if
 * it is still being written. Nothing is written or charged again, and hanging up stops nothing.
 */
export async function* replay(
  context: Context,
  reader: RunReader,
  started: ReadRun,
): AsyncGenerator<RunEvent, undefined> {
  const { account, run } = started.row;
  yield { event: 'run', data: startedOf(started) };
  const told = new Map<string, number>();
  let open = new Set(started.outputs.map((output) => output.output));
  for (let now: ReadRun | null = started; now !== null; now = await reader.read(account, run)) {
    for (const row of now.outputs.filter((output) => open.has(output.output))) {
      const from = told.get(row.output) ?? 0;
      const text = row.text.slice(from);
      told.set(row.output, row.text.length);
      if (text !== '') yield { event: 'text', data: { output: row.output, text, words: row.words } };
      if (row.state !== 'streaming') yield endOf(row);
    }
    open = new Set(now.outputs.filter((row) => row.state === 'streaming').map((row) => row.output));
    if (open.size === 0) {
      yield doneOf(run, now.outputs);
      return;
    }
    await context.sleep(POLL_MS);
  }
}

function startedOf({ row, outputs }: ReadRun) {
  const { run, created_at, estimate_credits, model, is_demo } = row;
  return {
    run,
    created_at: new Date(created_at).toISOString(),
    outputs: outputs.map(({ output, idx }) => ({ output, index: idx })),
    estimate_credits: estimate_credits * row.outputs,
    model,
    is_demo,
  };
}

function endOf(row: OutputRow): RunEvent {
  const { output, words, charged, shortfall, finish, detail } = row;
  if (row.state === 'settled') {
    const data = { output, words, charged, shortfall, finish: finish ?? 'stopped', detail };
    return { event: 'settled', data };
  }
  const code = row.code ?? 'model_error';
  const data = { output, code, detail: detail ?? NO_ANSWER, words: 0, charged: 0, problem: null } as const;
  return { event: 'failed', data };
}

function doneOf(run: string, outputs: OutputRow[]): RunEvent {
  const sum = (of: 'words' | 'charged') => outputs.reduce((total, row) => total + row[of], 0);
  return { event: 'done', data: { run, words: sum('words'), charged: sum('charged') } };
}
