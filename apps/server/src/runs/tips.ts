import type { RunKind } from './store.ts';

export type TipKind = Exclude<RunKind, 'api'>;

/** What to try next, by what was wrong. The reasons are those that the page offers; others get the general advice. */
const BY_REASON: Record<string, Record<TipKind, string>> = {
  'off topic': {
    command: 'Name the subject in the first words of the request, and say what should be left out.',
    compose: 'Write one sentence that says where the passage is going, then compose from there.',
    template:
      'Fill "What is it about?" with one narrow subject: the fewer things it names, the closer the text stays.',
  },
  'wrong tone': {
    command: 'Add the tone and the reader to the request, such as "warm, for first-time visitors".',
    compose:
      'Edit the sentence before the caret until it sounds right: new text follows the voice that it finds.',
    template: 'Choose a tone in the form, or write two or three words of your own into it.',
  },
  repetitive: {
    command: 'Ask for several versions at once and keep the best lines of each.',
    compose: 'Compose a shorter passage, S rather than L, and steer it before you go on.',
    template:
      'Give more facts to draw on: features, names, one real example. Text repeats itself when it has few.',
  },
  incorrect: {
    command: 'Put the facts that must be right into the request. What is not given there may be made up.',
    compose: 'Write the facts down first as notes, then compose the sentences around them.',
    template:
      'Check the fields for what is missing or out of date: names, figures and dates are taken from them.',
  },
};

const GENERAL: Record<TipKind, string> = {
  command: 'Say who reads it, what they should do then, and about how long it should be.',
  compose:
    'Choose S, M or L for the length, and stop with Esc as soon as it goes astray: you pay for what came.',
  template: 'Press "Use example" to see how much detail a good brief has, then write yours the same way.',
};

const SECOND: Record<TipKind, string> = {
  command: 'Show a sentence that you like and ask for more in its manner.',
  compose: 'Remove the passage before you try again, so that the next one does not build on it.',
  template: 'Generate three outputs instead of one: choosing is quicker than correcting.',
};

/** Two things to try after a downvote; none after another vote. A template's own come before the general ones. */
export function tipsFor(
  vote: string,
  reason: string | null,
  kind: TipKind,
  own: readonly string[] = [],
): string[] {
  if (vote !== 'down') return [];
  const meant = BY_REASON[(reason ?? '').trim().toLowerCase()]?.[kind];
  const others = [...own, GENERAL[kind], SECOND[kind]];
  return (meant === undefined ? others : [meant, ...others]).slice(0, 2);
}
