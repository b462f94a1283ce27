import { describe, expect, it } from 'vitest';
import { kindOf, lowerFirst, nounOfClause } from '../../src/writing/demo/clauses.ts';
import { compose } from '../../src/writing/demo/compose.ts';
import { contracted } from '../../src/writing/demo/edits/text.ts';
import { factsOf, gerundOf, listed, withArticle } from '../../src/writing/demo/facts.ts';
import { readReview } from '../../src/writing/demo/review.ts';
import { requestOf } from './requests.ts';

it.each([
  ['clause', 'the reading corner was too dark'],
  ['clause', 'A client paid the same invoice twice'],
  ['clause', 'bread needs time more than skill'],
  ['clause', 'slow hands calm the head'],
  ['clause', 'Plants die on me anyway'],
  ['clause', 'we moved the shop'],
  ['past', 'sent a clip the same day'],
  ['past', 'refunded the order'],
  ['act', 'try it for a month'],
  ['act', 'clip the lamp to one shelf'],
  ['act', 'ask before you plan'],
  ['gerund', 'getting paid on time'],
  ['gerund', 'watering house plants less'],
  ['clause', 'writing takes time'],
  ['noun', 'lamps that wake the whole room'],
  ['noun', 'a reading lamp that clips onto any shelf'],
  ['noun', 'How to be paid on time'],
])('takes for a %s: %j', (kind, text) => {
  expect(kindOf(text)).toBe(kind);
});

it.each([
  ['a small lamp changes the evening', 'a small lamp'],
  ['the arm now folds flat', 'the arm'],
  ['pupils no longer wrote by hand', 'pupils'],
  ['we moved the shop', null],
  ['a lamp above an open book', null],
])('finds what a clause speaks of: %j', (text, noun) => {
  expect(nounOfClause(text)).toBe(noun);
});

it.each([
  ['software for small invoices', 'software for small invoices'],
  ['handmade soap', 'handmade soap'],
  ['house plants by post', 'house plants by post'],
  ['evening course in calligraphy', 'an evening course in calligraphy'],
  ['the last bakery in town', 'the last bakery in town'],
])('sets an article only where there is one: %j', (phrase, expected) => {
  expect(withArticle(phrase)).toBe(expected);
});

it.each([
  ['Evening light at home', 'evening light at home'],
  ['Houseplants in winter', 'houseplants in winter'],
  ['Lisbon in winter', 'Lisbon in winter'],
  ['I can write my own', 'I can write my own'],
])('lowers the first letter unless it may be a name: %j', (text, expected) => {
  expect(lowerFirst(text)).toBe(expected);
});

it.each([
  ['Clip a lamp to a shelf', 'clipping a lamp to a shelf'],
  ['write a first line', 'writing a first line'],
  ['how to send an invoice', 'sending an invoice'],
  ['Repotting a fern', 'repotting a fern'],
])('turns a task into a noun: %j', (task, expected) => {
  expect(gerundOf(lowerFirst(task))).toBe(expected);
});

it('tells what the sender did as a sentence with somebody in it, and keeps what follows', () => {
  const facts = factsOf(new Map([['what you did', 'Sent a clip the same day. It was the last one']]));
  expect(facts).toMatchObject({
    did: 'we sent a clip the same day',
    'did.say': 'We sent a clip the same day.',
  });
  expect(facts['did.rest']).toBe('It was the last one.');
});

it.each([
  [['a', 'b and c'], 'a, b and c'],
  [['send it at once', 'remind politely'], 'send it at once and remind politely'],
  [['time does the work', 'flour matters'], 'time does the work, and flour matters'],
])('lists %j', (items, expected) => {
  expect(listed(items)).toBe(expected);
});

it.each([
  ['Lovely lamp, but the clip scratched my shelf.', '“lovely lamp”', '“the clip scratched my shelf”'],
  ['Good software, slow support.', '“good software”', '“slow support”'],
  ['Best bread in town.', '“best bread in town”', undefined],
])('reads the praise and the complaint in %j', (review, praise, complaint) => {
  expect(readReview(review, 'Halden')).toMatchObject({ praise, complaint });
});

it.each([
  ['They stay where they are.', 'They stay where they are.'],
  ['We know what it is, and you are right.', 'We know what it is, and you’re right.'],
  ['We have moved, and you will find us.', 'We’ve moved, and you’ll find us.'],
  ['We have to go, and we have time.', 'We have to go, and we have time.'],
  ['It is late. They are not here.', 'It’s late. They aren’t here.'],
  ['Our part in it is clear, and it is ours.', 'Our part in it is clear, and it’s ours.'],
])('contracts %j only where the verb is not stressed', (text, expected) => {
  expect(contracted(text)).toBe(expected);
});

describe('ten outputs', () => {
  const TEN = Array.from({ length: 10 }, (_, output_index) => output_index);
  const write = (template: string, instruction: string) =>
    TEN.map((output_index) => compose(requestOf({ template, instruction, output_index })));

  it('answer questions without advice from another field', () => {
    const texts = write(
      'faq-answers',
      'Product or company name: Halden\nWhat is it?: a lamp\nQuestions, one per line: Will it damage the shelf?\nIs the light warm?\nHow long is the cable?',
    );
    for (const text of texts) {
      expect(text).not.toMatch(/drawer|room|basket|tidy|chore/i);
      expect(text.match(/^\*\*.*\?\*\*$/gm)).toHaveLength(3);
    }
  });

  it('never offer a customer for sale', () => {
    const texts = write(
      'customer-story',
      'Customer: a bookshop in Bath\nProblem: the reading corner was too dark\nWhat you did: sent a clip\nResult: people now stay to read',
    );
    for (const text of texts) {
      expect(text).not.toMatch(/this bookshop|made for/i);
      // The beats of a story: who, what was wrong, what was done, what is different.
      const at = ['bookshop in Bath', 'corner was too dark', 'we sent a clip', 'people now stay'].map(
        (fact) => text.indexOf(fact),
      );
      expect(at, text).toEqual([...at].sort((x, y) => x - y));
      expect(at[0], text).toBeGreaterThanOrEqual(0);
    }
  });

  it('name a thing by its own words, never by its kind', () => {
    const texts = write(
      'business-or-product-name',
      'What is it?: software for small invoices\nWho is it for?: freelancers\nKeywords: invoice, reminder',
    );
    for (const text of texts) {
      expect(text).toMatch(/Invoice|Reminder/);
      expect(text).not.toMatch(/Software|Small|Freelance/);
      expect(text.split(' ').length).toBeLessThanOrEqual(3);
    }
  });

  it.each([
    ['problem-agitate-solve', ['lamps that wake the room', 'Halden', 'a reading lamp']],
    ['before-after-bridge', ['Halden', 'a reading lamp']],
    ['promise-picture-proof-push', ['Halden', 'a reading lamp', 'bookshops keep one', 'try it']],
    ['aida-framework', ['Halden', 'a reading lamp', 'try it']],
  ])('%s tells its beats in order', (template, order) => {
    const texts = write(
      template,
      'Product or company name: Halden\nWhat is it?: a reading lamp\nWhich problem?: lamps that wake the room\nYour proof: bookshops keep one by the till\nWhat should readers do?: try it',
    );
    for (const text of texts) {
      const at = order.map((fact) => text.toLowerCase().indexOf(fact.toLowerCase()));
      expect(Math.min(...at), text).toBeGreaterThanOrEqual(0);
      expect(at.at(-1), text).toBe(Math.max(...at));
    }
  });
});
