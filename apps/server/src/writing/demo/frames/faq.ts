/**
 * Answers to questions about something that only the reader knows. They claim nothing: each says what the answer has to
 * hold and keeps its place.
 */
export const FAQ_LEADS: readonly string[] = [
  'Here is what people may ask about {n}, with a place for each answer.',
  'These questions about {n} wait for their facts; under each stands what its answer should hold.',
  'A few questions about {n}, each with what belongs into its answer.',
  'The answers about {n} are yours to give, and this is how each of them could begin.',
  'Questions about {n} come first here; the facts go where they are marked.',
  'What do people want to know about {n}? This, and each answer has its place below.',
  'Whoever is new to {n} will ask these things, so here is room for the answers.',
  'Before the facts about {n} are filled in, this is the shape of each answer.',
  'Good questions about {n} deserve short answers first, and here is where they go.',
  'Each question about {n} has its place here, and each place says what is needed.',
  'Only you know the facts about {n}; what follows shows where they belong.',
  'A page of answers about {n} begins like this.',
];

/** What is known from the inputs, said under the first question that touches it. */
export const FAQ_ABOUT: readonly string[] = [
  'What is known: {n} [is|are] {w}.',
  'What is known: {n} {does}.',
  'What is known of {n}: {what}.',
];

interface AnswerKind {
  match: RegExp;
  first: readonly string[];
  more: readonly string[];
}

/** The first that matches is the question's kind; the last one matches any. */
export const FAQ_ANSWERS: readonly AnswerKind[] = [
  {
    match: /^(?:what|and) if\b/i,
    first: [
      'First say what you will do in that case, and then what the customer should do.',
      'The answer begins with the help that there is, and only then turns to the conditions.',
    ],
    more: [
      'Say whom to write to, and what to put into the message.',
      'If it has happened before, the answer may say so.',
    ],
  },
  {
    match:
      /^(?:how (?:long|large|big|much|many|often|far|old|tall|wide|heavy|fast|soon)|when|what (?:size|time|does .* cost))\b/i,
    first: [
      'The figure belongs here, in the first sentence, with its unit.',
      'One figure answers this, and it should stand here before any explanation.',
      'Put the number first; whoever only wanted that can stop reading.',
    ],
    more: [
      'If it differs from case to case, name the usual one and say what changes it.',
      'A comparison with something familiar helps those who can’t picture it.',
      'Round it only if you say so.',
    ],
  },
  {
    match: /^(?:where|who|which|whose)\b/i,
    first: [
      'The name or the place belongs here, in the first sentence.',
      'This one is answered by naming it, before anything is explained.',
    ],
    more: [
      'If there are several, say how to choose between them.',
      'A link or an address saves a second question.',
    ],
  },
  {
    match: /^why\b/i,
    first: [
      'The reason belongs here, in one sentence without excuses.',
      'Give the true reason first, even if it is a dull one.',
    ],
    more: [
      'After that, say what it means for the customer.',
      'If it may change one day, say when you will know.',
    ],
  },
  {
    match: /^(?:how|what)\b/i,
    first: [
      'The short answer belongs here, in one sentence that stands by itself.',
      'Say it here in the words that you would use at the counter.',
    ],
    more: [
      'Then give the steps in their order, without the exceptions.',
      'An example says more than a definition.',
    ],
  },
  {
    match: /^/,
    first: [
      'The short answer belongs here: a yes or a no, as the very first word.',
      'Yes or no? That word comes first, and the reason after it.',
      'This can be answered with yes or no, so the answer should begin with one of the two.',
    ],
    more: [
      'If the answer is a yes, add the one condition that people overlook.',
      'If it is a no, say what there is instead.',
      'If it depends, say on what, in a single sentence.',
      'Where the answer has changed lately, say so.',
    ],
  },
];

/** What helps any answer. */
export const FAQ_MORE: readonly string[] = [
  'Whoever needs more can be told where to ask.',
  'Keep it to what you can promise.',
  'The exception, if there is one, comes last.',
  'Use the customer’s own words for it.',
  'A few sentences are enough; a longer story belongs on a page of its own.',
  'Read it aloud once, as if somebody had just asked.',
  'If it is likely to change, note the day on which it was right.',
  'Leave out what sells, and keep what helps.',
  'Whoever answers this on the phone will know which words work.',
  'What remains unclear after it is the next question for this page.',
  'An honest no is better than a long maybe.',
  'It should still be true for somebody who reads it much later.',
];
