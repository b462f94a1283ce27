import type { Beat, Script } from '../types.ts';
import { ATTENTION } from './offers.ts';

/** Stories and releases: the reader’s facts in their order, with what holds between them. */
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
  'Picture an ordinary morning, and {customer}.',
  'Some stories need no hero with a cape, only {customer}.',
  'For a moment, look at {customer}.',
  'Think of {customer}, and of a day like any other.',
  'The day has just begun, and here is {customer}.',
  'Let us look in on {customer}.',
  'You might have noticed nothing at all, had you looked in on {customer}.',
  'At the centre of this story stands {customer}.',
  'Not every good story is loud; this one belongs to {customer}.',
  'Begin with {customer}, and with a worry that many will know.',
  'It could have happened to others, and it happened to {customer}.',
];

const told = (...beats: readonly Beat[]): Script => ({ openings: ATTENTION, beats });

/** What a story says between its facts: true of nearly any trouble that somebody put an end to. */
export const CASE_SCRIPT: Script = told(
  { say: CASE },
  {
    say: [
      'There is work to do, people to look after, and little time for anything else.',
      'Doors open, doors close, and in between there is the work.',
      'The work gets done, today as on other days.',
      'Nothing about it looks like a case study, and that makes it one.',
      'Nobody was looking for a story, which is often how the good ones start.',
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
    say: [
      'Then something was done about it: {did}.',
      'The answer was not a grand plan: {did}.',
      'This is what happened next: {did}.',
    ],
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
export const RELEASE_OF_SUBJECT: readonly string[] = [
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
    { say: ['{quote.say}'], is_new_paragraph: true },
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
