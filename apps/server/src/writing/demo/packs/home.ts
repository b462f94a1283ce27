import type { Pack } from '../types.ts';

export const home: Pack = {
  id: 'home',
  words:
    'home homes house apartment flat room rooms kitchen bedroom bathroom living decor decorating decoration furniture declutter decluttering tidy tidying organize organise organizing storage renovation renovating paint painting diy wardrobe closet'.split(
      ' ',
    ),
  people: 'people who want a calmer home',
  open: [
    'You feel {s} most on an ordinary evening, when nothing needs doing.',
    'With {s}, the small changes are the ones you live with.',
    'Start {s} in the corner that bothers you most.',
    'Good {b} [makes|make] the day a little easier without asking to be noticed.',
  ],
  problem: [
    'Things arrive one at a time and leave only when we make them.',
    'Photographs of perfect rooms never show where the mail goes.',
    'A big weekend project often stalls in the middle of the floor.',
    'We buy boxes to tidy what we should have given away.',
    'Harsh light can make even a lovely room feel like a waiting area.',
  ],
  detail: [
    'Give each thing a place close to where you use it.',
    'Sort one drawer, finish it, and enjoy it for a day.',
    'Move the lamp before you buy another one.',
    'Keep the surfaces clear where you start and end the day.',
    'Try it for a week before you drill a hole.',
    'Soft light in the corners makes a small room feel larger.',
    'Buy the thing you will touch every day in the better version.',
    'Let the floor show, and the whole room breathes.',
    'A basket by the door saves many minutes of searching.',
    'Mend the small fault now, while it is still small.',
    'Open a window, put on some music, and the chore gets shorter.',
  ],
  turn: [
    'Then you come home one evening and the room is simply ready for you.',
    'Once every thing has its place, tidying takes no thinking.',
    'The change you notice is the quiet.',
  ],
  close: [
    'Make one corner good, then let it spread.',
    'A home is finished a little at a time.',
    'Keep what you use, love or need.',
    'Begin with a drawer and stop while it is still fun.',
    'Comfort is mostly good light and a clear chair.',
    'The room will tell you what comes next.',
  ],
  points: [
    {
      head: 'Start with one corner',
      note: 'Choose the spot that bothers you most and finish it.',
      more: 'A small finished place is better than a large begun one.',
    },
    {
      head: 'Decide what stays',
      note: 'Keep what you use and what you would miss.',
      more: 'Let the rest go quickly, before you argue yourself out of it.',
    },
    {
      head: 'Find it a place',
      note: 'Store things where your hand already looks for them.',
      more: 'What you use daily belongs within reach.',
    },
    {
      head: 'Work on the light',
      note: 'Add a soft lamp where you sit in the evening.',
      more: 'Several small lights are kinder than one bright one.',
    },
    {
      head: 'Make it easy to clean',
      note: 'Clear surfaces take a minute; crowded ones take an hour.',
      more: 'Tie the chore to something you do anyway.',
    },
    {
      head: 'Spend in the right place',
      note: 'Choose quality for what you touch every day.',
      more: 'Paint and patience change more than new furniture.',
    },
    {
      head: 'Mend before you buy',
      note: 'Tighten, glue or sand it first.',
      more: 'A repaired chair has a story.',
    },
    {
      head: 'Keep it going',
      note: 'Put back a few things each evening.',
      more: 'A short routine holds what a big clear-out won.',
    },
  ],
};
