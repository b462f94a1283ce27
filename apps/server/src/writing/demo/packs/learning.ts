import type { Pack } from '../types.ts';

export const learning: Pack = {
  id: 'learning',
  words:
    'learn learning study studying student students school teacher teachers teaching course courses class classes exam exams homework language languages spanish french german english vocabulary reading book books university college education tutor tutoring lesson lessons memory note-taking skill skills mathematics math science classroom curriculum mentor mentoring essay'.split(
      ' ',
    ),
  people: 'curious learners',
  open: [
    'Progress in {s} is quiet until, one day, it is obvious.',
    'A few minutes of {s} each day beat one heroic weekend.',
    'The secret of {s} is to be wrong often and cheerfully.',
    'Everyone who is good at {s} was once bad at it for longer than they admit.',
  ],
  problem: [
    'Reading the same page again feels like work and teaches very little.',
    'Most people quit in the middle, where the novelty is gone and the skill is not there yet.',
    'Fear of looking silly keeps more people back than lack of talent.',
    'A huge plan on the first day leaves little energy for the second.',
    'It is easy to collect courses and hard to finish one.',
  ],
  detail: [
    'Close the book and say it in your own words.',
    'Practise the part you avoid, for a few minutes, first thing.',
    'Come back to it just as you are about to forget.',
    'Explain it to someone younger, and you will find the gaps.',
    'Mistakes are useful when you look at them the same day.',
    'Mix old material with new, so that neither goes stale.',
    'Short sessions with a clear end are easier to begin.',
    'Use it for something real as soon as you can.',
    'Ask the question that everyone else is too polite to ask.',
    'Put the phone in another room, and time grows longer.',
    'Keep a list of what you can do now and could not do before.',
  ],
  turn: [
    'Then a sentence, a formula or a phrase comes out right without effort.',
    'After some weeks the hard parts feel like old acquaintances.',
    'Things change when practice becomes play.',
  ],
  close: [
    'Stay curious, stay patient, and keep showing up.',
    'A little today, a little tomorrow, and it adds up.',
    'Begin badly and get better.',
    'Learn it, use it, pass it on.',
    'Curiosity does the rest.',
    'The next lesson can be a short one.',
  ],
  points: [
    {
      head: 'Know your reason',
      note: 'Write down what you want to be able to do.',
      more: 'A clear reason carries you through the dull middle.',
    },
    {
      head: 'Start very small',
      note: 'Choose a session so short that you cannot refuse it.',
      more: 'Stop while you would still like to go on.',
    },
    {
      head: 'Practise recall',
      note: 'Close the book and say what you remember.',
      more: 'The effort of remembering is what makes it stick.',
    },
    {
      head: 'Space it out',
      note: 'Come back after a pause, and then after a longer one.',
      more: 'Forgetting a little is part of the method.',
    },
    {
      head: 'Use it early',
      note: 'Put each new thing to work on something real.',
      more: 'A clumsy first use beats a perfect plan.',
    },
    {
      head: 'Welcome mistakes',
      note: 'Keep a short list of errors and what each one taught you.',
      more: 'The same mistake twice is a map.',
    },
    {
      head: 'Find company',
      note: 'Learn beside someone who is a step ahead.',
      more: 'Teach someone who is a step behind.',
    },
    {
      head: 'Watch it grow',
      note: 'Look back each month at what has become easy.',
      more: 'Small proof keeps you going.',
    },
  ],
};
