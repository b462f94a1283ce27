import type { Beat, Script } from '../types.ts';
import { ATTENTION } from './offers.ts';

/** Texts in which a company speaks: what it is, what is new, what it did for somebody. */
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

const RELEASE: readonly string[] = [
  '{n} has news to share.',
  'There is something new to report from {n}.',
  'A new step begins at {n}.',
  'What had been in preparation at {n} is now public.',
  '{n} makes a change known today.',
  'The latest from {n} can be told in one sentence.',
  'There is a piece of news from {n}.',
  'For everyone who follows {n}, there is news.',
  'A piece of news from {n} deserves a page of its own.',
  '{n} announces what comes next.',
  'Here is what is new at {n}, and who speaks about it.',
  'Those who know {n} will want to hear this.',
];

const CASE: readonly string[] = [
  'This is a story about {customer}, and it begins on an ordinary day.',
  'Picture {customer} on an ordinary morning, before anybody is in a hurry.',
  'Some stories need no hero with a cape, only {customer}.',
  'It is worth looking at {customer} for a moment.',
  'Think of {customer}, and of a day like any other.',
  'The scene is {customer}, and the day has just begun.',
  'Let us look in on {customer}.',
  'If you had walked in on {customer} some time ago, you might have noticed nothing at all.',
  'At the centre of this story stands {customer}.',
  'Not every good story is loud; this one belongs to {customer}.',
  'Begin with {customer}, and with a worry that many will know.',
  'What happened to {customer} could have happened to others.',
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

/** What a story says between its facts: true of nearly any trouble that somebody put an end to. */
export const CASE_SCRIPT: Script = company(
  { say: CASE },
  {
    say: [
      'There is work to do, people to look after, and little time for anything else.',
      'Doors open, doors close, and in between there is the work.',
      'The people there know what they do, and they do it every day.',
      'Nothing about it looks like a case study, and that makes it one.',
      'Nobody there was looking for a story, which is often how the good ones start.',
    ],
    up_to: 3,
  },
  {
    say: [
      'The problem was easy to describe and hard to live with: {problem}.',
      'What was wrong fits into one sentence: {problem}.',
      'And yet something was not right: {problem}.',
      'The trouble was plain enough: {problem}.',
    ],
    is_new_paragraph: true,
  },
  {
    say: [
      'Problems like that rarely arrive all at once. They settle in, and after a while everyone works around them.',
      'Nobody plans for such a thing; one day it is simply how things are.',
      'You can get used to nearly anything, and that is the trouble.',
      'Most days it was a remark in passing, and on some days it was more.',
      'From outside it may have looked like a detail, and details are what a day is made of.',
      'It was nobody’s fault, and it was everybody’s day.',
    ],
    up_to: 4,
  },
  {
    say: ['Then something was done about it: {did}.', 'The answer was not a grand plan: {did}.', 'This is what happened next: {did}.'],
    is_new_paragraph: true,
  },
  {
    say: [
      'A step like that is easy to overlook, and it is a step all the same.',
      'It could be explained in a minute, which is a good sign.',
      'Nobody called it a project.',
      'Sometimes that is all it takes: somebody looks closely and then acts.',
      'It did not ask anybody to become a different person.',
      'The order matters: first the problem, then the answer.',
    ],
    up_to: 4,
  },
  {
    say: [
      'What is different now can be said in one line: {result}.',
      'And today? The result speaks for itself: {result}.',
      'Here is how it stands now: {result}.',
      'The result is easy to see: {result}.',
    ],
    is_new_paragraph: true,
  },
  {
    say: [
      'That sentence is worth reading twice, because it began as a worry.',
      'It is the kind of result that you notice on an ordinary day.',
      'Nobody had to be persuaded of it; it could be seen.',
      'It is not a miracle, only a difference.',
      'Put the two sentences side by side, the first and this one.',
      'A change is real when it stops being news.',
    ],
    up_to: 3,
  },
  {
    say: [
      'Anybody who recognises the beginning of this story may recognise the end as well.',
      'What others can take from {customer.the} is this: name the problem first, and keep the answer close to it.',
      'If your own day begins like this one, it may help to begin with the same question: what is in the way?',
    ],
    is_new_paragraph: true,
  },
  {
    say: [
      'Start with the one thing that comes back every week.',
      'The credit belongs to {customer.the}.',
      'A small answer that is used beats a large one that is planned.',
    ],
    up_to: 2,
  },
);

/** For news without a name to it. */
const RELEASE_OF_SUBJECT: readonly string[] = [
  'There is news to share about {s}.',
  'This release is about {s}.',
  'Something new can be reported about {s}.',
  'The news is quickly told: {s}.',
  'What had been in preparation is now public: {s}.',
  'A new step begins with {s}.',
  'Today is the day to speak about {s}.',
  'The subject of this page is {s}.',
  'Those who have waited for {s} will want to read this.',
  'Here is what is new, in one line: {s}.',
  'It is time to announce {s}.',
];

/** A release: the news, who says so, and where to ask. */
export const NEWS_SCRIPT: Script = {
  openings: RELEASE_OF_SUBJECT,
  beats: [
  { say: RELEASE },
  { say: ['{news.say}', 'The news in one sentence: {news}.', 'In short: {news}.'] },
  {
    say: [
      'It is told here as it stands, without ornament.',
      'Nothing more needs to be said for the news to be clear.',
      'The announcement is short on purpose, so that the news can stand by itself.',
      'What it means in daily work will show from here on.',
      'It is a step that can be seen, and not only described.',
    ],
    up_to: 2,
  },
  { say: ['{quote}.'], is_new_paragraph: true },
  {
    say: [
      'Behind such a sentence there is usually a longer conversation.{quote.given}',
      'Those words may say more about the reasons than a longer statement would.{quote.given}',
    ],
    up_to: 2,
  },
  {
    say: [
      'For those who know {n} already, the most useful question is what changes for them.',
      'Whoever hears of {n} for the first time will want to know what the news is about.',
    ],
    otherwise: ['The most useful question for any reader is what changes for them.'],
    is_new_paragraph: true,
  },
  {
    say: [
      'The answer depends on where they stand: as a customer, as a neighbour, as a colleague or as somebody who has only just become curious.',
      'What stays the same matters as much as what is new, and both are worth asking about.',
      'A change of this kind begins on paper and is judged in practice.',
      'Readers may want to look at it from close by before they make up their minds.',
      'News like this is small to some and large to others.',
      'Much will depend on how it is taken up.',
      'The best judges are the people who deal with it every day.',
      'It is too early to say more, and not too early to look.',
    ],
    up_to: 5,
  },
  {
    say: [
      'Reporters who would like to know more are welcome to ask.',
      'Questions about the background, the reasons and the next steps are welcome.',
      'Anybody with a question is invited to ask it.',
    ],
    is_new_paragraph: true,
  },
  {
    say: [
      'Details that belong to the announcement, such as places and dates, should be asked for directly.',
      'Anybody who would rather see than read is welcome to say so.',
      'Whoever needs pictures is asked to say so early.',
      'A short message is enough to begin a conversation.',
      'What is quoted here may be quoted; what is not said here should not be guessed.',
      'Corrections are as welcome as questions.',
    ],
    up_to: 5,
  },
  {
    say: ['More about {n} can be had on request.', 'Contact: {n}.'],
    otherwise: ['More can be had on request.'],
    is_new_paragraph: true,
  },
  ],
};

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
        'We had {a} in mind.',
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
      say: ['The work has been going on {since.time}.', '{n} has been at it {since.time}.', 'It has been that way {since.time}.'],
      otherwise: ['Where it comes from: {since.np}.'],
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
