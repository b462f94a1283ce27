import type { Pack } from '../types.ts';

export const fitness: Pack = {
  id: 'fitness',
  words:
    'fitness exercise exercises exercising workout workouts gym running run runner runners jogging marathon yoga pilates strength training train cycling swimming swim walk walking stretch stretching health healthy muscle muscles sleep sport sports coach coaching athlete athletes posture mobility hiking meditation wellness'.split(
      ' ',
    ),
  people: 'people with busy days',
  open: [
    'The hardest step in {s} is the one to the front door.',
    'Nobody regrets a little time spent on {s}.',
    'Your body learns {s} the way it learns everything: by repetition.',
    'Make {s} easy to begin, and you will rarely need willpower.',
  ],
  problem: [
    'Plans made on a Sunday evening tend to meet a wet Tuesday.',
    'Starting too hard is the quickest way to stop.',
    'Soreness feels like proof, but it is often just haste.',
    'A missed day turns into a missed week when the plan has no room for it.',
    'Comparing yourself with others is a reliable way to enjoy it less.',
  ],
  detail: [
    'Lay out your shoes the night before, and the morning decides itself.',
    'Warm up longer than you think you need to.',
    'Keep most sessions easy enough to hold a conversation.',
    'Rest is part of the work, because that is when the body catches up.',
    'Add a little at a time, and only after the last step feels ordinary.',
    'Sleep does more for progress than any supplement.',
    'Good form with less effort beats poor form with more.',
    'Tie the habit to something you already do each day.',
    'Write one line after each session, if only to see how far you have come.',
    'A friend who is waiting for you is worth more than an app.',
    'Stop while it still feels good, so that you look forward to the next time.',
  ],
  turn: [
    'After a while the effort stops being a decision and becomes a habit.',
    'Then stairs feel shorter, sleep comes easier, and you notice.',
    'What changes first is the mood, long before the mirror.',
  ],
  close: [
    'Go gently, go often, and let time do the heavy lifting.',
    'The best plan is the one you will still like next month.',
    'Begin easy and stay curious.',
    'Show up, move a little, go home happy.',
    'If something hurts, stop and ask someone who knows.',
    'Tomorrow counts too.',
  ],
  points: [
    {
      head: 'Start where you are',
      note: 'Choose a level that feels almost too easy and hold it there.',
      more: 'A plan that begins gently is a plan that survives.',
    },
    {
      head: 'Pick a fixed moment',
      note: 'Tie it to the same part of the day until it needs no thought.',
      more: 'Mornings are quieter, but the best time is the one you keep.',
    },
    {
      head: 'Warm up properly',
      note: 'Move every joint before you ask it for effort.',
      more: 'Begin slowly and let the breath set the pace.',
    },
    {
      head: 'Learn good form',
      note: 'Get the movement right before making it harder.',
      more: 'A mirror or a patient friend will show what you cannot feel.',
    },
    {
      head: 'Progress in small steps',
      note: 'Change one thing at a time: longer, faster or heavier.',
      more: 'Go back a step whenever form begins to slip.',
    },
    {
      head: 'Take rest seriously',
      note: 'Plan days off as carefully as days on.',
      more: 'Tired muscles grow stronger while you sleep.',
    },
    {
      head: 'Handle a bad week',
      note: 'Expect one, and decide now how small the minimum may be.',
      more: 'Returning quickly matters more than never missing.',
    },
    {
      head: 'Keep it enjoyable',
      note: 'Change the route, the music or the company before you change the goal.',
      more: 'What you like doing is what you will keep doing.',
    },
  ],
};
