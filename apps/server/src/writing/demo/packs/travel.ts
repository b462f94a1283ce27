import type { Pack } from '../types.ts';

export const travel: Pack = {
  id: 'travel',
  words:
    'travel travelling traveling trip trips journey vacation holiday holidays flight flights hotel hotels beach beaches island mountain mountains train trains road backpacking packing luggage suitcase tourist tourists tourism itinerary camping hostel passport abroad japan italy spain france portugal lisbon paris tokyo rome london airport ferry'.split(
      ' ',
    ),
  people: 'curious travellers',
  open: [
    'The best part of {s} is seldom on the map.',
    'Leave a little of {s} unplanned, and the good stories find you.',
    'A lighter bag and a slower plan change everything about {s}.',
    'What people remember of {s} is rarely what they queued for.',
  ],
  problem: [
    'A full itinerary looks generous on paper and exhausting by lunch.',
    'Most bags are packed for fears rather than for weather.',
    'The famous view is crowded at the very hour everyone recommends.',
    'It is easy to see a place through a screen and miss the street.',
    'Rushing from sight to sight leaves little time to arrive.',
  ],
  detail: [
    'Walk the first hour without a plan and let the neighbourhood explain itself.',
    'Eat where the menu is short and the tables are full of locals.',
    'Pack for the weather you expect and borrow for the rest.',
    'Go early, when the streets still belong to the people who live there.',
    'Learn to say hello and thank you before anything else.',
    'Keep one empty afternoon for whatever you find on the way.',
    'Stay longer in fewer places, and each of them opens up.',
    'Carry water, a pen and a little patience.',
    'Ask people where they would go on their own day off.',
    'The slow train shows you what the fast one hides.',
    'Write a few lines each evening, before the days run together.',
  ],
  turn: [
    'Then a wrong turn leads to a small square, and the day is made.',
    'Once the rush is gone, the place begins to talk to you.',
    'The moment you stop collecting sights, you start to see them.',
  ],
  close: [
    'Go slowly, look twice, and leave something for next time.',
    'The rest is weather and good shoes.',
    'Travel light and come home with stories.',
    'A good trip ends with a reason to return.',
    'Pack less, stay longer, say yes to the detour.',
    'Let the road decide a little.',
  ],
  points: [
    {
      head: 'Choose a slower pace',
      note: 'Pick fewer stops and give each of them a full day.',
      more: 'Time to sit still is part of the plan.',
    },
    {
      head: 'Pack for real weather',
      note: 'Lay everything out, then put some of it back.',
      more: 'Layers beat heavy coats, and good shoes beat everything.',
    },
    {
      head: 'Arrive gently',
      note: 'Keep the first evening free of plans.',
      more: 'A walk around the block is the best introduction.',
    },
    {
      head: 'Eat like a neighbour',
      note: 'Follow the short menus and the busy lunch tables.',
      more: 'Markets tell you what a place cares about.',
    },
    {
      head: 'Get around simply',
      note: 'Walk where you can, and take the slow line where you cannot.',
      more: 'A paper map never runs out of battery.',
    },
    {
      head: 'Spend where it counts',
      note: 'Save on what you will not remember.',
      more: 'Put the difference into one thing you will.',
    },
    {
      head: 'Leave room for chance',
      note: 'Keep an afternoon open for whatever turns up.',
      more: 'Some of the best plans are made by strangers.',
    },
    {
      head: 'Bring it home',
      note: 'Write a few lines each day while the details are fresh.',
      more: 'A small ritual at home keeps the trip alive.',
    },
  ],
};
