import { InkwellError, app, newKey } from '../../shared/api/client.ts';
import { accept } from '../../shared/api/live.ts';
import { queryClient } from '../../shared/api/queries.ts';
import type { RunEvent, Vote } from '../../shared/api/types.ts';
import { announce } from '../../shared/ui/announce.ts';
import { FrameStore, recover as readToEnd, useShown } from '../write/following.ts';
import { fromServer, isRunning } from '../write/run-state.ts';
import { doneSentence, startSentence } from '../write/sentences.ts';
import { type Asked, type Batch, changeRun, isBusy, newBatch, outputBefore } from './board.ts';
import { outputOf, withEvent, withRetry, withVote } from './board.ts';

/** The outputs of this visit by template, newest batch first. */
const store = new FrameStore<Readonly<Record<string, readonly Batch[]>>>({});
const NONE: readonly Batch[] = [];
const aborts = new Map<string, AbortController>();
/** The runs that this tab has started, so that a reload finds them again: `template run` each. */
const STARTED = 'inkwell.template_runs';
const REMEMBERED = 12;

const set = (template: string, next: (batches: readonly Batch[]) => readonly Batch[]): void =>
  store.set({ ...store.value, [template]: next(store.value[template] ?? NONE) });

const change = (template: string, batch: string, next: (batch: Batch) => Batch): void =>
  set(template, (all) => all.map((one) => (one.key === batch ? next(one) : one)));

export const useBatches = (template: string): readonly Batch[] => useShown(store)[template] ?? NONE;

/**
 * Writes some outputs and follows them to their end. What is there stays, and these go on from it. While some are being
 * written nothing more is: a double click comes before the button is seen to be off.
 */
export async function generate(asked: Asked, outputs: number, about_words: number): Promise<void> {
  const earlier = store.value[asked.template] ?? NONE;
  if (earlier.some(isBusy)) return;
  const key = newKey();
  set(asked.template, (all) => [newBatch(key, asked, outputs, about_words), ...all]);
  announce(startSentence(outputs));
  await follow(asked, key, key, outputs, outputBefore(earlier, asked));
}

/** Writes one failed output once more, in its place. */
export async function retry(batch: Batch, column: string): Promise<void> {
  const key = newKey();
  const failed = outputOf(batch, column);
  change(batch.asked.template, batch.key, (one) => withRetry(one, column, key));
  await follow(batch.asked, batch.key, key, 1, failed);
}

async function follow(
  asked: Asked,
  batch: string,
  key: string,
  outputs: number,
  retry_of: string | null,
): Promise<void> {
  const { template } = asked;
  const abort = new AbortController();
  aborts.set(key, abort);
  const body = { kind: 'template', ...asked, outputs, retry_of } as const;
  try {
    const call = { idempotency_key: key, signal: abort.signal };
    for await (const event of app.runs.start(body, call)) take(template, batch, key, event);
    ended(template, batch, key);
  } catch (cause) {
    if (abort.signal.aborted) return;
    if (!(cause instanceof InkwellError)) throw cause;
    await interrupted(template, batch, key, cause);
  } finally {
    aborts.delete(key);
  }
  await changed(template);
}

function take(template: string, batch: string, key: string, event: RunEvent): void {
  if (event.event === 'balance') return accept(event.data);
  change(template, batch, (one) => withEvent(one, key, event));
  if (event.event === 'run') rememberRun(template, event.data.run);
}

function ended(template: string, batch: string, key: string): void {
  const state = store.value[template]?.find((one) => one.key === batch)?.runs[key];
  if (state) announce(doneSentence(state));
}

/** Lists that now have something new in them. */
const changed = (template: string): Promise<unknown> =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: ['runs'] }),
    queryClient.invalidateQueries({ queryKey: ['templates'] }),
    queryClient.invalidateQueries({ queryKey: ['template', template] }),
  ]);

/** A stream that broke: refused before it began, or cut off, in which case the server knows what was delivered. */
async function interrupted(
  template: string,
  batch: string,
  key: string,
  problem: InkwellError,
): Promise<void> {
  const run = store.value[template]?.find((one) => one.key === batch)?.runs[key]?.run ?? null;
  if (run !== null) return recover(template, batch, key, run);
  const refuse = { phase: 'failed', code: problem.code, detail: problem.message } as const;
  change(template, batch, (one) =>
    changeRun(one, key, (state) => ({
      ...state,
      phase: 'refused',
      problem,
      outputs: state.outputs.map((output) => ({ ...output, ...refuse })),
    })),
  );
}

async function recover(template: string, batch: string, key: string, run: string): Promise<void> {
  await readToEnd(run, (kept) =>
    change(template, batch, (one) =>
      changeRun(one, key, ({ about_words }) => ({ ...kept, key, about_words })),
    ),
  );
  change(template, batch, (one) => changeRun(one, key, (state) => ({ ...state, phase: 'done' })));
}

/** Takes up what this tab wrote with the template before it was reloaded. */
export async function resume(template: string, about_words: number): Promise<void> {
  if (store.value[template] !== undefined) return;
  set(template, () => NONE);
  const runs = rememberedRuns().filter((one) => one.template === template);
  for (const { run } of runs) {
    try {
      const kept = { ...fromServer(await app.runs.get(run), true), about_words };
      const asked = { template, inputs: {}, tone: null, language: null };
      const cells = kept.outputs.map(({ index }) => ({ run, index }));
      set(template, (all) => [{ key: run, asked, runs: { [run]: kept }, cells }, ...all]);
      if (isRunning(kept)) void recover(template, run, run, run);
    } catch (cause) {
      // It is still in History; the page starts empty.
      if (!(cause instanceof InkwellError)) throw cause;
    }
  }
}

function rememberedRuns(): { template: string; run: string }[] {
  return (sessionStorage.getItem(STARTED) ?? '').split('\n').flatMap((line) => {
    const [template, run] = line.split(' ');
    return template && run ? [{ template, run }] : [];
  });
}

function rememberRun(template: string, run: string): void {
  const all = [...rememberedRuns(), { template, run }].slice(-REMEMBERED);
  sessionStorage.setItem(STARTED, all.map((one) => `${one.template} ${one.run}`).join('\n'));
}

/** Stops all that is being written with the template. Before the server has named a run, hanging up is the stop. */
export async function stopAll(template: string): Promise<void> {
  const open = (store.value[template] ?? NONE).flatMap((batch) =>
    Object.values(batch.runs)
      .filter(isRunning)
      .map((run) => ({ batch: batch.key, run })),
  );
  await Promise.all(open.map(({ batch, run }) => stopRun(template, batch, run.key, run.run)));
}

async function stopRun(template: string, batch: string, key: string, run: string | null): Promise<void> {
  if (run !== null) {
    await app.runs.stop(run);
    return;
  }
  aborts.get(key)?.abort();
  const stopped = { phase: 'failed', code: 'invalid_state' } as const;
  change(template, batch, (one) =>
    changeRun(one, key, (state) => ({
      ...state,
      phase: 'done',
      outputs: state.outputs.map((output) => ({ ...output, ...stopped })),
    })),
  );
}

export async function stopOne(run: string, output: string): Promise<void> {
  await app.runs.stop(run, output);
}

/** Keeps a vote with its output, so that it is still there when the page is opened again. */
export const keepVote = (batch: Batch, run: string, output: string, vote: Vote): void =>
  change(batch.asked.template, batch.key, (one) => withVote(one, run, output, vote));
