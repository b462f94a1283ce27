/** A thread: the given points in order, and under each what can be said of it without knowing more. */
export const THREAD_LEADS: readonly string[] = [
  'A few thoughts on {s}, in the order in which they build on each other.',
  'Let me take {s} apart, one piece at a time.',
  'There is a simple argument about {s}, and it goes like this.',
  'Most of what matters about {s} fits into a short thread.',
  'I have been thinking about {s}, so here it is, step by step.',
  'Here is how I would explain {s} to a friend.',
  'If {s} [has|have] ever puzzled you, read on.',
  'What is there to say about {s}? A little, and it hangs together.',
  'Start at the beginning with {s}, and the rest follows.',
  'This is a short thread about {s}.',
  'Give me a minute for {s}.',
  'A thread on {s}, without the drama.',
];

/** By turn: why it counts, how to see it, what follows. Each is used once. */
export const THREAD_NOTES: readonly (readonly string[])[] = [
  [
    'It sounds simple, and everything else rests on it.',
    'People nod at this and then do something else.',
    'This is the part that gets skipped first.',
    'Say it aloud, and it sounds like common sense.',
    'It is easy to agree with and hard to remember.',
    'You can test it yourself before the day is over.',
    'This one took me longest to believe.',
    'Leave it out, and the rest makes little sense.',
  ],
  [
    'Look at an ordinary day, and you will see where it applies.',
    'Think of the last time you saw it go wrong, and of what was missing.',
    'Try the opposite for once, and notice what happens.',
    'Ask somebody who does it well, and watch rather than listen.',
    'There are exceptions, and they are easier to see once you know the rule.',
    'The difference is small on any one day and large over many.',
    'You do not have to do it perfectly for it to help.',
    'Start with the smallest case that you can find.',
  ],
  [
    'So if you change one thing, it might as well be this.',
    'Once that is clear, the rest is a short step.',
    'That is why it belongs here and not at the end.',
    'It asks for attention more than for effort.',
    'Keep it in mind, because it comes back.',
    'That alone would be worth a try.',
    'Nobody will notice that you do it, and you will.',
    'It gets easier the second time.',
  ],
  [
    'Write it down in your own words, and see whether you still agree.',
    'If it does not fit your case, that is worth knowing too.',
    'Do not take my word for it.',
    'It is one of those things that look different from close by.',
    'You may know a better example than any that I could give.',
  ],
];

export const THREAD_CLOSE: readonly string[] = [
  'That is all I have on {s}; tell me where you see it differently.',
  'Taken together, that is how I see {s}.',
  'If one of these stays with you, {s} will look a little different tomorrow.',
  'And you? What would you add about {s}?',
];
