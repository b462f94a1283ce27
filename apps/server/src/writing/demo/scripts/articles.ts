import { TOPIC_OPEN } from '../frames/topic.ts';
import type { Script } from '../types.ts';

/** Texts about a subject: `{s}` is the subject, the other slots are what the template asked for. */
export const topic = (...beats: Script['beats']): Script => ({ openings: TOPIC_OPEN, beats });

const POINT = [
  'The thought is this: {point}.',
  'In one line: {point}.',
  'If you read no further, take this with you: {point}.',
  'It comes down to one sentence: {point}.',
  'Here is the heart of it: {point}.',
];

/** Openings, endings and paragraphs of longer texts, by form. */
export const ARTICLE_SCRIPTS: Readonly<Record<string, Script>> = {
  intro: topic(
    {
      say: [
        'There are many ways to talk about {s}, and this page takes the short one.',
        'Everybody has an opinion on {s}, and few have ever written it down.',
        'You can know a good deal about {s} and still miss the point.',
        'Let us begin with {s} as it looks on an ordinary day.',
        'Most pages about {s} begin with a promise; this one begins with a thought.',
        'If {s} [has|have] been on your mind, you are in the right place.',
        'What is worth knowing about {s} fits on a page, so here is the page.',
        'Before anybody gives advice on {s}, a plain look is in order.',
        'Mention {s}, and people think of different things.',
        'This is a page about {s}, and about one thing that often goes unsaid.',
        'It is easy to overlook {s} until the day [it matters|they matter].',
        'Why write about {s} at all? Because there is something simple to say.',
      ],
    },
    { say: POINT },
    {
      say: [
        'Put like that, it sounds obvious, and on most days it is forgotten all the same.',
        'That is quickly said and slowly learned.',
        'You may have noticed it yourself without giving it a name.',
        'It may not sound like much, which is why it gets overlooked.',
      ],
      up_to: 3,
    },
    {
      say: [
        'What follows looks at why that is so, and at what you can do with it.',
        'The next paragraphs show where it helps, where it does not, and how to begin.',
        'We will start small, stay concrete and leave theory for later.',
      ],
      is_new_paragraph: true,
    },
    {
      say: [
        'You will need no special knowledge to follow.',
        'Bring an example of your own; it will be useful.',
        'Where there is no simple answer, you will be told so.',
        'Disagree wherever you like, and note the place.',
      ],
      up_to: 3,
    },
    {
      say: [
        'That is enough of a preface; now to {s}.',
        'Read on with an eye on {s}.',
        'So let us take a closer look at {s}.',
      ],
    },
  ),
  conclusion: topic(
    {
      say: [
        'In the end, {s} [comes|come] down to a few things done with care.',
        'So where does that leave you with {s}?',
        'If one thought about {s} stays with you, let it be the simplest one.',
        'By now {s} should look a little less like a mystery.',
        'What remains of {s}, once the details fade, fits into a few words.',
        'You now know enough about {s} to take the next step.',
        'There is no finish line in {s}, and that is the pleasant part.',
        'Put together, the pieces of {s} make a calm sort of sense.',
        'The last word on {s} belongs to whoever tries.',
        'Close the page, and {s} [begins|begin] in earnest.',
        'It all leads back to where {s} started: a good reason and a small first step.',
        'Before you go, a last word on {s}.',
      ],
    },
    {
      say: [
        'What we have seen is quickly repeated: {points.list}.',
        'The points once more: {points.list}.',
        'This is what to keep: {points.list}.',
      ],
    },
    {
      say: [
        'Taken one by one, these are small things.',
        'None of it is complicated, and all of it can be tried.',
        'Together they change how the whole looks.',
        'If only one of them stays with you, let it be the first.',
        'Nobody does all of it at once.',
      ],
      up_to: 4,
    },
    {
      say: [
        'Now put the page away and look at your own example.',
        'The rest is practice, and practice begins anywhere.',
        'What is left is the part that no page can do for you.',
      ],
      is_new_paragraph: true,
    },
    {
      say: [
        'It does not have to go well the first time.',
        'You will find the places where your case is different, and those are worth a note.',
        'Come back when you have tried it, because it reads differently then.',
        'A first try teaches more than a second reading.',
      ],
      up_to: 3,
    },
    {
      say: [
        'So here is the next step: {goal}.',
        'There is one thing left to do: {goal}.',
        'And now it is your turn: {goal}.',
      ],
      otherwise: ['Begin today, and begin small.'],
    },
  ),
  point: topic(
    {
      say: [
        '{point.say}',
        'Here is a thought that deserves a paragraph: {point}.',
        'It is easily said and rarely tested: {point}.',
        'Start from one observation: {point}.',
        'Consider this for a moment: {point}.',
        'The point is a plain one: {point}.',
        'Look closely, and you may see it too: {point}.',
        'We tend to forget it: {point}.',
        'There is a simple idea behind all this: {point}.',
        'Say it first and explain it afterwards: {point}.',
        'One sentence can carry a good deal: {point}.',
        'What is worth saying here is short: {point}.',
      ],
    },
    {
      say: [
        'That is less obvious than it sounds.',
        'It sounds obvious, and on most days it is forgotten all the same.',
        'At first it sounds like a small thing.',
      ],
    },
    {
      say: [
        'The reason lies in what happens on ordinary days, when nobody is watching.',
        'What we meet every day shapes us more than what we plan.',
        'Things like this work slowly, and so we look for other causes.',
      ],
    },
    {
      say: [
        'Think of the last time you saw it happen.',
        'Take any ordinary week, and look for the moment in which it would have mattered.',
        'Once you have seen it, you begin to see it elsewhere.',
        'There are exceptions, and they are worth knowing, but they do not change the rule.',
        'Nobody needs to take it on trust, since it is easy to try.',
      ],
      up_to: 4,
    },
    { say: ['It touches other things as well, {keywords.list} among them.'], up_to: 1 },
    {
      say: [
        'So it is worth keeping {s} in mind.',
        'That is reason enough to give {s} a second look.',
        'Seen that way, {s} [deserves|deserve] a little more attention.',
      ],
    },
  ),
  newsletter: topic(
    {
      say: [
        'This time it is about {s}.',
        'We have been thinking about {s}, and perhaps you have too.',
        'Good to have you back; today we turn to {s}.',
        'Put the kettle on, because this one is about {s}.',
        'Some letters have a plan, and this one has a subject: {s}.',
        'If {s} [has|have] been on your mind lately, this letter comes at the right time.',
        'Let us talk about {s} for a few minutes.',
        'There is always something to say about {s}, and today we say it.',
        'Hello again, and welcome to a few lines about {s}.',
        'The subject of this letter picked itself: {s}.',
        'You open the letter, and there it is: {s}.',
        'A letter about {s} can be short, so this one is.',
      ],
    },
    {
      say: [
        'It is one of those subjects that look small until you sit down with them.',
        'Everybody knows a little about it, and nobody knows quite the same.',
        'We did not want a lecture, so there is none.',
        'You can read it in one go or in pieces.',
      ],
      up_to: 3,
    },
    {
      say: [
        'Inside you will find this: {inside.list}.',
        'What is inside: {inside.list}.',
        'Here is what we have packed for you: {inside.list}.',
      ],
      is_new_paragraph: true,
    },
    {
      say: [
        'Start wherever you like.',
        'Read the part that you need today, and keep the rest for a slower day.',
        'Nothing in it is homework.',
        'If something is missing, tell us, and we will look into it.',
        'Take from it whatever helps.',
      ],
      up_to: 4,
    },
    {
      say: [
        'And if you have a thought of your own about {s}, write back.',
        'Now over to you, and to {s}.',
        'Enjoy the read, and tell us what you make of {s}.',
      ],
    },
  ),
  page: topic(
    {
      say: [
        'What helps with {s}, what does not, and where to begin.',
        'A short, clear page about {s}.',
        'Find out what matters in {s}, in plain words.',
        'Learn about {s} without jargon.',
        'All about {s} on one page.',
        'A plain introduction to {s}.',
        'Read what to know about {s} before you start.',
        'Start here for {s}.',
        'Questions about {s}? Begin with this page.',
        'The useful part of {s}, in a few minutes.',
        'A calm guide to {s}.',
        'This page takes {s} step by step.',
      ],
    },
    {
      say: [
        'Also on this page: {keywords.list}.',
        'With a word on {keywords.list}.',
        'It touches on {keywords.list}.',
      ],
    },
    {
      say: [
        'It is for people who would rather begin than read on.',
        'It will do for a first visit and for a second look.',
        'No special knowledge needed.',
        'Take what you need.',
        'Read it in one go or bit by bit.',
        'Plain words only.',
      ],
      up_to: 3,
    },
  ),
};

