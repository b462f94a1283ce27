import type { Script } from '../types.ts';
import { topic } from './articles.ts';

const LISTENERS = [
  'This is for {a}, and for anybody who watches over their shoulder.',
  'If that sounds like {a}, good: this is for them.',
  'I made this for {a}.',
];

/** Posts, captions and videos, by form. */
export const SOCIAL_SCRIPTS: Readonly<Record<string, Script>> = {
  'short-post': topic(
    {
      say: [
        'A thought on {s}: {point}.',
        'On {s}, one sentence: {point}.',
        'What I keep coming back to with {s}: {point}.',
        'The short version of {s}: {point}.',
        'If you remember one thing about {s}, let it be this: {point}.',
        'A small note on {s}: {point}.',
        'Somebody should have told me this about {s}: {point}.',
        'Say it simply, even about {s}: {point}.',
        'With {s}, it is like this: {point}.',
        'One idea about {s}, and no more: {point}.',
        'I thought about {s} today, and it comes to this: {point}.',
        'Here is {s} in a line: {point}.',
      ],
    },
    {
      say: [
        'It sounds small, and that is the point.',
        'That is quickly said and slowly learned.',
        'Most days I forget it as well.',
        'You will find your own example sooner than you think.',
        'Try it once before you argue with it.',
        'No theory, just something to notice.',
      ],
      up_to: 3,
    },
    {
      say: [
        'Where have you seen it?',
        'What would you add?',
        'Does that match what you see?',
        'Tell me where it is different for you.',
      ],
    },
  ),
  lesson: topic(
    {
      say: [
        'A short story from work: {happened}.',
        'Here is what happened: {happened}.',
        'Something I did not plan to write about: {happened}.',
        'A small thing that stayed with me: {happened}.',
        'The best teacher was an ordinary day: {happened}.',
        'I keep coming back to it: {happened}.',
        'It did not look like a lesson at the time: {happened}.',
        'Not every milestone has a ribbon: {happened}.',
        'From the quiet side of work: {happened}.',
        'One for the notebook: {happened}.',
        'What I told a friend over coffee: {happened}.',
      ],
    },
    {
      say: [
        'Things like that are easy to file under chance.',
        'It would be just as easy to move on and forget it.',
        'Nobody had written it into a plan.',
        'At first it looked like a detail.',
        'It took a moment before it seemed worth a thought.',
        'There was no meeting about it and no report.',
        'You may know such moments from your own work.',
      ],
      up_to: 3,
    },
    {
      say: [
        'What I took from it: {learned}.',
        'The lesson is a plain one: {learned}.',
        'What it taught me: {learned}.',
        'If I had to put it in a line: {learned}.',
      ],
      is_new_paragraph: true,
    },
    {
      say: [
        'None of this is new, and that is what makes it easy to forget.',
        'It was there to be seen all along, and it took an ordinary day to see it.',
        'A rule that comes out of practice lasts longer than one from a book.',
        'It sounds like common sense, and common sense is what goes missing first.',
        'I would not make a law of it, but I will keep it in mind.',
        'The next time will show whether I meant it.',
        'It is the kind of sentence that I would rather have learned earlier.',
      ],
      up_to: 6,
    },
    {
      say: [
        'What would you have taken from it?',
        'Has something like this happened to you?',
        'How do you see it?',
      ],
      is_new_paragraph: true,
    },
  ),
  'video-script': topic(
    {
      say: [
        'Stop scrolling for a second: this is about {s}.',
        'You have a minute, so let us talk about {s}.',
        'What if {s} could be simpler?',
        'Look at this with me: {s}, up close.',
        'Three, two, one, and we are at {s}.',
        'Nobody shows you the first step of {s}, so here it is.',
        'Be honest: when did you last think about {s}?',
        'I want to show you something about {s}.',
        'Before you swipe on, one thought about {s}.',
        'Everybody talks about {s}; let us look at it instead.',
        'This is {s}, without the boring part.',
        'One minute, one subject: {s}.',
      ],
    },
    { say: LISTENERS, up_to: 1 },
    {
      say: [
        'Picture it: an ordinary day, no special light, no preparation.',
        'The scene is simple: you, an ordinary day, and no preparation.',
        'Start with the view you have when you begin.',
      ],
      is_new_paragraph: true,
    },
    {
      say: [
        'First you show how it is now, without making it look nicer.',
        'Then you show the one thing that you would change.',
        'Take your time here, because this is what people came to see.',
        'Say what you do while you do it, in short words.',
        'If something goes wrong, keep it in; it helps.',
        'Now hold still for a moment and let them look.',
        'Then show it again from close by.',
        'Let the sound of it be heard, without music.',
        'If you can, let somebody else’s hands do it too.',
      ],
      up_to: 6,
    },
    {
      say: [
        'And that is all there is to it.',
        'See the difference? It is small, and it is there.',
        'That is {s} for today.',
      ],
      is_new_paragraph: true,
    },
    {
      say: [
        'Your turn: {goal}.',
        'If you want to see for yourself, {goal.act}.',
        'Now do one thing: {goal}.',
      ],
      otherwise: ['Now try it yourself.'],
    },
  ),
  'video-description': topic(
    {
      say: [
        'This video is about {s}.',
        'In this video we look at {s} from close by.',
        'Watch {s} from the first moment to the last.',
        'A short film about {s}, without a rush.',
        'You wanted to see {s}, so here it is.',
        'Here you can watch {s} in plain pictures.',
        '{s}: that is what this video shows.',
        'If you would rather see {s} than read about it, press play.',
        'What does {s} look like in practice? Have a look.',
        'Sit back for a few minutes with {s}.',
        'We filmed {s} so that you can stop, go back and look again.',
        'Everything in this video turns on {s}.',
      ],
    },
    {
      say: [
        'The thought behind it: {point}.',
        'What it wants to show is simple: {point}.',
        'One idea runs through it: {point}.',
      ],
    },
    {
      say: [
        'Watch it once without stopping, and then a second time with a pause wherever you like.',
        'You will see the beginning, the part where it gets difficult, and the end.',
        'Nothing in it needs special knowledge.',
        'Where it goes too fast, stop it and go back.',
        'Mind the small movements, since they are easily missed.',
        'It is meant for beginners and for anybody who likes to watch.',
      ],
      up_to: 4,
      is_new_paragraph: true,
    },
    { say: ['What you will come across: {keywords.list}.', 'Look out for these: {keywords.list}.'] },
    {
      say: [
        'Questions about {s} are welcome in the comments.',
        'Tell us in the comments how {s} went for you.',
        'If it helped you with {s}, pass it on.',
      ],
    },
  ),
  caption: topic(
    {
      say: [
        '{picture}, and for once nobody was in a hurry.',
        '{picture}: we stopped, looked and let it be.',
        'Just {picture}, as we found it.',
        'We only meant to walk past, and then there was {picture}.',
        'Somebody said not to move anything, so here is {picture}.',
        'This is what quiet can look like: {picture}.',
        'The day had other plans, and then came {picture}.',
        'You can almost hear it: {picture}.',
        'Everything else was noise that day, except {picture}.',
        'Look twice: {picture}.',
        'Here is where the day slowed down: {picture}.',
        'Some days are made of one thing: {picture}.',
      ],
    },
    {
      say: [
        'What you can’t see is the silence around it.',
        'The rest of the story happened just outside the frame.',
        'It lasted a moment, which is why we kept it.',
        'The minute before looked quite different.',
        'It will not look like that tomorrow.',
        'Worth stopping for.',
      ],
      up_to: 3,
    },
    {
      say: ['If it speaks to you, {goal.act}.', 'Your turn: {goal}.', 'And you? {goal.cap}.'],
      otherwise: ['What do you see in it?', 'Which part did you see first?'],
    },
  ),
};
