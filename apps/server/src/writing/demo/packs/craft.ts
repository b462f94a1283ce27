import type { Pack } from '../types.ts';

export const craft: Pack = {
  id: 'craft',
  words:
    'craft crafts handmade knitting knit sewing sew quilting crochet pottery ceramics ceramic clay woodworking wood carpentry leather drawing draw sketch sketching watercolor watercolour photography photographer photo photos camera guitar piano violin design designer designers art artist artists painting printing jewelry jewellery weaving calligraphy embroidery studio workshop'.split(
      ' ',
    ),
  people: 'people who like to make things',
  open: [
    'There is a particular calm in {s} that no screen can offer.',
    'Hands learn {s} faster than heads do.',
    'The first attempt at {s} is meant to be crooked.',
    'What makes {s} worth the time is the time itself.',
  ],
  problem: [
    'Beautiful tools are easy to buy and easy to leave in a drawer.',
    'We compare our first piece with somebody else’s hundredth.',
    'Impatience shows in the finish, however good the start was.',
    'Waiting for inspiration is a slow way to make anything.',
    'It is hard to stop at the right moment and leave a thing alone.',
  ],
  detail: [
    'Begin with cheap material, so that you dare to waste it.',
    'Make the same simple thing several times and watch your hands improve.',
    'Look at good work up close and ask how it was done.',
    'Keep the tools clean and within reach.',
    'Measure with care, because cutting is final.',
    'Work in good light and stop when your eyes are tired.',
    'Leave it overnight and look again in the morning.',
    'Small flaws are a signature, and big ones are a lesson.',
    'Limit your choices and the ideas come faster.',
    'Finish the piece, even when you would rather start another.',
    'Show it to someone who will tell you the truth kindly.',
  ],
  turn: [
    'Then the rhythm sets in, and an afternoon disappears.',
    'At some point the hands stop asking and begin to know.',
    'What looked like talent turns out to be hours, happily spent.',
  ],
  close: [
    'Make something small, finish it, and make another.',
    'Let it be crooked, and let it be yours.',
    'The next one will be better.',
    'Keep your hands busy and your standards kind.',
    'Good work takes the time it takes.',
    'Start with what is on the table.',
  ],
  points: [
    {
      head: 'Gather a few tools',
      note: 'Start with the fewest that let you finish something.',
      more: 'Better tools make sense once you know what is missing.',
    },
    {
      head: 'Choose a small project',
      note: 'Pick something you can complete in one sitting.',
      more: 'A finished trifle teaches more than a grand beginning.',
    },
    {
      head: 'Set up a place',
      note: 'Find good light and a table you may leave untidy.',
      more: 'Half of the practice is not having to clear up first.',
    },
    {
      head: 'Learn by copying',
      note: 'Study a piece you admire and rebuild a corner of it.',
      more: 'Copy to understand, and then go your own way.',
    },
    {
      head: 'Practise the basics',
      note: 'Repeat one movement until it stops needing thought.',
      more: 'Slow and even comes before quick.',
    },
    {
      head: 'Use your mistakes',
      note: 'Keep the failed pieces and write on them why.',
      more: 'Some errors turn into a style.',
    },
    {
      head: 'Finish with care',
      note: 'Give the last step as much patience as the first.',
      more: 'Edges are what people touch.',
    },
    {
      head: 'Share the work',
      note: 'Give it to somebody who will use it.',
      more: 'A thing in use is the best kind of praise.',
    },
  ],
};
