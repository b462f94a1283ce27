import { useSyncExternalStore } from 'react';
import { InkwellError, app } from '../../shared/api/client.ts';
import type { RunDetail } from '../../shared/api/types.ts';
import { type RunState, fromServer, isRunning } from './run-state.ts';

/** What the stores of runs share: how their changes reach the page, and how a run whose stream broke is read to its end. */

const HIDDEN_MS = 250;

function nextPaint(publish: () => void): void {
  // A hidden page gets no frames; its text must still arrive.
  if (document.hidden) setTimeout(publish, HIDDEN_MS);
  else requestAnimationFrame(publish);
}

/**
 * A value outside React, so that streams go on while other pages are looked at, and so that any number of changes
 * costs one paint a frame. `later` is given by tests.
 */
export class FrameStore<T> {
  readonly #listeners = new Set<() => void>();
  readonly #later: (publish: () => void) => void;
  #value: T;
  #shown: T;
  #waits = false;

  constructor(value: T, later: (publish: () => void) => void = nextPaint) {
    this.#value = value;
    this.#shown = value;
    this.#later = later;
  }

  /** The newest value. The page shows it from the next frame on. */
  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    this.#value = value;
    if (this.#waits) return;
    this.#waits = true;
    this.#later(this.#publish);
  }

  readonly #publish = (): void => {
    this.#waits = false;
    this.#shown = this.#value;
    for (const listener of this.#listeners) listener();
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly shown = (): T => this.#shown;
}

/** What the page shows of a store. */
export const useShown = <T>(store: FrameStore<T>): T => useSyncExternalStore(store.subscribe, store.shown);

const TRIES = 20;
const PAUSE_MS = 1_000;

/** What recovering stands on: given, so that tests need neither a network nor a clock. */
interface RecoverParts {
  readonly read: (run: string) => Promise<RunDetail>;
  readonly pause: () => Promise<void>;
}

const PARTS: RecoverParts = {
  read: (run) => app.runs.get(run),
  pause: () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS)),
};

/**
 * Reads a run that this page lost until the server has ended it, and hands every reading over. It gives up after 20
 * tries a second apart, or where the run is gone; the caller then ends what it shows.
 */
export async function recover(
  run: string,
  keep: (kept: RunState) => void,
  parts: RecoverParts = PARTS,
): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    try {
      const kept = fromServer(await parts.read(run), true);
      keep(kept);
      if (!isRunning(kept)) return;
    } catch (cause) {
      if (!(cause instanceof InkwellError)) throw cause;
      if (cause.status === 404) return;
    }
    await parts.pause();
  }
}
