import type { Beat, Script } from '../types.ts';

/**
 * Texts that offer something. `{n}` is its name, `{w}` what it is, `{does}` what it does, `{a}` who it is for. Nothing
 * here says more about it than the reader did: what the frames add is about the reader's own day.
 */
export const ATTENTION: readonly string[] = [
  'Somewhere in an ordinary day there is a moment that could be easier, and {n} [begins|begin] there.',
  'Stop for a second and think of an ordinary day: this is about {n}.',
  'Nobody wakes up thinking about {n}, and then the day begins.',
  'A word to {a}: here [is|are] {n}.',
  'What would {a} change first, given the choice? {n} [is|are] one answer.',
  'Some things explain themselves in use, and {n} [is|are] meant to be among them.',
  'Put everything else aside for a moment and look at {n}.',
  'Here is a thought for an ordinary day: {n}.',
  'If you have ever wished for {ws}, {n} will sound familiar.',
  'Picture {w}, and you have {n}.',
  'Meet {n}: {w}.',
  'You have a minute, and {n} [needs|need] no more than that.',
  'Let us be brief and begin with {n}.',
  'You know your own day best, so judge for yourself where {n} would fit.',
  'There is a quiet way to make a day better, and {n} [is|are] about just that.',
  'For once, no big words: this is {n}.',
  'This page is for {a}, and for {n}.',
];

/** Says what it is, after an opening that did not. */
const WHAT: Beat = {
  say: [
    '[It is|They are] {w}.',
    'In plain words, [it is|they are] {w}.',
    'What is it? {w}, no more and no less.',
  ],
  otherwise: ['{n} {does}.', 'In plain words: {what}.'],
};

const INTEREST: readonly string[] = [
  'The question is not what else there is, but what you would choose on an ordinary day.',
  'You can judge that best with your own hands and your own habits.',
  'The rest is better seen than described.{what.given}',
  'Read that once more, and think of where it would fit.{what.given}',
  'There is no trick to it: you look, you try, you decide.',
  'Everything else follows from that one idea.{what.given}',
  'It is a small idea, and small ideas are the ones that find room.{what.given}',
  'Look at [it|them] from all sides before you make up your mind.',
  'Ask yourself when you would think of [it|them], and how often.',
  'You need no expert to tell you whether it suits you.',
];

const DESIRE: readonly string[] = [
  'Picture an ordinary day with {ws} in it.',
  'Imagine tomorrow, with {n} already in [its|their] place.',
  'Now picture the hour at which you would think of [it|them].',
  'Now think of {a} on an ordinary day, with one thing less to look for.',
  'Picture the day as it is, and then the same day with {n} in it.',
  'Then think of a tired day, because that is the day that counts.',
];

const DESIRE_MORE: readonly string[] = [
  'Small changes are the ones that stay, because you meet them every day.',
  'You would not talk about it much; you would simply be glad.',
  'What you would notice first is up to you.',
  'Think of a Monday rather than of a holiday.',
  'Nobody else has to notice.',
  'It need not be a big change to be a welcome one.',
  'The best sign would be that you stop thinking about it.',
];

/** Asks for what the reader is to do; without such an act it ends on the name. */
export const ACTION: Beat = {
  say: [
    'If that sounds right, {goal.act}.',
    'The next step is a small one: {goal}.',
    'There is one thing left to do: {goal}.',
    '{goal.cap}, and see for yourself.',
    'Ready when you are: {goal}.',
  ],
  otherwise: [
    'Take a look at {n}, take your time, and decide.',
    'See for yourself where {n} [fits|fit] into your day.',
    'Come and see {n} for yourself.',
    'Try {n} once, and let that decide.',
    'Give {n} an ordinary day, and you will know.',
  ],
};

const ACTION_MORE: readonly string[] = [
  'You decide afterwards, and not before.',
  'It takes no more than a start.',
  'Begin with something small.',
  'The rest can wait.',
];

const TROUBLE: readonly string[] = [
  'The trouble has a name: {problem}.',
  'One problem, and you will know it at once: {problem}.',
  'You know how it goes: {problem}.',
  'It is a familiar story: {problem}.',
  'Say it out loud, and heads begin to nod: {problem}.',
  'The problem fits into one line: {problem}.',
  'Here is what an ordinary day can look like: {problem}.',
  'Let us begin with what is wrong: {problem}.',
  'It should not be this way, and yet it is: {problem}.',
  'First the bad part: {problem}.',
  'A small thing, until it is your thing: {problem}.',
  'You never quite get used to {problem.np}.',
  'Nobody plans for {problem.np}.',
  'Most of us simply put up with {problem.np}.',
  'Ask around about {problem.np}, and somebody will sigh.',
];

