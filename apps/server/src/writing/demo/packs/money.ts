import type { Pack } from '../types.ts';

export const money: Pack = {
  id: 'money',
  words:
    'money budget budgets budgeting saving savings save finance finances financial invest investing investment investments bank banking debt loan loans mortgage interest tax taxes invoice invoices income salary pension retirement insurance accounting accountant bookkeeping spending spend price pricing freelance freelancer freelancers cash credit fund funds'.split(
      ' ',
    ),
  people: 'people who want fewer surprises',
  open: [
    'Most worry about {s} comes from not looking.',
    'Clear numbers take the drama out of {s}.',
    'Time is the quiet partner in {s}.',
    'Nobody has to be good at mathematics to be good at {s}.',
  ],
  problem: [
    'Small costs hide well because none of them looks worth the trouble.',
    'Good intentions are strongest on payday and weakest the week before it.',
    'Complicated products are often complicated for a reason.',
    'Putting it off is comfortable now and costly later.',
    'People plan for the usual month, and then an unusual one arrives.',
  ],
  detail: [
    'Look at what came in and what went out before you change anything.',
    'Move savings first, on the day the money arrives.',
    'Keep a cushion for the month in which everything breaks.',
    'Read the fees before you read the promises.',
    'Write down the goal, because a named goal is harder to spend.',
    'If you cannot explain it simply, leave it for now.',
    'Check the list of regular payments and cancel what you have forgotten.',
    'Keep everyday money and later money in separate places.',
    'Make the sensible choice automatic and the tempting one slow.',
    'Ask what it costs over a year, rather than over a month.',
    'Set a quiet hour aside for it and put the kettle on.',
  ],
  turn: [
    'Once it is written down, the fog lifts and choices appear.',
    'Then the first calm month goes by, and the habit keeps itself.',
    'What seemed like a talent turns out to be a routine.',
  ],
  close: [
    'Look often, decide slowly, and let time help.',
    'A simple plan that you keep is a good plan.',
    'Know where it goes, and the rest gets easier.',
    'Peace of mind is the first return.',
    'Start with one honest page.',
    'Your later self will thank you.',
  ],
  points: [
    {
      head: 'See where it goes',
      note: 'Write down what comes in and what leaves, without judging it.',
      more: 'One honest page beats a perfect spreadsheet.',
    },
    {
      head: 'Name a goal',
      note: 'Decide what the money is for before you decide how much.',
      more: 'A goal with a name is harder to raid.',
    },
    {
      head: 'Build a cushion',
      note: 'Set something aside for the month in which things break.',
      more: 'Keep it close at hand, but out of sight.',
    },
    {
      head: 'Make it automatic',
      note: 'Move savings on the day the money arrives.',
      more: 'What you never see, you rarely miss.',
    },
    {
      head: 'Check the fees',
      note: 'Read the small print for what it costs each year.',
      more: 'If nobody can explain it, walk away.',
    },
    {
      head: 'Tackle what you owe',
      note: 'List every debt with its terms in one place.',
      more: 'Clear the dearest first and celebrate each one.',
    },
    {
      head: 'Plan for odd months',
      note: 'Spread yearly bills over the year.',
      more: 'Surprises are often dates that nobody wrote down.',
    },
    {
      head: 'Review it calmly',
      note: 'Put a regular hour in the calendar.',
      more: 'Change one thing, then watch what it does.',
    },
  ],
};
