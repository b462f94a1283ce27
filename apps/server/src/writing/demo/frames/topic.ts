import type { Tone } from '../types.ts';

/** First sentences that fit any subject. `[is|are]` agrees with the subject, `[it|they]` stands for it. */
export const TOPIC_OPEN: readonly string[] = [
  'Most people come to {s} with more advice than they can use.',
  'The first thing to know about {s} is how little you need to begin.',
  'Somewhere between too much advice and none at all, {s} [becomes|become] simple again.',
  '{s} [rewards|reward] attention more than money.',
  'Good results with {s} come from a few habits, kept on ordinary days.',
  'What people get wrong about {s} is usually the pace.',
  'Before the details, a plain truth about {s}: small and regular beats big and rare.',
  'Ask ten people about {s}, and the useful answers turn out to be much alike.',
  'Think of {s} less as a talent and more as a practice.',
  'A good start with {s} takes an afternoon and a little curiosity.',
];

export const TOPIC_OPEN_BY_TONE: Readonly<Record<Tone, readonly string[]>> = {
  plain: [
    'Here is what helps with {s}, in plain words.',
    'A clear look at {s} saves a good deal of trouble later.',
    'The basics of {s} fit on one page.',
  ],
  warm: [
    'You don’t need to be an expert to enjoy {s}.',
    'If you are new to {s}, welcome; you have picked a good place to start.',
    'Let’s talk about {s} the way a good neighbour would, without the jargon.',
    'Be kind to yourself with {s}: everyone’s first try looks a bit crooked.',
    'There is real comfort in {s}, once the worry about doing it right wears off.',
  ],
  bold: [
    'Forget most of what you have heard about {s}.',
    '{s} [deserves|deserve] better than half-hearted advice.',
    'Stop waiting for the perfect moment to think about {s}.',
    'Here is the case for {s}, without the padding.',
    'You can keep reading about {s}, or you can begin.',
  ],
  expert: [
    'A sound approach to {s} begins with a clear view of what matters.',
    '{s} [calls|call] for judgement more than enthusiasm.',
    'The fundamentals of {s} are well understood, even if they are often skipped.',
    'Any serious discussion of {s} should begin with purpose.',
    'With {s}, consistency is worth more than intensity.',
  ],
};

/** Titles for outlines and articles. */
export const TITLES: readonly string[] = [
  '{s}: where to begin',
  'A calm guide to {s}',
  '{s}, made simple',
  'What nobody tells you about {s}',
  'Getting {s} right from the start',
  '{s}: the parts that matter',
  'The honest beginner’s guide to {s}',
  'Everything you need for {s}, and nothing more',
  '{s} without the stress',
  'A fresh look at {s}',
  'The small habits behind {s}',
  '{s}: a practical start',
  'How to think about {s}',
  '{s}, one step at a time',
];

export const LIST_LEADS: readonly string[] = [
  'A short list for {s}, in the order that helps most.',
  'If you remember only a few things about {s}, make it these.',
  'These are the points about {s} that hold up in practice.',
  'Start anywhere; each of these makes {s} a little easier.',
  'When it comes to {s}, a handful of habits does most of the work.',
  'Here is what to keep in mind about {s}.',
  'For {s}, the simple things come first.',
  'None of this is complicated, and all of it helps with {s}.',
  'Keep this close the next time {s} [comes|come] up.',
  'What follows is {s} in small, doable pieces.',
  'Good advice on {s} tends to be short.',
  'Print this, pin it up, and let {s} look after [itself|themselves].',
];

export const CONTINUE: readonly string[] = [
  'That is only half of it, because {s} [has|have] a practical side as well.',
  'So what does this mean for {s} on an ordinary day?',
  'Which brings us to the part of {s} that people tend to skip.',
  'The same holds for {s} once the first excitement is over.',
  'From here on, {s} [becomes|become] a matter of habit.',
  'With that settled, {s} [gets|get] easier in small ways that add up.',
  'None of this needs to happen at once; {s} can grow at your own pace.',
  'There is one more thing to say about {s}, and it is the useful one.',
  'Look again at {s} with this in mind, and the next step is easy to see.',
  'What usually surprises people about {s} comes next.',
  'In practice, {s} [asks|ask] for less than you might fear.',
  'Put to work, the idea changes how {s} [feels|feel].',
];

/** First sentences of a conclusion. */
export const CLOSING: readonly string[] = [
  'In the end, {s} [comes|come] down to a few things done with care.',
  'So where does that leave you with {s}?',
  'If one thought about {s} stays with you, let it be the simplest one.',
  'By now {s} should look a little less like a mystery.',
  'What remains of {s}, once the details fade, is a way of paying attention.',
  'None of what makes {s} work is out of your reach.',
  'You now know enough about {s} to take the next step.',
  'There is no finish line in {s}, and that is the pleasant part.',
  'Put together, the pieces of {s} make a calm sort of sense.',
  'The last word on {s} belongs to whoever tries.',
  'Close the page, and {s} [begins|begin] in earnest.',
  'It all leads back to where {s} started: a good reason and a small first step.',
];

/** Questions that any subject can be asked, each with the kind of answer that fits. */
export const QUESTIONS: readonly { ask: string; role: 'detail' | 'problem' | 'turn' | 'close' }[] = [
  { ask: 'What is the best way to start with {s}?', role: 'detail' },
  { ask: 'What do people get wrong about {s}?', role: 'problem' },
  { ask: 'What makes the biggest difference?', role: 'detail' },
  { ask: 'When does it get easier?', role: 'turn' },
  { ask: 'What should I keep an eye on?', role: 'problem' },
  { ask: 'Is there a habit worth keeping?', role: 'detail' },
  { ask: 'What if I only have a little time?', role: 'detail' },
  { ask: 'What is the one thing to remember?', role: 'close' },
];
