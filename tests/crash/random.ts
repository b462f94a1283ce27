export type Random = () => number;

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** This run's seed: printed, and repeated with `CRASH_SEED`. It decides what is asked; the machine decides when. */
export function seedOf(test: string): number {
  const given = process.env.CRASH_SEED;
  const seed = given === undefined ? Date.now() % 2 ** 31 : Number(given);
  console.log(`${test}: CRASH_SEED=${seed}`);
  return seed;
}
