/** What a feature may mean to somebody who uses it; none of it says more about the feature than its name does. */
export const FEATURE_BENEFITS: readonly string[] = [
  'You will notice it on the day when you need it.',
  'That is one question less to ask before you decide.',
  'Ask yourself where you would miss it most.',
  'Look at this first, because it is easy to judge.',
  'Small as it sounds, this is what you come back to.',
  'Think of the moment in your day when it would count.',
  'It is worth trying with your own hands.',
  'Compare it with what you have now.',
  'This may be what decides it for you.',
  'It matters most on a busy day.',
];

/** Leads of a list of features: `{n}` is the name, `{w}` what it is. */
export const FEATURE_LEADS: readonly string[] = [
  '{n} [is|are] {w}, and here is what that means for you.',
  'Here is {n}, feature by feature.',
  'What is in {n}, and what is in it for you?',
  'A list of features says little, so here is what those of {n} can mean.',
  'Take {n} apart, and this is what you find.',
  'You can read the features of {n} as questions about your own day.',
  'This is {n}, with a word on why each part may matter to you.',
  'Go through {n} with your own day in mind.',
  'The features of {n} are quickly listed; what they are good for takes a few words more.',
  'What would you use first in {n}? Have a look.',
  'Each part of {n} answers a small question.',
  'Let us look at {n} from the side of those who use it.',
];

export const FEATURE_CLOSE: readonly string[] = [
  'Start with the part that you would use today.',
  'You know best which of these counts for you.',
  'If one of them made you nod, {n} [is|are] worth a closer look.',
  'Taken together, that is {n}.',
  'Try the one that you doubt most.',
  'Nobody needs all of it at once.',
  'Choose one, and see {n} from there.',
];

/** Titles of news and stories. */
export const PRODUCT_TITLES: readonly string[] = [
  '{n} has news',
  '{n}: what is new',
  'What {n} has to report',
  'What is new at {n}, in short',
  '{n}: the news in brief',
  '{n} and what comes next',
  'A word from {n} itself',
  '{n} reports',
  'The latest from {n}, in brief',
  '{n} in the news',
];
/** For news without a name to it. */
export const SUBJECT_TITLES: readonly string[] = [
  'News: {s}',
  '{s}: what is new',
  'What there is to say about {s}',
  '{s}, in brief',
  'A first look at {s}',
  'Now public: {s}',
];

/** The news itself, where it is short enough. */
export const NEWS_TITLES: readonly string[] = ['{news.title}'];

export const CASE_TITLES: readonly string[] = [
  'How it went for {customer.the}',
  'A visit to {customer}',
  'What changed for {customer.the}',
  'The story of {customer}',
  'An ordinary day, and {customer}',
  'From problem to answer: {customer}',
  '{customer}, before and after',
  'What was done for {customer.the}',
  'Looking in on {customer}',
  'One problem less for {customer.the}',
];
