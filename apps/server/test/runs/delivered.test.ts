import { idOf } from '@inkwell/engine';
import { expect, test } from 'vitest';
import { Delivered } from '../../src/runs/delivered.ts';

type Account = Parameters<Delivered['wordsIn']>[0];

/** An account as it was after its entry `seq`, with these holds open. */
const asOf = (seq: number, ...holds: number[]) =>
  ({
    stored: { seq },
    state: { account: 'acme', holds: new Map(holds.map((hold) => [hold, {}])) },
  }) as unknown as Account;

const hold = (seq: number) => idOf('hold', 'acme', seq);

test('words count against a balance that knows their hold, or is older than it, and not after their settle', () => {
  let now = 0;
  const delivered = new Delivered(() => now);
  delivered.open('acme', 'out-1', hold(7));
  delivered.note('acme', 'out-1', 30);
  expect(delivered.words('acme')).toBe(30);
  expect(delivered.wordsIn(asOf(6))).toBe(30);
  expect(delivered.wordsIn(asOf(8, 7))).toBe(30);
  // The settle is durable and has not been answered yet.
  expect(delivered.wordsIn(asOf(9))).toBe(0);
  delivered.settled('acme', 'out-1');
  expect(delivered.words('acme')).toBe(0);
  // The settle was answered, and the balance was read before it.
  expect(delivered.wordsIn(asOf(8, 7))).toBe(30);
  expect(delivered.wordsIn(asOf(9))).toBe(0);
  now += 10_001;
  delivered.tidy();
  expect(delivered.wordsIn(asOf(8, 7))).toBe(0);
  expect(delivered.words('other')).toBe(0);
});
