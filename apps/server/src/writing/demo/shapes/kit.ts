import type { Rng } from '../seed.ts';
import type { Slots } from '../slots.ts';
import type { Brief } from '../types.ts';

/** What a shape works with. `position` picks the opening from a deck that all ten outputs share. */
export interface Kit {
  brief: Brief;
  slots: Slots;
  deck: Rng;
  position: number;
}

/** One draft of the text; another `rng` gives another draft with the same opening. */
export type Draft = (rng: Rng) => string;

export function nth<T>(items: readonly T[], position: number): T {
  return items[position % items.length]!;
}
