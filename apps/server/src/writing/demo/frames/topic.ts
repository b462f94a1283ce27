import type { Tone } from '../types.ts';

/** First sentences that fit any subject. `[is|are]` agrees with the subject, `[it|they]` stands for it. */
export const TOPIC_OPEN: readonly string[] = [
  'There is more to {s} than meets the eye.',
  'Everybody has a picture of {s}, and hardly two are alike.',
  'Start with what you know of {s}, because it is usually more than you think.',
  'Look at {s} from close by, and the picture becomes simpler.',
  'You can pass by {s} for years without a second look.',
  'Let us begin with {s} just as [it is|they are].',
  'Whatever you have heard of {s}, a closer look is worth the time.',
  'What is there to say about {s}? More than fits here, and less than you fear.',
  'Ask around about {s}, and the useful answers turn out to be much alike.',
  'Take {s} one piece at a time, and begin with the nearest.',
  'Most people come to {s} with more advice than they can use.',
  'Somewhere between too much advice and none at all, {s} [becomes|become] simple again.',
];

export const TOPIC_OPEN_BY_TONE: Readonly<Record<Tone, readonly string[]>> = {
  plain: [
    'Here is what helps with {s}, in plain words.',
    'A clear look at {s} saves a good deal of trouble later.',
    'A few plain words about {s} go a long way.',
  ],
  warm: [
    'You don’t need to be an expert to have a word on {s}.',
    'If you are new to {s}, welcome; you have picked a good place to start.',
    'Let’s talk about {s} the way a good neighbour would, without the jargon.',
    'Come closer, because {s} [is|are] friendlier than the name suggests.',
    'Pull up a chair, and let’s see what {s} [has|have] to offer.',
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
    'With {s}, the details deserve more attention than the headline.',
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

/** First sentences of a text that goes on where another stops. */
export const CONTINUE: readonly string[] = [
  'That is one side of {s}, and there is another.',
  'Stay with {s} for a moment.',
  'There is more to {s} than that.',
  'What comes next belongs to {s} as well.',
  'Look again at {s}, a little longer this time.',
  'From here, {s} can be seen from another side.',
  'And then there is the quieter part of {s}.',
  'That is not yet all there is to {s}.',
  'It is worth going on with {s}, because the second look is often the better one.',
  'Leave it at that for now, and come back to {s}.',
  'Which brings us back to {s}.',
  'So far, so good; but {s} [has|have] another side as well.',
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
