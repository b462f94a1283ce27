import type { Pack } from '../types.ts';

export const plants: Pack = {
  id: 'plants',
  words:
    'plant plants houseplant houseplants garden gardens gardening gardener succulent succulents fern ferns monstera cactus cacti orchid orchids herb herbs balcony seed seeds seedlings flower flowers tree trees lawn compost pot pots repotting soil greenhouse vegetable vegetables tomato tomatoes rose roses bonsai'.split(
      ' ',
    ),
  people: 'plant owners',
  open: [
    'Most of what goes wrong with {s} goes wrong at the watering can.',
    'Light decides almost everything about {s}, so begin at the window.',
    'Nobody is born with a green thumb; {s} simply [rewards|reward] people who look before they water.',
    'A week of watching teaches you more about {s} than a shelf of books.',
  ],
  problem: [
    'More plants are drowned by kindness than lost to neglect.',
    'A dark corner looks better with a plant in it, but the plant rarely agrees.',
    'Yellow leaves send people to the watering can, which is often what caused them.',
    'A pot without a drainage hole turns every watering into a gamble.',
    'Dry winter air and a warm radiator are hard on anything with leaves.',
    'It is easy to buy for the shelf and forget about the light.',
  ],
  detail: [
    'Push a finger into the soil before you water, and wait if it comes out damp.',
    'Turn the pot a little each week, so that every side gets its share of the sun.',
    'Leaves that lean are asking for more light.',
    'Dust blocks the sun, so wipe broad leaves with a damp cloth.',
    'Repot in spring, when roots are ready to move.',
    'Keep the first plants where you will walk past them every day.',
    'Group plants that drink alike, and one round with the can is enough.',
    'Old soil goes tired, and fresh compost brings it back.',
    'Let tap water stand overnight if the tips of the leaves turn brown.',
    'In winter most plants rest, and they want far less from you.',
    'Cut a tired stem just above a leaf, and new growth usually follows.',
    'Check the undersides of the leaves, because that is where trouble hides.',
  ],
  turn: [
    'Then, one morning, there is a new leaf, still folded, and you are hooked.',
    'Once the place is right, most of the work is leaving things alone.',
    'The happy surprise is how quickly a neglected plant forgives.',
    'A good spot by the window solves half of it before you begin.',
  ],
  close: [
    'Look first, water second, and let the plant do the rest.',
    'Give it light, a little patience and a pot that drains.',
    'Begin with one plant and one good window.',
    'Green things grow at their own pace, and that is half the pleasure.',
    'A new leaf will tell you that you got it right.',
    'The rest is time.',
  ],
  points: [
    {
      head: 'Start with the light',
      note: 'Match each plant to a real window rather than to an empty shelf.',
      more: 'Name the bright spot, the dim spot and the one with a draught.',
    },
    {
      head: 'Water by touch',
      note: 'Feel the soil first, because a calendar cannot see the weather.',
      more: 'If a finger comes out damp, walk away.',
    },
    {
      head: 'Choose forgiving kinds',
      note: 'Begin with plants that put up with a missed week.',
      more: 'Thick leaves and slow growth are good signs.',
    },
    {
      head: 'Pots that drain',
      note: 'A hole in the bottom saves more roots than any feed.',
      more: 'Tip out the saucer when the last drops have come through.',
    },
    {
      head: 'Soil that breathes',
      note: 'Loose compost lets air reach the roots between waterings.',
      more: 'Hard, dry soil sheds water, so loosen the top with a fork.',
    },
    {
      head: 'Reading the leaves',
      note: 'Yellow, brown and drooping each point to a different cause.',
      more: 'Change one thing, then give the plant time to answer.',
    },
    {
      head: 'Feeding lightly',
      note: 'A weak feed in the growing months is plenty.',
      more: 'Stop when growth slows in autumn.',
    },
    {
      head: 'Repotting without fear',
      note: 'One size up, in spring, with a gentle hand on the roots.',
      more: 'Water well afterwards and keep it out of harsh sun.',
    },
    {
      head: 'Pests, calmly',
      note: 'Look under the leaves, rinse early, and keep new arrivals apart.',
      more: 'A soft cloth and soapy water settle most of it.',
    },
    {
      head: 'Through the winter',
      note: 'Less water, more light, and some distance from the radiator.',
      more: 'Let the soil dry further down before you water again.',
    },
  ],
};
