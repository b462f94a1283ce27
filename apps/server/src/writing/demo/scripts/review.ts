import type { Script } from '../types.ts';

/** Replies to a review, which stand without a subject line; what it praises and complains of is quoted from it. */
const OPENINGS: readonly string[] = [
  'Thank you for taking the time to write about {n}.',
  'We have read what you write about {n}, and we read it twice.',
  'It helps us to hear how {n} went for you.',
  'Thank you for being so open about {n}.',
  'We are grateful that you told us about {n} so plainly.',
  'What you wrote about {n} is what we need to hear.',
  'Thank you for choosing {n}, and for telling us how it went.',
  'Your words about {n} have been read with care.',
  'An honest word about {n} is worth a great deal to us.',
  'Thank you for this review of {n}.',
  'You took the time to review {n}, so we will take the time to answer.',
];

const HURT: readonly string[] = [
  'You write {complaint}, and for that we are sorry.',
  'Your words {complaint} are fair, and we are sorry.',
  '{complaint}: that is not what you came for, and we are sorry.',
];

export const REVIEW_SCRIPT: Script = {
  openings: OPENINGS,
  beats: [
    { say: OPENINGS },
    { say: HURT },
    {
      say: [
        'We are glad of {praise} all the same.',
        'It is good to read {praise} as well.',
        'That you also write {praise} means a lot to us.',
      ].map((frame) => `${frame}{mixed}`),
      otherwise: [
        'Reading {praise} made our day.',
        'There is little that we would rather read than {praise}.',
        '{praise}: we could not have put it better.',
      ].map((frame) => `${frame}{pleased}`),
    },
    {
      say: [
        'If you write to us directly, we will look into it properly.{hurt}',
        'Please write to us, so that we can find out what went wrong.{hurt}',
        'We would like to put it right and only need to know a little more.{hurt}',
        'It tells us what to look at first.{hurt}',
        'Everyone at {n} who had a hand in it will read this.{pleased}',
        'It tells us what to keep.{pleased}',
        'Words like yours do us good.{pleased}',
        'It is the small things that we work for.{pleased}',
        'You noticed, and that is what we hope for.{pleased}',
        'There is no better reason to go on.{pleased}',
      ],
      up_to: 4,
    },
    {
      say: [
        'We hope to do better the next time.{hurt}',
        'Thank you for giving us the chance to mend it.{hurt}',
        'We hope to see you again soon.{pleased}',
        'Come back any time.{pleased}',
      ],
    },
  ],
};
