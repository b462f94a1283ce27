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

/** Starts a run and follows it to its end. One runs at a time. */
export async function start(request: RunRequest): Promise<void> {
  if (isRunning(runs[0])) return;
  const key = newKey();
  runs = [starting(key, request, aboutCredits(request.length)), ...runs];
  schedule();
  announce(startSentence(request.outputs));
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
  if (event.event === 'run') mark(event.data.run);
}

async function finish(key: string): Promise<void> {
  const state = runs.find((run) => run.key === key);
  mark(null);
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
      update(key, () => ({ ...kept, key }));
      if (kept.phase === 'done') break;
    } catch (cause) {
      if (!(cause instanceof InkwellError)) throw cause;
      if (cause.status === 404) break;
    }
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  update(key, (state) => ({ ...state, phase: 'done' }));
  mark(null);
  await queryClient.invalidateQueries({ queryKey: ['runs'] });
}

/** Takes up a run that a reload of the page cut off. */
export async function resume(): Promise<void> {
  const run = sessionStorage.getItem(IN_FLIGHT);
  if (!run || runs.length > 0) return;
  sessionStorage.removeItem(IN_FLIGHT);
  try {
    runs = [fromServer(await app.runs.get(run), true)];
    schedule();
    if (isRunning(runs[0])) await recover(run, run);
  } catch (cause) {
    if (!(cause instanceof InkwellError)) throw cause;
  }
}

function mark(run: string | null): void {
  if (run) sessionStorage.setItem(IN_FLIGHT, run);
  else sessionStorage.removeItem(IN_FLIGHT);
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

function forget(key: string): void {
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