/** What can be said of a subject that no field claims: a look at it, an example, what follows. It gives no advice. */
export const REFLECTION: Script['beats'] = [
  {
    say: [
      'Seen from a distance it looks like one thing; from close by it is several.',
      'Most of it happens quietly, and that is why it is easily missed.',
      'There is what everybody says, and there is what you find when you look.',
      'Some of it is plain at first sight, and some of it takes a while.',
      'People see different things in it, and most of them are right in part.',
    ],
    up_to: 2,
  },
  {
    say: [
      'Think of the last time it mattered to you, and of what you noticed first.',
      'Take one small part and look at it for longer than you need to.',
      'Ask somebody who knows, and listen for what they mention first.',
      'Compare today with some time ago, and note what is different.',
      'Try to describe it to somebody who has never heard of it.',
    ],
    up_to: 2,
  },
  {
    say: [
      'What you notice depends on where you stand, so it is worth moving a little.',
      'The details say more than the summary.',
      'Once you have seen that, you begin to see it elsewhere.',
      'It does not have to be settled today.',
      'The small differences are often the telling ones.',
      'Nobody has to see it the same way.',
    ],
    up_to: 4,
    is_new_paragraph: true,
  },
  {
    say: [
      'There will be more to say about {s}.',
      'The rest of {s} is for you to find.',
      'Perhaps that is what makes {s} worth a second look.',
      'It is a small thought, and a good place to leave {s} for now.',
      'With that in mind, {s} may look a little different.',
      'So much for {s}, for now.',
    ],
  },
];