const AGITATE: readonly string[] = [
  'It costs a little each time, and nobody counts how often.',
  'You work around it, and soon the way around becomes the way.',
  'Worse, it comes back on the days when you have the least patience for it.',
  'After a while you stop complaining, which is not the same as being fine.',
  'The longer it goes on, the more normal it begins to look.',
  'It takes the pleasure out of things that ought to be easy.',
  'Nobody puts it on a list, and so it stays.',
];

const DOUBT: readonly string[] = [
  '{objection.quoted} is a fair thing to say about {n}.',
  'When {n} [comes|come] up, somebody may well say {objection.quoted}.',
  'The honest objection to {n} goes like this: {objection.quoted}.',
  'Before you look at {n}, you may say {objection.quoted}.',
  'There may be one good reason not to want {n}: {objection.quoted}.',
  'Let us start with the doubt about {n}: {objection.quoted}.',
  'Say it plainly before we say a word for {n}: {objection.quoted}.',
  'A reasonable person looks at {n} and thinks {objection.quoted}.',
  'Any honest talk about {n} has to begin here: {objection.quoted}.',
  'If your answer to {n} is {objection.quoted}, you are in good company.',
  '{objection.quoted}: if that is your answer to {n}, please read on.',
  'You hear about {n}, and your first thought is {objection.quoted}.',
];

const BEFORE: readonly string[] = [
  'Before {n}, there is a corner of the day that never quite works.',
  'Before {n}, you make do, and you know that you are making do.',
  'Think of the time before {n}, which for most people is right now.',
  'Today, without {n}, you find a way around and call it normal.',
  'Before {n}, there is the old way, and everyone knows it by heart.',
  'Here is the before, without {n}: a little bother, every day.',
  'Picture {a} on an ordinary day, before {n}.',
  'Right now the day goes on without {n}, and something else fills the gap.',
  'Life before {n} is not terrible; it is only harder than it needs to be.',
  'Every before has an after, so start with the day as it is before {n}.',
  'Start with how things are before {n}: good enough, on good days.',
  'The before is easy to describe: a day without {n}, and a way of coping.',
];

const PROMISE: readonly string[] = [
  'The promise behind {n} is a plain one.',
  'What {n} [promises|promise] fits on a postcard.',
  'There is a promise in {n}, and it is not a loud one.',
  'Hold {n} to this: one thing, done properly.',
  '{n} [promises|promise] nothing grand, only a better ordinary day.',
  'The offer is clear: {n}, and an easier day.',
  'A promise is worth making only if it can be checked, so here [is|are] {n}.',
  'What can {n} do for you? Start with the plain answer.',
  'Let us promise little and begin with {n}.',
  'With {n}, the promise comes first and the proof right after.',
  'One promise, and {n} [keeps|keep] it short.',
];

const SPOKEN: readonly string[] = [
  'This part of the show belongs to {n}.',
  'A short word about {n} before we go on.',
  'Let me take half a minute for {n}.',
  'This episode is brought to you by {n}.',
  'While you are listening, here is {n}.',
  'Thanks to {n} for being with us today.',
  'If your hands are busy, just remember one name: {n}.',
  'Here is something you can picture with your eyes closed: {n}.',
  'Quick break, and a good reason for it: {n}.',
  'You will hear one name in this break, and it is {n}.',
  'Before the next question, let me tell you about {n}.',
];

const PRODUCT: readonly string[] = [
  'Here [is|are] {n}, in a few plain words.',
  'What you see first is what {n} [is|are] about.',
  'There is not much to explain about {n}, and that is meant well.',
  ...ATTENTION.filter((frame) => !/no more than that|page/.test(frame)),
];

const offer = (...beats: readonly Beat[]): Script => ({ openings: ATTENTION, beats });

