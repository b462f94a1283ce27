/**
 * Rule words-v1 as a state machine: a state and a class give the next state and the words that became certain.
 * A state knows all that the rule remembers, how far a run has come included, so that the hot loop hardly branches.
 */
import { CHARACTER, DIGIT, LETTER, LINE_END, SEPARATOR, SPACE, SPACELESS, STOP, TRAIL } from './classes.ts';

/** A further word for each further 50 letters of a run [W5], each started 4 of a script without spaces [W4]. */
const WORD_LETTERS = 50;
const SPACELESS_LETTERS = 4;
const NUMBER_DIGITS = 3;

/** Nothing has counted in this line yet: a list number may start here. */
export const LINE_START = 0;
/** Between words. */
const GAP = 1;
/** After 1, 2, 3 digits that start a line. */
const NUMBER = 2;
/** After those and a STOP. */
const STOPPED = NUMBER + NUMBER_DIGITS;
/** In a run of a script without spaces that may grow by 0, 1, 2, 3 letters without a further word. */
const UNSPACED = STOPPED + NUMBER_DIGITS;
/** In a word that may grow by 0 to 49 letters without a further word. */
const WORD = UNSPACED + SPACELESS_LETTERS;
const STATES = WORD + WORD_LETTERS;

/** A packed step: above 4 empty bits for the next class its state (6 bits), above that the words it made certain. */
const STATE_SHIFT = 4;
export const STATE_MASK = 0x3f0;
export const WORDS_SHIFT = 10;
const ONE_MORE = 1 << WORDS_SHIFT;

/** Two steps at once have room for two classes. */
export const PAIR_SHIFT = 4;

const isNumber = (state: number): boolean => state >= NUMBER && state < UNSPACED;

/** The packed step from a state by a class; SPEC.md in code. */
function step(state: number, cls: number): number {
  const to = (next: number, words: number): number => (words << WORDS_SHIFT) | (next << STATE_SHIFT);
  if (isNumber(state)) {
    if (state < STOPPED && cls === STOP) return to(state + NUMBER_DIGITS, 0);
    if (state < STOPPED - 1 && cls === DIGIT) return to(state + 1, 0);
    if (state >= STOPPED && cls === SPACE) return to(GAP, 0);
    const digits = ((state - NUMBER) % NUMBER_DIGITS) + 1;
    return ONE_MORE + step(WORD + WORD_LETTERS - digits, cls);
  }
  switch (cls) {
    case LINE_END:
      return to(LINE_START, 0);
    case SEPARATOR:
    case SPACE:
      return to(state === LINE_START ? LINE_START : GAP, 0);
    case CHARACTER:
      return to(GAP, 1);
    case SPACELESS:
      return state > UNSPACED && state < WORD ? to(state - 1, 0) : to(WORD - 1, 1);
    case TRAIL:
      return state >= WORD ? to(state, 0) : to(STATES - 1, 1);
    case LETTER:
    case DIGIT:
      if (state === LINE_START && cls === DIGIT) return to(NUMBER, 0);
      return state > WORD ? to(state - 1, 0) : to(STATES - 1, 1);
    default:
      return to(state, 0);
  }
}

/** Whether the packed state is one of a number that may yet prove free. */
export function isPending(packed: number): boolean {
  return isNumber(packed >> STATE_SHIFT);
}

function buildSteps(): Uint16Array {
  const steps = new Uint16Array(ONE_MORE);
  for (let at = 0; at < STATES << STATE_SHIFT; at++) steps[at] = step(at >> STATE_SHIFT, at & ~STATE_MASK);
  return steps;
}

/** [packed state | class] → packed step. Made at import: V8 then compiles its address into the hot loop. */
export const STEPS: Uint16Array = buildSteps();

function buildPairs(): Uint16Array {
  const pairs = new Uint16Array(STEPS.length << PAIR_SHIFT);
  for (let at = 0; at < pairs.length; at++) {
    const first = STEPS[at >> PAIR_SHIFT]!;
    const second = STEPS[(first & STATE_MASK) | (at & 0xf)]!;
    const words = (first >> WORDS_SHIFT) + (second >> WORDS_SHIFT);
    pairs[at] = ((words << WORDS_SHIFT) | (second & STATE_MASK)) << PAIR_SHIFT;
  }
  return pairs;
}

/** [(packed state | class) << PAIR_SHIFT | next class] → packed step << PAIR_SHIFT: one wait in two characters. */
export const PAIRS: Uint16Array = buildPairs();
