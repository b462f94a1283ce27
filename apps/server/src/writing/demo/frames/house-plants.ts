/** The first thing that many people run: outlines for "write a blog post outline about house plants". */
export const HOUSE_PLANT_OUTLINES: readonly string[] = [
  `# House plants that fit the life you have

## Introduction

- Begin with the plant on the windowsill that nobody remembers buying.
- Promise something modest: a home with more green and less guilt.

## Look at your light first

- Stand where the plant will stand and notice where the sun falls.
- Bright, soft and dim: which kinds are at ease in each.

## Choose plants that forgive

- Snake plant, pothos and spider plant put up with a missed week.
- What to check in the shop: firm stems, clean leaves, roots with room.

## Water less, look more

- The finger test, and why a calendar cannot replace it.
- How to tell thirst from too much kindness.

## Small jobs, season by season

- Spring: fresh soil, a bigger pot, a first light feed.
- Winter: less water, and some distance from the radiator.

## To end on

- Invite readers to pick one window and one plant, and to begin there.`,
  `# The calm person’s guide to house plants

## Why a little green helps

- A room with something growing in it asks to be lived in.
- Say plainly that nobody is born with a green thumb.

## Before you buy

- Find out which way your windows face.
- Be honest about travel, pets and how often you forget things.

## Three easy first plants

- Pothos for a shelf, a snake plant for a corner, an aloe for the sill.
- One line each on what they like and what they cannot bear.

## A routine that takes minutes

- Feel the soil, turn the pot, wipe a leaf.
- Tie it to the weekend coffee, so that it happens by itself.

## When leaves complain

- Yellow, brown and drooping: the likeliest cause of each.
- Change one thing, then wait.

## Where to go from here

- Cuttings, bigger pots and the pleasure of giving plants away.`,
  `# From windowsill to jungle: a house plants primer

## Opening scene

- A new leaf unrolls on an ordinary morning, and somebody is hooked.
- What this post covers, and what it leaves to the experts.

## Light is the whole secret

- Why most failures begin in a dark corner.
- How to read a room before you bring anything home.

## Water, the misunderstood part

- Roots need air as much as they need water.
- Pots that drain, saucers that get emptied, soil that stays loose.

## The forgiving few

- Plants that survive holidays, exams and new babies.
- A short list of beauties better left for later.

## Trouble, and how to stay calm

- Gnats, dust and brown tips, with the gentlest fix first.
- When to cut back and when to let go.

## Closing thought

- Plants grow at their own pace, and that is half of what they teach.`,
];

/** Openings as sentences: as many are used as the asked length holds. */
export const HOUSE_PLANT_OPENINGS: readonly (readonly string[])[] = [
  [
    'Of all house plants, the one to study is the one that nobody waters and that refuses to die.',
    'It leans towards the window, drops a leaf, and carries on.',
    'That plant knows something useful.',
    'Growing things indoors was never about talent; it is about putting the right plant in the right light and then leaving it mostly alone.',
    'The trouble is that we tend to do it the other way round.',
    'We fall for a plant in the shop, find it a corner that looks empty, and water it whenever we feel guilty.',
    'Start instead with the window you have, and the rest becomes surprisingly easy.',
  ],
  [
    'House plants are the quietest company you can keep.',
    'They ask for a little light, a little water, and now and then a bigger pot.',
    'In return they make a room feel lived in, even on a grey afternoon.',
    'If yours have a habit of dying, you are not cursed, and you are certainly not alone.',
    'You have probably been too kind.',
    'Most plants can forgive a dry week far more easily than a wet one, and nearly all of them would trade fancy feed for a better window.',
    'What follows is a gentle way to begin: a few tough plants, a simple habit, and no guilt.',
  ],
  [
    'The first new leaf is what does it.',
    'You bring home one of those house plants that everyone calls easy, you forget about it, and one morning something small and bright has unrolled.',
    'From then on you look before breakfast.',
    'You learn which window gets the early sun and how dry soil feels under a fingertip.',
    'You begin to notice things.',
    'None of this takes a green thumb, and none of it takes much time.',
    'It takes a plant that forgives, a pot that drains, and a person who is willing to look first and water second.',
  ],
];

export const HOUSE_PLANT_CONTINUATIONS: readonly (readonly string[])[] = [
  [
    'The easiest house plants have one thing in common: they store what they need.',
    'Thick leaves and fat roots are a larder for the weeks when you forget.',
    'So before you think about feed or fancy pots, look at the leaves.',
    'If they are firm, leave the can where it is.',
    'If they have lost their shine and the soil feels dry well below the surface, give the plant a proper drink and let the rest run out.',
    'Then wait.',
    'Waiting is the part that nobody sells, and it is the part that works.',
  ],
  [
    'None of this means that house plants want to be ignored.',
    'They want to be noticed, which is something else.',
    'Walk past them with your coffee, turn a pot, lift a leaf and look underneath.',
    'You will see thirst before it turns into trouble, and trouble before it spreads.',
    'After a month the round takes hardly any time at all.',
    'It may even become the best part of the morning: a quiet minute with something alive that has no opinion about your inbox.',
  ],
];
