import { useSyncExternalStore } from 'react';
import { InkwellError, app, newKey } from '../../shared/api/client.ts';
import { accept } from '../../shared/api/live.ts';
import { queryClient } from '../../shared/api/queries.ts';
import type { RunEvent, RunRequest, Vote } from '../../shared/api/types.ts';
import { announce } from '../../shared/ui/announce.ts';
import { type RunState, applyEvent, fromServer, isRunning, starting } from './run-state.ts';
import { aboutCredits, doneSentence, startSentence } from './sentences.ts';

/**
 * The runs of this visit, newest first. They live outside React so that a stream goes on while other pages are
 * looked at, and so that any number of events costs one paint a frame.
 */
let runs: readonly RunState[] = [];
let shown: readonly RunState[] = runs;
let frame = 0;
let abort: AbortController | null = null;
const listeners = new Set<() => void>();
const IN_FLIGHT = 'inkwell.in_flight';
const IN_DOCUMENT = 'inkwell.in_flight.document';

function update(key: string, next: (state: RunState) => RunState): void {
  runs = runs.map((run) => (run.key === key ? next(run) : run));
  schedule();
}

function schedule(): void {
  if (frame !== 0) return;
  // A hidden page gets no frames; its text must still arrive.
  frame = document.hidden ? window.setTimeout(publish, 250) : requestAnimationFrame(publish);
}

function publish(): void {
  frame = 0;
  shown = runs;
  for (const listener of listeners) listener();
}

export function useRuns(): readonly RunState[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
}

/** Starts a run and follows it to its end. One runs at a time. `key` names it on this page. */
export async function start(request: RunRequest, key: string = newKey()): Promise<void> {
  if (isRunning(runs[0])) return;
  runs = [starting(key, request, aboutCredits(request.length)), ...runs];
  schedule();
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
  const state = runs.find((run) => run.key === key);
  keepFlight(IN_FLIGHT, null);
  if (state) announce(doneSentence(state));
  await queryClient.invalidateQueries({ queryKey: ['runs'] });
}

/** A stream that broke: refused before it began, or cut off, in which case the server knows what was delivered. */
async function interrupted(key: string, problem: InkwellError): Promise<void> {
  const run = runs.find((state) => state.key === key)?.run;
  if (!run) {
    update(key, (state) => ({ ...state, phase: 'refused', problem }));
    return;
  }
  await recover(key, run);
}

const RECOVER_TRIES = 20;

async function recover(key: string, run: string): Promise<void> {
  for (let attempt = 0; attempt < RECOVER_TRIES; attempt += 1) {
    try {
      const kept = fromServer(await app.runs.get(run), true);
      update(key, ({ document }) => ({ ...kept, document, key }));
      if (kept.phase === 'done') break;
    } catch (cause) {
      if (!(cause instanceof InkwellError)) throw cause;
      if (cause.status === 404) break;
    }
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  update(key, (state) => ({ ...state, phase: 'done' }));
  keepFlight(IN_FLIGHT, null);
  await queryClient.invalidateQueries({ queryKey: ['runs'] });
}

/** Takes up a run that a reload of the page cut off, where it was asked: in a document, or beside all of them. */
export async function resume(document: string | null = null): Promise<void> {
  const run = sessionStorage.getItem(IN_FLIGHT);
  if (!run || runs.length > 0 || sessionStorage.getItem(IN_DOCUMENT) !== document) return;
  sessionStorage.removeItem(IN_FLIGHT);
  try {
    runs = [fromServer(await app.runs.get(run), true, document)];
    schedule();
    if (isRunning(runs[0])) await recover(run, run);
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
  const state = runs[0];
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
  runs = runs.filter((run) => run.key !== key);
  schedule();
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
