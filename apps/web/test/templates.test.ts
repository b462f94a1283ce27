import { describe, expect, it } from 'vitest';
import {
  type Batch,
  columnsOf,
  doneOf,
  isBusy,
  newBatch,
  outputBefore,
  outputOf,
  withEvent,
  withRetry,
  withVote,
} from '../src/features/templates/board.ts';
import {
  aboutLength,
  barWords,
  categoryShelves,
  costOf,
  counterOf,
  faultOf,
  firstShelves,
  matching,
  wordsEach,
} from '../src/features/templates/words.ts';
import type { RunEvent, TemplateInput, TemplateSummary } from '../src/shared/api/types.ts';

const row = (change: Partial<TemplateSummary>): TemplateSummary => ({
  template: 'tagline',
  name: 'Tagline',
  category: 'product',
  shape: 'line',
  words: 6,
  length_from: null,
  purpose: 'Finds a line that sticks.',
  is_own: false,
  may_edit: false,
  is_favourite: false,
  last_used_at: null,
  ...change,
});

const asked = { template: 'tagline', inputs: { name: 'Halden' }, tone: null, language: null };
const run = (id: string, outputs: number): RunEvent => ({
  event: 'run',
  data: {
    run: id,
    created_at: '2026-11-22T12:00:00.000Z',
    outputs: Array.from({ length: outputs }, (_, index) => ({ output: `${id}-o${index}`, index })),
    estimate_credits: 6 * outputs,
    model: 'demo',
    is_demo: true,
  },
});
const text = (output: string, added: string, words: number): RunEvent => ({
  event: 'text',
  data: { output, text: added, words },
});
const settled = (output: string, words: number): RunEvent => ({
  event: 'settled',
  data: { output, words, charged: words, shortfall: 0, finish: 'done', detail: null },
});
const failed = (output: string): RunEvent => ({
  event: 'failed',
  data: { output, code: 'model_error', detail: 'No.', words: 0, charged: 0, problem: null },
});
const done = (id: string): RunEvent => ({ event: 'done', data: { run: id, words: 0, charged: 0 } });
const after = (batch: Batch, key: string, events: readonly RunEvent[]): Batch =>
  events.reduce((state, event) => withEvent(state, key, event), batch);

describe('a batch', () => {
  it('has its columns before the server has named them, and keeps their keys', () => {
    const before = newBatch('a', asked, 3, 6);
    const named = after(before, 'a', [run('r', 3)]);
    expect(columnsOf(before).map((one) => one.key)).toEqual(['a-0', 'a-1', 'a-2']);
    expect(columnsOf(named).map((one) => one.key)).toEqual(['a-0', 'a-1', 'a-2']);
    expect(columnsOf(named)[1]!.output.output).toBe('r-o1');
  });

  it('replaces one failed output in its place and leaves the others alone', () => {
    const first = after(newBatch('a', asked, 2, 6), 'a', [
      run('r', 2),
      failed('r-o0'),
      text('r-o1', 'Light.', 1),
      settled('r-o1', 1),
      done('r'),
    ]);
    expect(isBusy(first)).toBe(false);
    const again = withRetry(first, 'a-0', 'b');
    expect(isBusy(again)).toBe(true);
    const over = after(again, 'b', [run('s', 1), text('s-o0', 'Lamp.', 1), settled('s-o0', 1), done('s')]);
    expect(columnsOf(over).map(({ output }) => output.text)).toEqual(['Lamp.', 'Light.']);
    expect(columnsOf(over)[1]!.output).toBe(columnsOf(first)[1]!.output);
    expect(isBusy(over)).toBe(false);
  });

  it('knows which output the next ones for the same inputs go on from', () => {
    const old = after(newBatch('a', asked, 2, 6), 'a', [run('r', 2), done('r')]);
    const newest = after(newBatch('b', asked, 3, 6), 'b', [run('s', 3), failed('s-o1'), done('s')]);
    const resumed = { ...old, asked: { ...asked, inputs: {} } };
    expect(outputBefore([], asked)).toBeNull();
    expect(outputBefore([newBatch('c', asked, 1, 6)], asked)).toBeNull();
    expect(outputBefore([newest, old], asked)).toBe('s-o2');
    expect(outputBefore([resumed], asked)).toBe('r-o1');
    expect(outputBefore([newest, old], { ...asked, inputs: { name: 'Rye' } })).toBeNull();
    expect(outputOf(newest, 'b-1')).toBe('s-o1');
    expect(outputOf(newBatch('c', asked, 1, 6), 'c-0')).toBeNull();
  });

  it('counts how far the batches are that are being written, at what they cost', () => {
    const old = after(newBatch('a', asked, 1, 6), 'a', [run('r', 1), settled('r-o0', 9), done('r')]);
    const busy = after(newBatch('b', asked, 3, 6), 'b', [
      run('s', 3),
      text('s-o0', 'one two', 2),
      text('s-o1', 'x', 4),
      settled('s-o1', 5),
      failed('s-o2'),
    ]);
    expect(doneOf([busy, old])).toEqual({ all: 3, done: 2, credits: 7 });
    expect(barWords({ all: 10, done: 4, credits: 512 })).toBe('4 of 10 done, 512 credits.');
  });

  it('keeps a vote with its output', () => {
    const batch = after(newBatch('a', asked, 1, 6), 'a', [run('r', 1), settled('r-o0', 2), done('r')]);
    expect(columnsOf(withVote(batch, 'a', 'r-o0', 'down'))[0]!.output.vote).toBe('down');
    expect(withVote(batch, 'nowhere', 'r-o0', 'down')).toBe(batch);
  });
});

