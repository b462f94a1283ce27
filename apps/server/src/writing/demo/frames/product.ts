/**
 * Frames for text that offers something. `{n}` is its name, `{w}` what it is, `{a}` who it is for, `{g}` the act
 * that readers should take, `{f}` a feature. Number agrees with `{n}`.
 */
export const PRODUCT_OPEN: readonly string[] = [
  '{n} [is|are] {w}, made with {a} in mind.',
  'Meet {n}: {w}, at home in an ordinary day.',
  'Some things simply make the day go better, and {n} [is|are] among them.',
  '{n} [does|do] one job and [does|do] it well.',
  'If you have been waiting for a good reason to try {n}, here it is.',
  '{n} [was|were] made for {a}, and you notice it from the first day.',
  'You will not find {n} shouting for attention; being useful is enough.',
  'What would you do with a little less bother? {n} [has|have] an answer.',
  'With {n}, the everyday gets a quiet upgrade.',
  'Ask {a} what they want, and the answer sounds a lot like {n}.',
  '{n} began with a plain wish: to make a good thing easier to have.',
  'Here [is|are] {n}, plain and useful from the first touch.',
  'Think of {n} as the part of the day that already works.',
  'There is an easier way, and it starts with {n}.',
];

/** Says what it is, right after an opening that did not. */
export const PRODUCT_WHAT: readonly string[] = [
  '[It is|They are] {w}.',
  'In short: {w}.',
  'In plain words, [it is|they are] {w}.',
];

export const PRODUCT_DETAIL: readonly string[] = [
  'Nothing about [it|them] needs a manual.',
  '[It is|They are] simple to start with and hard to give back.',
  'Every part is there for a reason.',
  'After the first try, the old way starts to feel long.',
  'The details have been thought about, so that you need not.',
  '[It works|They work] on busy days, which is when it counts.',
  'No fuss, no clutter, no long learning curve.',
  '[It looks|They look] after the small things, and you get on with the rest.',
  'You stop thinking about the choice, because it simply works.',
  'What you see is what you get, and what you get is made with care.',
  'For {a}, that means one thing less to worry about.',
  'It is the sort of quality that shows after months rather than minutes.',
];

export const PRODUCT_FEATURE: readonly string[] = [
  'You will notice this first: {f}.',
  'There is more to like: {f}.',
  'One detail says a lot: {f}.',
  'And, because it matters every day: {f}.',
];

export const FEATURE_BENEFITS: readonly string[] = [
  'That is one thing less to think about on a busy day.',
  'You feel the difference where it counts, in everyday use.',
  'It saves a small annoyance each time, and those add up.',
  'So you can rely on it without checking twice.',
  'It keeps things simple when the day is not.',
  'That leaves more time for the part you enjoy.',
  'You get it right the first time, without a second try.',
  'It is there when you need it and out of the way when you do not.',
  'It makes the good choice the easy one.',
];

export const PRODUCT_TURN: readonly string[] = [
  'That is where {n} [comes|come] in.',
  'Now picture the same day without the bother.',
  'It does not have to be like that.',
  'With {n}, that part becomes easy.',
];

export const PRODUCT_CLOSE: readonly string[] = [
  'Try [it|them] for yourself and see what changes.',
  'See what a good day with {n} feels like.',
  'Take a look, take your time, and decide.',
  'Give [it|them] a week of ordinary days.',
  'You will know soon whether [it is|they are] right for you.',
  'Start today, and keep it simple.',
  'Come and see.',
];

/** Used in place of the closings above when readers are asked for something. */
export const PRODUCT_GOAL: readonly string[] = [
  'The next step is easy: {g}.',
  'Ready when you are: {g}.',
  'If that sounds right, {g}.',
];

/** What the day is like without it; says nothing that could be wrong about the trade. */
export const PRODUCT_PROBLEM: readonly string[] = [
  'Small annoyances are easy to put up with and hard to forget.',
  'Most of us have learned to live with a way of doing this that was never good.',
  'It is a little thing, until it happens every day.',
  'You can make do, of course, and lose a few minutes each time.',
  'Nobody complains about it out loud, and everybody knows the feeling.',
  'Too often the choice is between cheap and clumsy, or clever and complicated.',
];

/** Titles of news and stories. */
export const PRODUCT_TITLES: readonly string[] = [
  'News from {n}',
  '{n} opens a new chapter',
  'What {n} changes, and for whom',
  '{n}, step by step',
  'A closer look at {n}',
  'Why {n}, and why now',
  '{n}: the story so far',
  'Something new from {n}',
  'How {n} makes an ordinary day easier',
  'Meet {n}',
  'The idea behind {n}',
  '{n} in everyday use',
];
