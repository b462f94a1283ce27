import type { WriteRequest } from '../../src/writing/writer.ts';

/** A request with the fields that a test cares about. */
export function requestOf(given: Partial<WriteRequest>): WriteRequest {
  return {
    instruction: '',
    length: null,
    output_index: 0,
    attempt: 0,
    tone: null,
    language: null,
    context: null,
    messages: null,
    template: null,
    max_words: null,
    signal: new AbortController().signal,
    ...given,
  };
}

export async function textOf(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

export interface Case extends Partial<WriteRequest> {
  instruction: string;
  /** What must stand within the first thirty words. */
  subject: string;
}

const PLANT_SHOP =
  'Product or company name: Fernwood\nWhat is it?: An online shop for house plants\nWho is it for?: first-time plant owners';
const LAMP =
  'Product or company name: Halden\nWhat is it?: a reading lamp that clips onto any shelf\nWho is it for?: people who read in bed\nWhat should readers do?: try it for a month at home';

/** Free commands, lengths, tones and templates; none of them is written for the grammar. */
export const CASES: readonly Case[] = [
  { instruction: 'write a blog post outline about house plants', subject: 'house plants' },
  { instruction: 'Write an introduction about house plants', length: 'm', subject: 'house plants' },
  { instruction: 'Write a blog post about sourdough bread', subject: 'sourdough bread' },
  { instruction: 'write an article on remote meetings', subject: 'remote meetings' },
  { instruction: 'Write a paragraph about compound interest.', length: 'm', subject: 'compound interest' },
  { instruction: 'Explain how to repot a monstera', length: 'l', subject: 'repotting a monstera' },
  { instruction: 'Give me tips for learning Spanish', subject: 'learning Spanish' },
  {
    instruction: 'Please write a short paragraph about urban beekeeping',
    length: 's',
    subject: 'urban beekeeping',
  },
  { instruction: 'Write about an honest mistake at work', length: 'l', subject: 'honest mistake' },
  { instruction: 'Write 200 words about walking in the rain', subject: 'walking in the rain' },
  { instruction: 'describe a quiet morning in Lisbon', length: 'm', subject: 'quiet morning in Lisbon' },
  { instruction: 'Write an email about the office move', subject: 'office move' },
  { instruction: 'write a thank-you note for the weekend at the lake', subject: 'weekend at the lake' },
  { instruction: 'Write an invitation to our summer garden party', subject: 'summer garden party' },
  { instruction: 'a list of reasons to take the train', subject: 'take the train' },
  { instruction: 'Blog post ideas about home coffee roasting', subject: 'home coffee roasting' },
  { instruction: 'write an FAQ about knitting socks', subject: 'knitting socks' },
  { instruction: 'Write a conclusion about saving for a house', length: 'm', subject: 'saving for a house' },
  {
    instruction: 'Could you write something about strength training for beginners?',
    length: 'l',
    subject: 'strength training',
  },
  {
    instruction: 'Write a warm introduction about pottery in a friendly tone',
    length: 'l',
    subject: 'pottery',
  },
  { instruction: 'Write a paragraph on code review', tone: 'Bold', length: 'm', subject: 'code review' },
  {
    instruction: 'Write a paragraph on pension savings',
    tone: 'Professional',
    length: 's',
    subject: 'pension savings',
  },
  { instruction: 'why do teams miss deadlines', length: 'm', subject: 'teams miss deadlines' },
  { instruction: 'What is a heat pump?', length: 's', subject: 'heat pump' },
  { instruction: 'Write a product description for a hand coffee grinder', subject: 'hand coffee grinder' },
  { instruction: 'headline about morning routines', subject: 'morning routines' },
  { instruction: 'tell me about umbrellas', length: 's', subject: 'umbrellas' },
  { instruction: 'Write about unusual hobbies', length: 'm', subject: 'unusual hobbies' },
  {
    instruction: 'Continue',
    context:
      'The harbour wakes early. Boats leave the harbour before the gulls do, and the harbour smells of salt.',
    length: 'm',
    subject: 'harbour',
  },
  {
    instruction: 'Write an opening',
    context: '# Ten house plants that forgive you\n',
    length: 'l',
    subject: 'house plants',
  },
  {
    instruction: 'Outline this',
    context: 'Title: A slow weekend in Porto',
    subject: 'slow weekend in Porto',
  },
  { instruction: LAMP, template: 'aida-framework', subject: 'Halden' },
  { instruction: LAMP, template: 'problem-agitate-solve', subject: 'Halden' },
  { instruction: LAMP, template: 'product-description', subject: 'Halden' },
  { instruction: LAMP, template: 'feed-ad', subject: 'Halden' },
  { instruction: LAMP, template: 'value-proposition', subject: 'Halden' },
  { instruction: LAMP, template: 'landing-hero', subject: 'Halden' },
  { instruction: LAMP, template: 'tagline', subject: 'Halden' },
  { instruction: PLANT_SHOP, template: 'promise-picture-proof-push', subject: 'Fernwood' },
  { instruction: PLANT_SHOP, template: 'company-bio', subject: 'Fernwood' },
  { instruction: PLANT_SHOP, template: 'press-release', subject: 'Fernwood' },
  { instruction: PLANT_SHOP, template: 'welcome', subject: 'Fernwood' },
  { instruction: PLANT_SHOP, template: 'win-back', subject: 'Fernwood' },
  {
    instruction: 'Product or company name: Fernwood\nThe review: Lovely shop, slow delivery.',
    template: 'review-reply',
    subject: 'Fernwood',
  },
  {
    instruction: 'What is it?: a bakery\nWho is it for?: the neighbourhood',
    template: 'business-or-product-name',
    subject: 'bakery',
  },
  {
    instruction:
      'What is it about?: houseplants in winter\nWho is it for?: beginners\nKeywords: light, water',
    template: 'blog-post-outline',
    subject: 'houseplants in winter',
  },
  {
    instruction: 'Task: Clean a cast-iron pan\nNeeded first: salt and oil',
    template: 'how-to-steps',
    subject: 'cast-iron pan',
  },
  {
    instruction: 'What is it about?: cycling to work\nHow many items?: 5',
    template: 'list-article',
    subject: 'cycling to work',
  },
  {
    instruction: 'What is it about?: a repair café\nPoints: tools, people, cake',
    template: 'thread',
    subject: 'repair café',
  },
  {
    instruction:
      'Role: Baker\nProduct or company name: Rye & Co\nDuties: bake the morning bread\nMust have: a love of early hours',
    template: 'job-post',
    subject: 'baker',
  },
  {
    instruction: 'Main point: the new booking page\nWho is it for?: guests',
    template: 'subject-lines',
    subject: 'booking page',
  },
  {
    instruction: 'What is it about?: night trains\nWho is it for?: travellers',
    template: 'headline-options',
    subject: 'night trains',
  },
  {
    instruction: 'What is it about?: night trains\nKeywords: sleeper, ticket',
    template: 'search-title-and-description',
    subject: 'night trains',
  },
  {
    instruction:
      'Product or company name: Halden\nWhat is it?: a reading lamp\nFeatures, one per line: warm light\nfolding arm\nquiet switch',
    template: 'features-to-benefits',
    subject: 'Halden',
  },
  {
    instruction: 'What is it about?: mending clothes\nWho is it for?: students',
    template: 'short-video-script',
    subject: 'mending clothes',
  },
  {
    instruction: '',
    context: 'The harbour wakes early. Boats leave the harbour before dawn.',
    length: 's',
    subject: 'the harbour',
  },
  {
    instruction: 'Continue the text',
    context: '# Mending clothes\n\nStart with a button.',
    length: 'l',
    subject: 'mending clothes',
  },
  {
    instruction:
      'Product or company name: Rye & Co\nWhat went wrong: The birthday cake arrived a day late\nWhat you did: refunded the order',
    template: 'apology',
    subject: 'birthday cake arrived a day late',
  },
  {
    instruction: 'What happened?: We moved the shop in one weekend\nWhat you learned?: ask for help early',
    template: 'professional-post',
    subject: 'moved the shop',
  },
  {
    instruction: 'What you sent: the offer for the new kitchen\nWhat should readers do?: choose a date',
    template: 'follow-up',
    subject: 'the offer for the new kitchen',
  },
  { instruction: LAMP, template: 'first-contact', subject: 'Halden' },
  { instruction: LAMP, template: 'search-ad', subject: 'Halden' },
  { instruction: 'give me five blog post titles about slow cooking', subject: 'slow cooking' },
  { instruction: LAMP, template: 'billboard-line', subject: 'Halden' },
  {
    instruction: 'Title: Winter light\nMain point: a small lamp changes the evening',
    template: 'blog-introduction',
    subject: 'winter light',
  },
  {
    instruction: 'What is in the picture?: a red bicycle against a wall',
    template: 'photo-caption',
    subject: 'red bicycle',
  },
  {
    instruction: 'What is it about?: saying no at work\nMain point: it protects the yes',
    template: 'short-post',
    subject: 'saying no at work',
  },
  { instruction: 'Write a short story about a lighthouse keeper', subject: 'a lighthouse keeper' },
  { instruction: 'Write a LinkedIn post announcing our new podcast', subject: 'our new podcast' },
];
