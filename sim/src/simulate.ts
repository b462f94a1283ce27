import type { Catalogue } from '@inkwell/engine';
import { catalogueOf, planVersions } from './catalogue.ts';
import { EventDrawer } from './draw-events.ts';
import type { SimEvent } from './events.ts';
import { Difference } from './events.ts';
import { Pair } from './pair.ts';
import { Prng } from './prng.ts';
import type { SystemUnderTest } from './system.ts';

/** Makes an empty system that sells the plans of a catalogue. */
export type OpenSystem = (catalogue: Catalogue, from: number) => Promise<SystemUnderTest>;

export interface SimulationOptions {
  seed: number;
  steps: number;
  open: OpenSystem;
  accounts?: number;
  /** Counts what happened, by name. */
  tally?: Map<string, number>;
}

export interface Failure {
  seed: number;
  step: number;
  difference: Difference;
  /** All that had happened, the failing event last. */
  trace: SimEvent[];
  from: number;
}

const FROM = Date.UTC(2026, 0, 1);
const SPAN_MS = 3 * 365 * 86_400_000;

/** Runs a seed; answers what differed first, or null. Errors that are no differences are thrown. */
export async function simulate(options: SimulationOptions): Promise<Failure | null> {
  const { seed, steps, open } = options;
  const prng = new Prng(seed);
  const from = FROM + Math.floor(prng.next() * SPAN_MS);
  const catalogue = catalogueOf(planVersions(from));
  const pair = new Pair(catalogue, await open(catalogue, from));
  const drawer = new EventDrawer(prng, pair, from, options.accounts ?? 6);
  const trace: SimEvent[] = [];
  const happen = async (event: SimEvent): Promise<void> => {
    trace.push(event);
    await pair.happen(event);
    if (event.type === 'command' && trace.length % 5 === 0) {
      await pair.happen({ type: 'read', now: event.now, account: event.command.account });
    }
  };
  try {
    while (trace.length < steps) {
      await happen(drawer.next());
      if (trace.length % 500 === 0) await pair.verify(trace.at(-1)!);
    }
    for (const event of drawer.retriesOfLost()) await happen(event);
    await pair.verify(trace.at(-1)!);
    return null;
  } catch (error) {
    const difference = error instanceof Difference ? error : thrown(error, trace.at(-1)!);
    return { seed, step: trace.length, difference, trace, from };
  } finally {
    for (const [name, times] of pair.tally) options.tally?.set(name, (options.tally.get(name) ?? 0) + times);
    await pair.system.close();
  }
}

/** A system that throws differs from one that answers. */
function thrown(error: unknown, event: SimEvent): Difference {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new Difference(`it threw: ${what}`, event, 'an answer', 'an error');
}

/** Makes a list of events happen to a new pair; answers what differed first, or null. */
export async function replay(from: number, events: SimEvent[], open: OpenSystem): Promise<Difference | null> {
  const catalogue = catalogueOf(planVersions(from));
  const pair = new Pair(catalogue, await open(catalogue, from));
  try {
    for (const event of events) {
      await pair.happen(event);
      if (event.type === 'command') {
        await pair.happen({ type: 'read', now: event.now, account: event.command.account });
      }
    }
    const last = events.at(-1);
    if (last !== undefined) await pair.verify(last);
    return null;
  } catch (error) {
    return error instanceof Difference ? error : thrown(error, events.at(-1)!);
  } finally {
    await pair.system.close();
  }
}

/** The fewest events, found by leaving some out again and again, that still make a difference of the same kind. */
export async function shrink(failure: Failure, open: OpenSystem): Promise<SimEvent[]> {
  let events = failure.trace;
  const { message } = failure.difference;
  const stillFails = async (some: SimEvent[]): Promise<boolean> =>
    (await replay(failure.from, some, open))?.message === message;
  for (let size = Math.ceil(events.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < events.length;) {
      const fewer = events.toSpliced(at, size);
      if (fewer.length > 0 && (await stillFails(fewer))) events = fewer;
      else at += size;
    }
  }
  return events;
}
