import type { Point } from '../types.ts';

/** Instructions for a task that only the reader knows: `{task.ing}` is it, `{needs.list}` what it takes. */
export const HOW_TO_LEADS: readonly string[] = [
  'This is a plain way of {task.ing}, one step after another.',
  'Here is how to go about {task.ing} when you have never done it before.',
  'There is no secret to {task.ing}, only an order that helps.',
  'Take your time with {task.ing}; the steps below are in the order in which you need them.',
  'If {task.ing} is new to you, go through these steps one by one.',
  'The first attempt at {task.ing} goes best without hurry.',
  'Everything below is about {task.ing}, from the first step to the last look.',
  'You need no special skill for {task.ing}, only a little order.',
  'What makes {task.ing} easier is to know what comes next.',
  'Read these steps once before you begin {task.ing}.',
  'For {task.ing}, a calm start is half the work.',
  'Set aside a quiet moment for {task.ing}, and follow the steps as they come.',
];

export const HOW_TO_STEPS: readonly Point[] = [
  {
    head: 'Lay everything out',
    note: 'Have this within reach before you begin: {needs.list}.',
    more: 'If something is missing, fetch it now rather than halfway.',
  },
  {
    head: 'Read to the end once',
    note: 'Then nothing in the middle comes as a surprise.',
    more: 'Ask about whatever is unclear before you start.',
  },
  {
    head: 'Make room',
    note: 'Give yourself more space and light than you think you need.',
    more: 'You have enough when nothing has to be held in your hand.',
  },
  {
    head: 'Look at how it is now',
    note: 'Remember or note it, so that you can tell later what has changed.',
    more: 'A picture on your phone will do.',
  },
  {
    head: 'Picture the result',
    note: 'Say in one sentence how you will know that it worked.',
    more: 'If you can’t, ask somebody who has seen it done.',
  },
  {
    head: 'Begin with what can be undone',
    note: 'Leave for last what can’t be taken back.',
    more: 'If you are unsure which is which, stop and look again.',
  },
  {
    head: 'Go slowly the first time',
    note: 'Do one thing, then the next, and nothing in between.',
    more: 'You are at the right pace when you could explain what you are doing.',
  },
  {
    head: 'Check before you go on',
    note: 'Look at each part while it is still easy to set right.',
    more: 'If it does not look right, it is best to go back one step.',
  },
  {
    head: 'Stop if it resists',
    note: 'Force rarely helps, and a short pause often does.',
    more: 'Look for the reason first, then try again.',
  },
  {
    head: 'Try the result',
    note: 'Use it gently at first, in the way it will be used.',
    more: 'If something is off, you now know where to look.',
  },
  {
    head: 'Put things back',
    note: 'Clear up while you still know where everything belongs.',
    more: 'What is left over tells you what to prepare next time.',
  },
];

export const HOW_TO_CLOSE: readonly string[] = [
  'Make a note of what you would do differently, because {task.ing} is easier the second time.',
  'Once you have done it, show somebody else; that is when you know it.',
  'Have another look at it tomorrow, with fresh eyes.',
  'That is all there is to {task.ing}.',
];
