/** What the people of the demo workspace have written. The first one is what the demo opens. */

interface DemoDocument {
  readonly title: string;
  readonly author: 'ines' | 'tomas' | 'priya' | 'jun';
  readonly hours_ago: number;
  readonly brief: { readonly description?: string; readonly tone?: string; readonly keywords?: string };
  readonly lines: readonly string[];
}

export const DEMO_DOCUMENTS: readonly DemoDocument[] = [
  {
    title: 'Ten house plants that forgive you',
    author: 'ines',
    hours_ago: 2,
    brief: {
      description: 'For people who have let a plant die before and would like to try once more',
      tone: 'warm',
      keywords: 'house plants, beginners, watering',
    },
    lines: [
      'Some plants keep a record of every mistake. Others shrug, drop a leaf, and carry on. This is a list of the second kind.',
      'None of them needs a greenhouse, a schedule on the fridge, or a person who talks to them. They need a window, a pot with a hole in it, and somebody who looks in now and then.',
      '## What they have in common',
      '- They would rather be too dry than too wet.',
      '- They tell you what is wrong before it is too late.',
      '- They grow back from a cut that looked final.',
      '## Where to begin',
      'Begin with the light you have, and choose the plant for it. A north window is not a fault; it is the place where a cast-iron plant is happy.',
    ],
  },
  {
    title: 'Spring newsletter',
    author: 'tomas',
    hours_ago: 5,
    brief: { tone: 'friendly', keywords: 'repotting day, opening hours' },
    lines: [
      'The days are longer, and so are the roots. If a pot has stood in the same soil since the year before last, this is the month to help it.',
      'Bring it along on repotting day. We have the soil, the table and the patience; you bring the plant and a shirt that may get dirty.',
    ],
  },
  {
    title: 'How to water less',
    author: 'priya',
    hours_ago: 9,
    brief: { description: 'A short guide for the counter' },
    lines: [
      'More house plants drown than dry out. The top of the soil says little: what counts is how it feels a finger deep.',
      '- Lift the pot. A light one is thirsty.',
      '- Water until it runs out below, then let it drain.',
      '- Empty the saucer. No root likes to stand in a bath.',
    ],
  },
  {
    title: 'Product page: the window-sill set',
    author: 'tomas',
    hours_ago: 26,
    brief: { tone: 'plain' },
    lines: [
      'Three small pots, one tray, no plastic. The set fits a kitchen window and leaves room for the radio.',
      'Each pot has a hole and the tray catches what comes through, so the wood below stays dry.',
    ],
  },
  {
    title: 'Welcome mail for new customers',
    author: 'priya',
    hours_ago: 31,
    brief: { tone: 'warm' },
    lines: [
      'Thank you for taking one of our plants home. It has been looked after for some months, and it will need a little while to get used to you.',
      'Give it a week before you move it, feed it or worry about it. A dropped leaf or two is only its way of unpacking.',
    ],
  },
  {
    title: 'Notes on the autumn catalogue',
    author: 'ines',
    hours_ago: 50,
    brief: {},
    lines: [
      '## What stays',
      'The order of the rooms stays: people look for the bathroom shelf before they look for a fern.',
      '## What changes',
      '- Fewer superlatives, more light levels.',
      '- One photograph a plant, taken where it would stand at home.',
    ],
  },
  {
    title: 'Why our pots have holes',
    author: 'tomas',
    hours_ago: 56,
    brief: {},
    lines: [
      'It is the question we hear most at the counter, usually from somebody who holds a beautiful pot without one.',
      'Water that cannot leave pushes the air out of the soil, and roots breathe. The hole is not a flaw in the pot. It is the most important part of it.',
    ],
  },
  {
    title: 'Plants for a north window',
    author: 'jun',
    hours_ago: 74,
    brief: { keywords: 'shade, low light' },
    lines: [
      'A north window gives a soft, even light all day. For a good many plants that is not second best.',
      '- Cast-iron plant, for a corner nobody looks at.',
      '- Peace lily, which says when it is thirsty.',
      '- Heartleaf vine, for the top of a bookcase.',
    ],
  },
  {
    title: 'Answers for the support desk',
    author: 'priya',
    hours_ago: 98,
    brief: { tone: 'kind' },
    lines: [
      '## The leaves turn yellow',
      'Ask first how often it is watered, then whether the pot drains. Only then talk about light.',
      '## It arrived broken',
      'Say sorry, ask for a photograph, send another one. In that order, and without a form.',
    ],
  },
  {
    title: 'Talk at the allotment club',
    author: 'ines',
    hours_ago: 122,
    brief: {},
    lines: [
      'Half an hour, no slides. Bring the basil that was cut to the ground and has come back.',
      'End on the question rather than on the answer: what would you grow if it did not have to be useful?',
    ],
  },
  {
    title: 'Job advert: somebody for Saturdays',
    author: 'ines',
    hours_ago: 147,
    brief: { tone: 'plain' },
    lines: [
      'We look for a person who likes plants and does not mind questions about them. Saturdays, from opening until the last pot is back inside.',
      'You need not know the Latin names. You should be able to carry a sack of soil and to admit that you will look something up.',
    ],
  },
  {
    title: 'Repotting without fear',
    author: 'tomas',
    hours_ago: 171,
    brief: {},
    lines: [
      'A plant that is due for a new pot shows it: roots at the hole, soil that dries in a day, growth that has stopped in spring.',
      'Go up one size, no more. Too much soil stays wet for longer than young roots can bear.',
    ],
  },
  {
    title: 'Shop sign for the summer break',
    author: 'jun',
    hours_ago: 219,
    brief: {},
    lines: ['We are away and somebody else is watering. We are back with fresh soil and long stories.'],
  },
  {
    title: 'Ideas for the blog',
    author: 'tomas',
    hours_ago: 291,
    brief: {},
    lines: [
      '- A week in the life of a cutting.',
      '- What the plants in films would really need.',
      '- Letters from people whose plant outlived a move.',
      '- The case for keeping one plant that you do not like.',
    ],
  },
];
