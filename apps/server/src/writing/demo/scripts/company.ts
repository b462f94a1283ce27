import type { Beat, Script } from '../types.ts';
import { ATTENTION } from './offers.ts';
import { RELEASE_OF_SUBJECT } from './told.ts';

/** Texts in which a company speaks: what it is and what is new. */
const NEW: readonly string[] = [
  'New in {n}: {changed}.',
  '{n} [has|have] learned something new: {changed}.',
  'Here is a change in {n} that you may notice at once: {changed}.',
  'One thing is different in {n} now: {changed}.',
  'We have changed something in {n}: {changed}.',
  'Here is what is new with {n}: {changed}.',
  'If you use {n}, this is for you: {changed}.',
  'A short piece of news from {n}: {changed}.',
  'The news from {n} is quickly told: {changed}.',
  'Good news from {n}: {changed}.',
  'Let us show you what has changed in {n}: {changed}.',
  'You may have been waiting for this in {n}: {changed}.',
];

const BIO: readonly string[] = [
  '{n} [is|are] {w}.',
  '{n} {does}.',
  'Behind the name {n} stands one plain idea: {what}.',
  '{n}: {what}.',
  'What is {n}? {what}.',
  'If you ask what {n} is about, the answer is short: {what}.',
  'The name {n} stands for one thing: {what}.',
  'At {n}, everything begins with one idea: {what}.',
  'In a sentence, this is {n}: {what}.',
  'Those who ask about {n} get a plain answer: {what}.',
  'Start with the name, {n}, and with what it means: {what}.',
  'Here is {n}, told in one line: {what}.',
];

const OFFERED: readonly string[] = [
  '{n} [is|are] {w}.',
  'For {a}: {n}, {w}.',
  '{n}: {w}, for {a}.',
  'Meet {n}, {w}.',
  'In one line, {n} [is|are] {w}.',
  'Say {n}, and you mean {w}.',
  'What {n} [is|are] can be said quickly: {w}.',
  'Here [is|are] {n}: {w}.',
  'Picture {w}, and you have {n}.',
  'The idea of {n} is simple: {w}.',
  '{n} in a sentence: {w}.',
  'This is {n}, {w}, for {a}.',
  'One line about {n}: {what}.',
];

const HERO_MORE: readonly string[] = [
  'This is for {a}.',
  'Look once, and you will know whether it fits.',
  'Think of where it would stand in your day.',
  'One look says more than a long page.',
  'Start small.',
  'The rest is yours to find out.',
  'See for yourself.',
];

const company = (...beats: readonly Beat[]): Script => ({ openings: ATTENTION, beats });

const VALUE_BEATS: readonly Beat[] = [
  { say: OFFERED },
  {
    say: [
      'If you have relied on {alternative} so far, compare the two on an ordinary day.',
      'You could stay with {alternative}; you could also see what {n} [changes|change].',
      'Put it beside {alternative} and decide for yourself.',
      'Think of it for the days when {alternative} will not do.',
    ],
  },
  {
    say: [
      'For {a}, the comparison is quickly made.',
      'The choice is yours, and it takes no expert.',
      'Look at both once, and you will know.',
      'Look once, and you will know.',
      'Judge it by an ordinary day.',
      'You decide.',
      'One try will tell.',
    ],
    up_to: 3,
  },
];

/** What a company writes about itself, by form. */
export const COMPANY_SCRIPTS: Readonly<Record<string, Script>> = {
  announce: {
    openings: RELEASE_OF_SUBJECT,
    beats: [
      {
        say: [
          'We have news for you: {s}.',
          'It is time to tell you about {s}.',
          'There is something new, and it is {s}.',
          'You are among the first to hear of {s}.',
          'We are glad to announce {s}.',
          'Here [it is|they are]: {s}.',
          'Some of you have asked, so here is a word on {s}.',
          'Today we have one piece of news: {s}.',
          'Let us tell you about {s}.',
          'This is the moment to mention {s}.',
          'A short announcement about {s}.',
        ],
      },
      {
        say: [
          'It began as an idea, as most things do.',
          'We could say a good deal about it, and we would rather show it.',
          'It is new, so it will still find its shape.',
          'What matters now is what you make of it.',
        ],
        up_to: 3,
      },
      {
        say: [
          'Have a first look, and take your time.',
          'If you like it, pass it on to one person who would like it too.',
          'If you do not, tell us why; that helps as much.',
          'Questions are welcome, including the simple ones.',
          'What would you like to see next?',
          'Thank you to everybody who has listened, asked and waited.',
        ],
        up_to: 5,
        is_new_paragraph: true,
      },
      {
        say: [
          'We look forward to hearing what you think of {s}.',
          'So much for now about {s}; the rest is up to you.',
          'Come and see {s} for yourself.',
        ],
      },
    ],
  },
  announcement: company(
    { say: NEW },
    {
      say: [
        'It is a change that is quicker to use than to describe.',
        'The sentence is short, and so is the way to try it.',
        'That is the whole of it, and you can see it for yourself.',
      ],
      up_to: 2,
    },
    {
      say: [
        'For {a}, it is one thing to look at anew.',
        'It is a change for {a}.',
        'If you are wondering whether it is for you: it is for {a}.',
      ],
      otherwise: ['You will know best where it helps.'],
      is_new_paragraph: true,
    },
    {
      say: [
        'Look at it the next time you have a quiet minute.',
        'The simplest way to understand it is to use it once.',
        'Try it on something small first.',
        'See how it fits the way you work.',
        'Nothing says that you have to change your habits for it.',
        'If you liked the old way, compare the two for a while.',
        'A minute with it says more than another paragraph.',
        'Show it to somebody who asked for it.',
        'If something about it is unclear, that is worth knowing, so write to us.',
      ],
      up_to: 5,
    },
    {
      say: [
        'Have a look at {n}, and let us know what you think.',
        'Tell us how {n} works for you now; that is how the next change begins.',
        'We are curious what you will do with {n}.',
        'Questions about {n} are welcome, and so are doubts.',
      ],
      is_new_paragraph: true,
    },
  ),
  bio: company(
    { say: BIO },
    {
      say: [
        'The work has been going on {since.time}.',
        '{n} has been at it {since.time}.',
        'It has been that way {since.time}.',
      ],
      otherwise: ['Since when, and where: {since.np}.'],
    },
    {
      say: [
        'What it does can be said in a sentence, and that is on purpose.',
        'The sentence is short because the work is not.',
        'There is more to tell, and it is better told in person.',
      ],
      up_to: 2,
    },
    {
      say: [
        'Ask what {n} cares about, and you will be shown rather than told.',
        'The people behind {n} would rather show their work than describe it.',
        '{n} prefers to be judged by what it does.',
      ],
      is_new_paragraph: true,
    },
    {
      say: [
        'Big words are left to others.',
        'Whoever wants to know more is welcome to ask.',
        'Questions are welcome, and so is doubt.',
        'What matters is whether it is of use to somebody on an ordinary day.',
        'If a thing can be done plainly, it is done plainly.',
      ],
      up_to: 4,
    },
  ),
  value: company(...VALUE_BEATS),
  hero: company({ say: OFFERED }, { say: HERO_MORE, up_to: 4 }),
};
