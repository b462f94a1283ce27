import type { Pack } from '../types.ts';

export const software: Pack = {
  id: 'software',
  words:
    'software app apps code coding programming programmer developer developers api apis database databases cloud server servers saas startup startups website websites ai automation testing tests bug bugs release releases deployment deployments security password passwords git typescript javascript python dashboard analytics workflow workflows documentation'.split(
      ' ',
    ),
  people: 'teams who ship',
  open: [
    'Most trouble with {s} is decided before anyone writes a line.',
    'People notice {s} only when something breaks, which is a pity.',
    'Good {b} [feels|feel] boring from the inside, and that is a compliment.',
    'Every team has an opinion about {s}, and few have written it down.',
  ],
  problem: [
    'Work piles up in the gaps between tools, where nobody owns it.',
    'A shortcut taken on a busy afternoon has a way of staying for years.',
    'When everything is urgent, the important things wait.',
    'Knowledge that lives in one head goes on holiday when that head does.',
    'Adding a feature is easy to celebrate; taking one away is not.',
  ],
  detail: [
    'Write the decision down where the next person will look for it.',
    'Small changes are easier to review, easier to explain and easier to undo.',
    'Name things for the person who will read them in a hurry.',
    'Watch a real person use it before you decide what to build next.',
    'Automate the step that everyone forgets, and leave the rest for now.',
    'A clear error message saves more time than a clever trick.',
    'Choose tools the whole team can mend.',
    'Measure first, because the slow part is rarely where you expect it.',
    'Agree on what done means before anyone starts.',
    'Keep the way back open, and releases stop being frightening.',
    'Delete what nobody uses, and what is left becomes easier to love.',
  ],
  turn: [
    'Once the routine is in place, quiet weeks become normal.',
    'Then one day a release goes out and nobody holds their breath.',
    'It gets better when the team agrees on less and sticks to it.',
  ],
  close: [
    'Keep it small, keep it readable, and ship it.',
    'Simple things are the ones that last.',
    'Leave it a little clearer than you found it.',
    'The best tool is the one that lets people get on with their work.',
    'Start with one team and one real problem.',
    'Boring is a feature.',
  ],
  points: [
    {
      head: 'Name the problem',
      note: 'Say in one sentence who is stuck and on what.',
      more: 'If two people name it differently, talk before you build.',
    },
    {
      head: 'Agree on done',
      note: 'Write down how everyone will know that it works.',
      more: 'A short check that can fail is better than a long promise.',
    },
    {
      head: 'Keep changes small',
      note: 'Ship the thinnest slice that helps somebody.',
      more: 'What is small is easy to review and easy to undo.',
    },
    {
      head: 'Choose plain tools',
      note: 'Prefer what the whole team can read and mend.',
      more: 'Each new dependency is a guest who may never leave.',
    },
    {
      head: 'Write it down',
      note: 'Keep decisions next to the work they explain.',
      more: 'Future colleagues cannot ask the person who left.',
    },
    {
      head: 'Watch real use',
      note: 'Sit beside someone who uses it and say nothing.',
      more: 'Hesitation shows you more than a survey does.',
    },
    {
      head: 'Plan for failure',
      note: 'Decide who gets called, and practise the way back.',
      more: 'Good alarms are few, and each one means something.',
    },
    {
      head: 'Clean as you go',
      note: 'Remove what nobody uses before you add to it.',
      more: 'Less to maintain is less to worry about.',
    },
  ],
};
