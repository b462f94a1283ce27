import type { Pack } from '../types.ts';

export const food: Pack = {
  id: 'food',
  words:
    'food cook cooking recipe recipes bake baking bakery bread sourdough coffee cafe café tea restaurant kitchen meal meals lunch lunches dinner dinners breakfast vegan vegetarian soup soups salad salads cake cakes chocolate cheese wine beer pasta pizza sauce spice spices snack snacks chef dish dishes grill barbecue roast roasted roaster ingredients leftovers'.split(
      ' ',
    ),
  people: 'people who love to eat well',
  open: [
    'The best argument for {s} is the smell in the kitchen.',
    'Good {b} [starts|start] long before anything is on the table.',
    'Few things bring people to the table like {s}.',
    'Taste as you go is the oldest advice about {s}, and still the best.',
  ],
  problem: [
    'On a tired weekday evening, the easiest choice wins.',
    'Recipes assume a calm cook and a full cupboard, and most days offer neither.',
    'It is easy to hide a dull ingredient under too many others.',
    'Rushing is the one mistake that every kitchen knows.',
    'A long list of ingredients frightens people off before they begin.',
  ],
  detail: [
    'Buy a little less and choose it with more care.',
    'Salt early, taste often, and stop while you still want one more bite.',
    'Fresh things need little help; tired things need a lot.',
    'Set everything out first, and the rest goes calmly.',
    'Let it rest before you serve it, because flavour settles in its own time.',
    'A squeeze of something sharp wakes up almost anything.',
    'Keep one good version in your head and change one thing at a time.',
    'Your nose knows when it is done before the clock does.',
    'Write down what you changed, so that a lucky day can be repeated.',
    'What is in season is usually both better and cheaper.',
    'Warm plates, clean hands and an unhurried start do more than gadgets.',
  ],
  turn: [
    'Then somebody asks for more, and the effort is forgotten.',
    'Once the habit is there, the simple version becomes the one you crave.',
    'What changes everything is slowing down at the right moment.',
  ],
  close: [
    'Make it once for yourself and once for someone you like.',
    'Keep it simple, keep it warm, and pass the plate.',
    'The table does the rest.',
    'Good food forgives nearly everything except hurry.',
    'Save a little for tomorrow, when it may taste even better.',
    'Start with what is in season.',
  ],
  points: [
    {
      head: 'Begin with the ingredients',
      note: 'Choose a few good things and let them show.',
      more: 'Ask what is fresh today before deciding what to make.',
    },
    {
      head: 'Set up the kitchen',
      note: 'Clear the counter and lay everything out before the heat goes on.',
      more: 'A sharp knife is safer and quicker than a drawer of gadgets.',
    },
    {
      head: 'Season with care',
      note: 'Add salt in small steps and taste between them.',
      more: 'Balance it with something sharp, sweet or bitter.',
    },
    {
      head: 'Mind the heat',
      note: 'Most things want less heat and more time than they get.',
      more: 'Listen: a gentle sizzle says more than the dial.',
    },
    {
      head: 'Rest and finish',
      note: 'Give it a moment before serving, so that flavours settle.',
      more: 'Fresh herbs or good oil belong at the very end.',
    },
    {
      head: 'Serve it well',
      note: 'Warm plates and a plain table flatter any dish.',
      more: 'Bring it out while people are still a little hungry.',
    },
    {
      head: 'Plan for leftovers',
      note: 'Think of tomorrow while the pan is still warm.',
      more: 'Some dishes are better on the second day, and soup is most of them.',
    },
    {
      head: 'Make it your own',
      note: 'Change one thing each time and remember what it did.',
      more: 'A dog-eared recipe with notes is worth a shelf of new ones.',
    },
  ],
};
