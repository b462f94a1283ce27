import { InkwellError, app, newKey } from '../../shared/api/client.ts';
import { accept } from '../../shared/api/live.ts';
import { queryClient } from '../../shared/api/queries.ts';
import type { RunEvent, RunRequest, Vote } from '../../shared/api/types.ts';
import { announce } from '../../shared/ui/announce.ts';
import { FrameStore, recover as readToEnd, useShown } from './following.ts';
import { type RunState, applyEvent, fromServer, isRunning, starting } from './run-state.ts';
import { aboutCredits, doneSentence, startSentence } from './sentences.ts';

/** The runs of this visit, newest first. */
const store = new FrameStore<readonly RunState[]>([]);
let abort: AbortController | null = null;
const IN_FLIGHT = 'inkwell.in_flight';
const IN_DOCUMENT = 'inkwell.in_flight.document';

const update = (key: string, next: (state: RunState) => RunState): void =>
  store.set(store.value.map((run) => (run.key === key ? next(run) : run)));

export const useRuns = (): readonly RunState[] => useShown(store);

/** Starts a run and follows it to its end. One runs at a time. `key` names it on this page. */
export async function start(request: RunRequest, key: string = newKey()): Promise<void> {
  if (isRunning(store.value[0])) return;
  store.set([starting(key, request, aboutCredits(request.length)), ...store.value]);
  announce(startSentence(request.outputs));
  keepFlight(IN_DOCUMENT, request.document ?? null);
  abort = new AbortController();
  const { signal } = abort;
  try {
    for await (const event of app.runs.start(request, { idempotency_key: key, signal })) take(key, event);
    await finish(key);
  } catch (cause) {
    if (signal.aborted) return;
    if (!(cause instanceof InkwellError)) throw cause;
    await interrupted(key, cause);
  }
}

function take(key: string, event: RunEvent): void {
  if (event.event === 'balance') accept(event.data);
  else update(key, (state) => applyEvent(state, event));
  if (event.event === 'run') keepFlight(IN_FLIGHT, event.data.run);
}

async function finish(key: string): Promise<void> {
  const state = store.value.find((run) => run.key === key);
  keepFlight(IN_FLIGHT, null);
  if (state) announce(doneSentence(state));
  await queryClient.invalidateQueries({ queryKey: ['runs'] });
}

/** A stream that broke: refused before it began, or cut off, in which case the server knows what was delivered. */
async function interrupted(key: string, problem: InkwellError): Promise<void> {
  const run = store.value.find((state) => state.key === key)?.run;
  if (!run) {
    update(key, (state) => ({ ...state, phase: 'refused', problem }));
    return;
  }
  await recover(key, run);
}

async function recover(key: string, run: string): Promise<void> {
  await readToEnd(run, (kept) => update(key, ({ document }) => ({ ...kept, document, key })));
  update(key, (state) => ({ ...state, phase: 'done' }));
  keepFlight(IN_FLIGHT, null);
  await queryClient.invalidateQueries({ queryKey: ['runs'] });
}

/** Takes up a run that a reload of the page cut off, where it was asked: in a document, or beside all of them. */
export async function resume(document: string | null = null): Promise<void> {
  const run = sessionStorage.getItem(IN_FLIGHT);
  if (!run || store.value.length > 0 || sessionStorage.getItem(IN_DOCUMENT) !== document) return;
  sessionStorage.removeItem(IN_FLIGHT);
  try {
    store.set([fromServer(await app.runs.get(run), true, document)]);
    if (isRunning(store.value[0])) await recover(run, run);
  } catch (cause) {
    if (!(cause instanceof InkwellError)) throw cause;
  }
}

function keepFlight(name: string, value: string | null): void {
  if (value === null) sessionStorage.removeItem(name);
  else sessionStorage.setItem(name, value);
}

/** Stops one output, or all of the newest run. Before the server has named the run, hanging up is the stop. */
export async function stop(output?: string): Promise<void> {
  const state = store.value[0];
  if (!state || !isRunning(state)) return;
  if (!state.run) {
    abort?.abort();
    forget(state.key);
    return;
  }
  await app.runs.stop(state.run, output);
}

/** Takes a run off the page; the server keeps it. */
export function forget(key: string): void {
  store.set(store.value.filter((run) => run.key !== key));
}

export function discard(key: string, output: string): void {
  update(key, (state) => ({ ...state, outputs: state.outputs.filter((seen) => seen.output !== output) }));
}

/** Keeps a vote with its output, so that it is still there when the page is opened again. */
export function keepVote(key: string, output: string, vote: Vote): void {
  update(key, (state) => ({
    ...state,
    outputs: state.outputs.map((seen) => (seen.output === output ? { ...seen, vote } : seen)),
  }));
}
