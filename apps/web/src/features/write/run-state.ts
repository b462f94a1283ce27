import type { InkwellError } from '../../shared/api/client.ts';
import type { Finish, Length, RunDetail, RunEvent, RunRequest, Vote } from '../../shared/api/types.ts';

export interface OutputState {
  readonly output: string;
  readonly index: number;
  readonly text: string;
  readonly words: number;
  readonly charged: number;
  readonly refunded: number;
  readonly vote: Vote;
  readonly phase: 'waiting' | 'writing' | 'settled' | 'failed';
  readonly finish: Finish | null;
  readonly detail: string | null;
  readonly code: string | null;
}

export interface RunState {
  /** Known on this page before the server has named the run. */
  readonly key: string;
  readonly run: string | null;
  readonly input: string;
  readonly length: Length | null;
  readonly member: string | null;
  /** The document that it was asked in. */
  readonly document: string | null;
  readonly created_at: string | null;
  readonly is_demo: boolean;
  readonly model: string;
  /** About how many words each output will have. */
  readonly about_words: number;
  readonly phase: 'starting' | 'running' | 'done' | 'refused';
  readonly problem: InkwellError | null;
  /** The page was reloaded, or the connection lost, while this was written. */
  readonly dropped: boolean;
  readonly outputs: readonly OutputState[];
}

export function starting(key: string, request: RunRequest, about_words: number): RunState {
  return {
    key,
    run: null,
    input: request.input,
    length: request.length,
    member: null,
    document: request.document ?? null,
    created_at: null,
    is_demo: false,
    model: '',
    about_words,
    phase: 'starting',
    problem: null,
    dropped: false,
    outputs: Array.from({ length: request.outputs }, (_, index) => waiting(`${key}-${index}`, index)),
  };
}

function waiting(output: string, index: number): OutputState {
  const nothing = {
    text: '',
    words: 0,
    charged: 0,
    refunded: 0,
    finish: null,
    detail: null,
    code: null,
  } as const;
  return { output, index, vote: 'none', phase: 'waiting', ...nothing };
}

/** What one server event makes of a run. Events of outputs it does not know change nothing. */
export function applyEvent(state: RunState, event: RunEvent): RunState {
  switch (event.event) {
    case 'run': {
      const { run, created_at, is_demo, model, outputs, estimate_credits } = event.data;
      const about_words = Math.round(estimate_credits / Math.max(1, outputs.length));
      const named = outputs.map(({ output, index }) => waiting(output, index));
      return { ...state, phase: 'running', run, created_at, is_demo, model, about_words, outputs: named };
    }
    case 'text': {
      const { output, text, words } = event.data;
      return change(state, output, (seen) => ({ phase: 'writing', text: seen.text + text, words }));
    }
    case 'settled': {
      const { output, words, charged, finish, detail } = event.data;
      return change(state, output, () => ({ phase: 'settled', words, charged, finish, detail }));
    }
    case 'failed': {
      const { output, words, charged, code, detail } = event.data;
      return change(state, output, () => ({ phase: 'failed', words, charged, code, detail }));
    }
    case 'done':
      return { ...state, phase: 'done' };
    case 'balance':
      return state;
  }
}

function change(
  state: RunState,
  output: string,
  next: (seen: OutputState) => Partial<OutputState>,
): RunState {
  const outputs = state.outputs.map((seen) => (seen.output === output ? { ...seen, ...next(seen) } : seen));
  return { ...state, outputs };
}

const PHASES = { streaming: 'writing', settled: 'settled', failed: 'failed' } as const;

/** A run as the server keeps it. `dropped` where this page lost it while it was written. */
export function fromServer(run: RunDetail, dropped = false, document: string | null = null): RunState {
  const open = run.outputs.some((output) => output.state === 'streaming');
  return {
    key: run.run,
    run: run.run,
    input: run.input,
    length: null,
    member: run.member,
    document,
    created_at: run.created_at,
    is_demo: isDemo(run.model),
    model: run.model,
    about_words: 0,
    phase: open ? 'running' : 'done',
    problem: null,
    dropped,
    outputs: run.outputs.map(({ state, ...output }) => ({ ...output, phase: PHASES[state], code: null })),
  };
}

/** The demo writer's name on runs and receipts. */
export const isDemo = (model: string) => model === 'demo';

export interface Progress {
  readonly words: number;
  readonly credits: number;
  readonly done: number;
  readonly all: number;
}

/** Words delivered and credits they cost so far: what has settled at its charge, the rest at its words. */
export function progress(state: RunState): Progress {
  let words = 0;
  let credits = 0;
  let done = 0;
  for (const output of state.outputs) {
    const resolved = output.phase === 'settled' || output.phase === 'failed';
    words += output.words;
    credits += resolved ? output.charged : output.words;
    done += resolved ? 1 : 0;
  }
  return { words, credits, done, all: state.outputs.length };
}

export const isRunning = (state: RunState | undefined) =>
  state !== undefined && (state.phase === 'starting' || state.phase === 'running');
