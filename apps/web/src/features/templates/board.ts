import type { RunEvent, Vote } from '../../shared/api/types.ts';
import { type OutputState, type RunState, applyEvent, isRunning, starting } from '../write/run-state.ts';
import type { Done } from './words.ts';

/** What a run of a template is asked. */
export interface Asked {
  readonly template: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly tone: string | null;
  readonly language: string | null;
}

/** Where a column's output is: a run of the batch by its key, and its place in it. */
interface Cell {
  readonly run: string;
  readonly index: number;
}

/**
 * The outputs that one press of the button brought. An output that failed and is tried again comes from a run of its
 * own and takes the place of the failed one.
 */
export interface Batch {
  readonly key: string;
  readonly asked: Asked;
  readonly runs: Readonly<Record<string, RunState>>;
  readonly cells: readonly Cell[];
}

export interface Column {
  /** Stays the same while the output gets its id. */
  readonly key: string;
  readonly run: RunState;
  readonly output: OutputState;
}

const request = (asked: Asked, outputs: number) =>
  ({ kind: 'template', input: asked.template, length: null, outputs }) as const;

export function newBatch(key: string, asked: Asked, outputs: number, about_words: number): Batch {
  return {
    key,
    asked,
    runs: { [key]: starting(key, request(asked, outputs), about_words) },
    cells: Array.from({ length: outputs }, (_, index) => ({ run: key, index })),
  };
}

/** A batch with one column's output started anew, under a run of its own. */
export function withRetry(batch: Batch, column: string, key: string): Batch {
  const cell = batch.cells.find((one) => keyOf(one) === column);
  if (!cell) return batch;
  const about_words = batch.runs[cell.run]?.about_words ?? 0;
  return {
    ...batch,
    runs: { ...batch.runs, [key]: starting(key, request(batch.asked, 1), about_words) },
    cells: batch.cells.map((one) => (one === cell ? { run: key, index: 0 } : one)),
  };
}

export function changeRun(batch: Batch, run: string, next: (state: RunState) => RunState): Batch {
  const state = batch.runs[run];
  return state ? { ...batch, runs: { ...batch.runs, [run]: next(state) } } : batch;
}

export const withEvent = (batch: Batch, run: string, event: RunEvent): Batch =>
  changeRun(batch, run, (state) => applyEvent(state, event));

export const withVote = (batch: Batch, run: string, output: string, vote: Vote): Batch =>
  changeRun(batch, run, (state) => ({
    ...state,
    outputs: state.outputs.map((seen) => (seen.output === output ? { ...seen, vote } : seen)),
  }));

const keyOf = ({ run, index }: Cell): string => `${run}-${index}`;

export function columnsOf(batch: Batch): Column[] {
  return batch.cells.flatMap((cell) => {
    const run = batch.runs[cell.run];
    const output = run?.outputs.find((one) => one.index === cell.index);
    return run && output ? [{ key: keyOf(cell), run, output }] : [];
  });
}

const isNamed = ({ run }: Column): boolean => run.run !== null;

/** The output of a column, once the server has named it. */
export function outputOf(batch: Batch, column: string): string | null {
  const found = columnsOf(batch).find((one) => one.key === column);
  return found && isNamed(found) ? found.output.output : null;
}

/** The output that further ones for the same inputs go on from, so that they are not its like again; null for the first. */
export function outputBefore(batches: readonly Batch[], asked: Asked): string | null {
  // What a batch from before a reload was asked is not known here.
  const alike = batches.filter(
    ({ asked: one }) =>
      Object.keys(one.inputs).length === 0 || JSON.stringify(one.inputs) === JSON.stringify(asked.inputs),
  );
  return alike.flatMap((batch) => columnsOf(batch).filter(isNamed).slice(-1))[0]?.output.output ?? null;
}

export const isBusy = (batch: Batch): boolean => Object.values(batch.runs).some(isRunning);

const isOver = ({ phase }: OutputState): boolean => phase === 'settled' || phase === 'failed';

/** How far the batches that are being written are, taken together. */
export function doneOf(batches: readonly Batch[]): Done {
  const busy = batches.filter(isBusy).flatMap(columnsOf);
  return {
    all: busy.length,
    done: busy.filter(({ output }) => isOver(output)).length,
    credits: busy.reduce((sum, { output }) => sum + (isOver(output) ? output.charged : output.words), 0),
  };
}
