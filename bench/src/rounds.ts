import type { Row } from './words.ts';

export const median = (values: number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** Medians of several rounds; `ratio` is the median of the rounds' own ratios. */
export interface Compared {
  value: number;
  baseline: number;
  ratio: number;
}

export function compared(values: number[], baselines: number[]): Compared {
  const ratios = values.map((value, i) => value / baselines[i]!);
  return { value: median(values), baseline: median(baselines), ratio: median(ratios) };
}

type Measure = () => Promise<number>;

/** Takes a measure and its baseline in turn, each first as often as second, so that both meet the same weather. */
export async function alternate(rounds: number, measure: Measure, baseline: Measure): Promise<Compared> {
  const values: number[] = [];
  const baselines: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) values.push(await measure());
    baselines.push(await baseline());
    if (round % 2 === 1) values.push(await measure());
  }
  return compared(values, baselines);
}

interface Named {
  measure: string;
  unit: string;
  baseline: string;
  target: number;
}

/** A row whose ratio to its baseline must reach a target. */
export function ratioRow(named: Named, { value, baseline, ratio }: Compared): Row {
  return { ...named, value, baseline_value: baseline, ratio, ok: ratio >= named.target };
}

/** A row whose value must stay under a limit: `ratio` is value / limit. */
export function limitRow(measure: string, value: number, unit: string, limit: number): Row {
  const ratio = value / limit;
  return { measure, value, unit, baseline: 'limit', baseline_value: limit, ratio, target: 1, ok: ratio < 1 };
}

/**
 * Keeps `clients` callers busy for a while, each with one call at a time, and answers calls per second. What is under
 * way at the end is waited for and counted.
 */
export async function rate(
  clients: number,
  time_ms: number,
  call: (client: number) => Promise<void>,
): Promise<number> {
  const start = performance.now();
  const end = start + time_ms;
  let calls = 0;
  const client = async (number: number): Promise<void> => {
    while (performance.now() < end) {
      await call(number);
      calls += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  return (calls * 1000) / (performance.now() - start);
}
