/** A small scene around any subject. Nobody in it has a name, and nothing happens that would need a date. */
export const STORY_OPEN: readonly string[] = [
  'On the morning it began, nobody was thinking about {s}.',
  'There are stories about {s} that only get told late in the evening.',
  'The rain had just stopped, and there was {s}.',
  'Everyone in town had an opinion about {s}, and nobody had ever asked.',
  'Long before anyone wrote it down, there was the matter of {s}.',
  'It was quiet enough that evening to think about {s}.',
  'You could see {s} best just before the light went.',
  'Nothing about that day suggested {s}.',
  'If you had come by a little earlier, you would have missed {s}.',
  'What people remembered afterwards was {s}.',
  'The door stood open, and behind it, as always, there was {s}.',
];

export const STORY_MIDDLE: readonly string[] = [
  'The wind came in from the water and moved on without a word.',
  'Somewhere a window closed, softly, as if not to disturb anything.',
  'There was bread on the table and nobody in a hurry.',
  'The light fell across the floor and stayed there for a while.',
  'Someone laughed in the next room and then thought better of it.',
  'A bicycle leaned against the wall, still wet.',
  'The old clock kept its own opinion about the hour.',
  'It would have been easy to walk past.',
  'The dog lifted its head, considered the matter, and lay down again.',
  'For a moment even the street seemed to listen.',
  'A letter lay unopened by the lamp.',
  'The kettle began to sing and was allowed to finish.',
];

export const STORY_TURN: readonly string[] = [
  'Then, for the length of a breath, everything turned on {s}.',
  'Then something small happened, and it was enough.',
  'That was the moment when everything could still have gone the other way.',
  'And all at once the silence meant something else.',
];

export const STORY_CLOSE: readonly string[] = [
  'And whenever somebody mentions {s}, it is that day they mean.',
  'That is all there is to tell of {s}, and it is enough.',
  'Ask about {s}, and you will hear it told a little differently each time.',
  'In the morning everything was in its place, except that nothing was the same.',
  'Nobody spoke of it, and nobody forgot.',
  'Outside, the day went on as if it had not noticed.',
  'It was, in the end, a very small thing.',
  'And that is how it was left.',
];