/** Offers by form, each with the beats that its name promises. */
export const OFFER_SCRIPTS: Readonly<Record<string, Script>> = {
  aida: offer(
    { say: ATTENTION },
    { ...WHAT, is_new_paragraph: true },
    { say: INTEREST, up_to: 2 },
    { say: DESIRE, is_new_paragraph: true },
    { say: DESIRE_MORE, up_to: 4 },
    { ...ACTION, is_new_paragraph: true },
    { say: ACTION_MORE, up_to: 1 },
  ),
  problem: offer(
    { say: TROUBLE },
    { say: AGITATE, is_new_paragraph: true },
    { say: AGITATE, up_to: 3 },
    {
      say: [
        'This is where {n} [comes|come] in: {w}.',
        'That is why there [is|are] {n}, {w}.',
        'So here [is|are] {n}: {w}.',
      ],
      otherwise: ['This is where {n} [comes|come] in.', 'That is what {n} [is|are] for.'],
      is_new_paragraph: true,
    },
    {
      say: [
        'It will not change everything, and it does not need to.',
        'Nothing has to be perfect for this one thing to get easier.',
        'You need not rearrange your life to find out.',
        'The aim is modest: one trouble less.',
        'One thing at a time, beginning with this one.',
      ],
      up_to: 3,
    },
    ACTION,
  ),
  'before-after': offer(
    { say: BEFORE },
    {
      say: [
        'You have learned to live with it, which is a polite way of giving up.',
        'Nothing is broken, and nothing is quite right.',
        'The same small bother comes round again, and you deal with it again.',
        'You could explain to anybody why it is this way, and that does not make it better.',
      ],
      up_to: 2,
    },
    {
      say: [
        'Now the after: the same day, and the bother is gone from it.',
        'After, the day looks the same from outside and feels lighter from inside.',
        'Now turn the page: same day, same people, one worry less.',
        'Then picture it after: {a}, and a day with one thing less to work around.',
      ],
      is_new_paragraph: true,
    },
    {
      say: [
        'You notice it first by what you no longer do.',
        'Nobody applauds, and that is as it should be.',
        'It is not a new life; it is the old one with better edges.',
        'What used to need a plan would need a moment.',
        'You would hardly remember how it was before.',
      ],
      up_to: 2,
    },
    {
      say: [
        'The bridge between the two is {n}: {w}.',
        'What takes you across is {n}, {w}.',
        'In between stands {n}: {w}.',
      ],
      otherwise: ['The bridge between the two is {n}.', 'What takes you across is {n}.'],
      is_new_paragraph: true,
    },
    {
      say: [
        'A bridge does not carry you; it lets you walk.',
        'The first few steps are the ones that feel new.',
        'The way across is short, and you can turn round at any time.',
        'You need not cross over in one go.',
        'You will know when you have arrived.',
      ],
      up_to: 2,
    },
    {
      say: [
        'Take the first step with {n} when you are ready.',
        'For {a}, the first step with {n} is the one that counts.',
        'Walk across with {n} once, and then decide on which side you like it better.',
      ],
    },
  ),
  promise: offer(
    { say: PROMISE },
    WHAT,
    { say: INTEREST, up_to: 2 },
    { say: DESIRE, is_new_paragraph: true },
    { say: DESIRE_MORE, up_to: 3 },
    {
      say: [
        'There is proof, too: {proof}.',
        'Do not take our word for it: {proof}.',
        'What speaks for it is easy to check: {proof}.',
        'And this is more than a promise: {proof}.',
      ],
      otherwise: ['The proof is in the using, and you can begin at once.'],
      is_new_paragraph: true,
    },
    {
      say: [
        'That is the kind of proof that needs no frame.',
        'It says more than a longer list would.',
        'You can ask, look and compare before you believe it.',
      ],
      up_to: 2,
    },
    { ...ACTION, is_new_paragraph: true },
    { say: ACTION_MORE, up_to: 2 },
  ),
  objection: offer(
    { say: DOUBT },
    {
      say: [
        'That is true as far as it goes, and nobody should talk you out of it.',
        'You may well be right, and then you need nothing new.',
        'It is a good objection, because it comes from experience.',
        'We would not argue with it.',
      ],
    },
    {
      say: [
        'Still, look at what [it is|they are]: {w}.',
        'All the same, [it is|they are] {w}, and that may be a different thing.',
      ],
      otherwise: ['Still, it may be a different thing from the one you know.'],
    },
    {
      say: [
        'The question is not whether what you have is good, but whether it helps at the moment that bothers you.',
        'Doubt is cheap to test and expensive to keep.',
        'Anything new has to earn its place, and this is no exception.',
        'Compare the two on an ordinary day, side by side.',
        'If nothing changes, you have your answer. If something does, you have a better one.',
      ],
      up_to: 4,
      is_new_paragraph: true,
    },
    {
      say: [
        'Keep the doubt, and let {n} answer it in use.',
        'Try {n} with that sentence in mind, and see whether it survives.',
        'Ask us about {n}, and we will answer as plainly as you asked.',
      ],
    },
  ),
  'feed-ad': offer({ say: ATTENTION }, WHAT, { say: [...INTEREST, ...DESIRE_MORE], up_to: 3 }, ACTION),
  podcast: offer(
    { say: SPOKEN },
    { ...WHAT, say: ['It is {w}.', 'In plain words, it is {w}.', 'What is it? {w}.'] },
    { say: [...INTEREST, ...DESIRE_MORE], up_to: 3 },
    { say: DESIRE, is_new_paragraph: true },
    ACTION,
    { say: ['The name again: {n}.', 'Once more, so that you can find it: {n}.'] },
  ),
  product: offer(
    { say: PRODUCT },
    WHAT,
    {
      say: [
        'The details that count: {features.list}.',
        'What belongs to it: {features.list}.',
        'Look for these: {features.list}.',
      ],
    },
    { say: INTEREST, up_to: 2 },
    { say: DESIRE, is_new_paragraph: true },
    { say: DESIRE_MORE, up_to: 4 },
    ACTION,
  ),
};