describe('the cost before a run', () => {
  it('is the sum, from what is left now', () => {
    expect(costOf(120, 3, 20_000)).toEqual({ sentence: '3 × about 120 = about 360 credits', suggest: null });
    expect(costOf(120, 1, 120)).toEqual({ sentence: 'about 120 credits', suggest: null });
    expect(costOf(120, 10, 640)).toEqual({
      sentence: '10 × 120 needs about 1,200; you have 640. About 5 will finish.',
      suggest: 5,
    });
    expect(costOf(120, 2, 50)).toEqual({
      sentence: '2 × 120 needs about 240; you have 50. The text stops after about 50 words.',
      suggest: null,
    });
    expect(costOf(120, 2, 0)).toEqual({ sentence: 'About 240 credits needed; none left.', suggest: null });
  });

  it('follows the input that sets the length', () => {
    const count = { words: 100, length_from: { input: 'text', as: 'count' } } as const;
    const number = { words: 60, length_from: { input: 'target', as: 'number' } } as const;
    expect(wordsEach(count, { text: ' one  two\nthree ' })).toBe(3);
    expect(wordsEach(count, {})).toBe(100);
    expect(wordsEach(number, { target: '40' })).toBe(40);
    expect(wordsEach(number, { target: 'many' })).toBe(60);
    expect([count, number, { words: 1, length_from: null }].map(aboutLength)).toEqual([
      'as long as your text',
      'as long as you say',
      'about 1 word',
    ]);
  });
});

describe('an input', () => {
  const input: TemplateInput = {
    id: 'name',
    label: 'Name',
    kind: 'line',
    placeholder: '',
    limit: 10,
    optional: false,
    example: 'x',
  };
  it('counts from 80% of its limit', () => {
    expect(counterOf(input, 'x'.repeat(7))).toBeNull();
    expect(counterOf(input, 'x'.repeat(8))).toBe('8 of 10');
    expect(counterOf({ kind: 'number', limit: 5 }, '5')).toBeNull();
  });
  it('says what is wrong with it', () => {
    expect(faultOf(input, '  ')).toBe('Fill this in.');
    expect(faultOf({ ...input, optional: true }, '')).toBeNull();
    expect(faultOf(input, 'x'.repeat(12))).toBe('2 characters too long.');
    expect(faultOf({ ...input, kind: 'number' }, '11')).toBe('A whole number from 1 to 10.');
    expect(faultOf({ ...input, kind: 'number' }, '10')).toBeNull();
  });
});

describe('the gallery', () => {
  const all = [
    row({}),
    row({
      template: 'welcome',
      name: 'Welcome',
      category: 'email',
      purpose: 'One clear start.',
      is_favourite: true,
    }),
    row({ template: 'own', name: 'Card', is_own: true, last_used_at: '2026-11-21T12:00:00.000Z' }),
    row({ template: 'new', name: 'New', category: 'ads', last_used_at: '2026-11-22T12:00:00.000Z' }),
  ];
  it('begins with what was used last, what is starred and what was made here', () => {
    expect(firstShelves(all).map(({ title, rows }) => [title, ...rows.map((one) => one.template)])).toEqual([
      ['Recent', 'new', 'own'],
      ['Favourites', 'welcome'],
      ['Made here', 'own'],
    ]);
    expect(firstShelves([row({})])).toEqual([]);
  });
  it('has a shelf for each category that has templates', () => {
    expect(categoryShelves(all).map(({ id, rows }) => [id, rows.length])).toEqual([
      ['ads', 1],
      ['email', 1],
      ['product', 2],
    ]);
  });
  it('finds by name, purpose and category, every word of it', () => {
    expect(matching(all, 'EMAIL start').map((one) => one.template)).toEqual(['welcome']);
    expect(matching(all, 'sticks tagline').map((one) => one.template)).toEqual(['tagline']);
    expect(matching(all, 'nothing')).toEqual([]);
  });
});
