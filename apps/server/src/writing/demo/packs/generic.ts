import type { Pack } from '../types.ts';

/** For subjects that no field claims: true of nearly anything that people learn, make or look after. */
export const generic: Pack = {
  id: 'generic',
  words: [],
  people: 'people who care about the details',
  open: [
    'The best way into {s} is to look closely at one small part.',
    'Sooner or later everybody has a word to say about {s}.',
    'It is easy to make {s} sound complicated, and more useful to be clear.',
    'Strip away the noise around {s}, and a few simple ideas remain.',
  ],
  problem: [
    'The trouble starts when everything seems equally important.',
    'Most advice skips the dull middle part, which is where people actually get stuck.',
    'It is tempting to wait until the whole picture is clear, and so nothing begins.',
    'Too many choices at the start can look like progress while nothing moves.',
    'What worked for someone else often fails for reasons that nobody wrote down.',
  ],
  detail: [
    'Start with the part that you can finish today.',
    'Write down what you already know, because it is usually more than you think.',
    'Choose one measure of success and ignore the others for now.',
    'Ask someone who has been there, and listen for what they would skip.',
    'Small trials cost little and teach a great deal.',
    'Keep what works, drop what does not, and do not apologise for either.',
    'A short routine, repeated, beats a grand effort that nobody can keep up.',
    'Leave room for questions, since they show you where the gaps are.',
    'Good tools help, though rarely as much as a clear purpose.',
    'Look at one example until you can say exactly why it works.',
    'Give each step a name, so that you can tell when it is done.',
    'Notes taken on the day are worth more than memories taken later.',
  ],
  turn: [
    'Then something shifts: the work becomes familiar, and the worry fades.',
    'The good news is that most of this can be learned in small pieces.',
    'Seen up close, the hard part turns out to be a handful of easier ones.',
    'It gets simpler once you stop trying to do everything at once.',
  ],
  close: [
    'Begin small, and let the results make the case.',
    'The next step is short enough to take today.',
    'Clear beats clever, and done beats perfect.',
    'What matters most is that you start, look, and adjust.',
    'Come back to it tomorrow with fresh eyes.',
    'That is enough to begin.',
  ],
  points: [
    {
      head: 'Why it matters',
      note: 'Be clear about what changes once you get this right.',
      more: 'A good reason survives a bad day.',
    },
    {
      head: 'Where to begin',
      note: 'Pick the smallest step that still counts as a start.',
      more: 'Momentum is easier to keep than to find.',
    },
    {
      head: 'What you need',
      note: 'A few things help, and many can wait.',
      more: 'Begin with what is there.',
    },
    {
      head: 'Common mistakes',
      note: 'Doing too much at once is the one that everybody makes.',
      more: 'Notice it early and go back one step.',
    },
    {
      head: 'A simple routine',
      note: 'Decide what an ordinary good day looks like.',
      more: 'Tie it to something you already do.',
    },
    {
      head: 'When things go wrong',
      note: 'Check the plainest cause before you change anything.',
      more: 'Change one thing at a time, then look again.',
    },
    {
      head: 'What to skip',
      note: 'Some advice sounds wise and seldom helps.',
      more: 'If it takes longer to explain than to do, let it go.',
    },
    {
      head: 'Asking for help',
      note: 'Bring one clear question to someone who knows.',
      more: 'People like being asked about what they love.',
    },
    {
      head: 'Keeping it up',
      note: 'End each day with something small to do next.',
      more: 'Progress you can see is progress you will repeat.',
    },
  ],
};
