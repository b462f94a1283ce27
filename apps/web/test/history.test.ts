import { describe, expect, it } from 'vitest';
import { historySearch, isFiltered } from '../src/features/history/search.ts';
import { heldOf } from '../src/features/write/receipt.tsx';
import { recountSentence } from '../src/features/write/recount.tsx';
import type { Receipt, RecountReply } from '../src/shared/api/types.ts';

describe('History’s address', () => {
  it('keeps the filters that it knows', () => {
    const all = {
      member: 'tomas',
      kind: 'template',
      template: 'aida-framework',
      day: '2026-11-14',
      cycle: 3,
      vote: 'down',
      q: 'ferns',
      output: 'out_1',
      key: 'key_1',
    };
    expect(historySearch({ ...all, x: 1 })).toEqual(all);
    expect(historySearch({ kind: 'api' })).toEqual({ kind: 'api' });
    expect(isFiltered(historySearch(all))).toBe(true);
  });

  it('leaves out what the server would refuse', () => {
    expect(
      historySearch({ kind: 'chat', vote: 'none', cycle: -1, day: '2026-02-30', member: ' ', q: '' }),
    ).toEqual({});
    expect(historySearch({ day: '2026-13-01', cycle: 1.5 })).toEqual({});
    expect(isFiltered({})).toBe(false);
  });

  it('reads words that look like numbers as words', () => {
    expect(historySearch({ q: 2026, member: 7 })).toEqual({ q: '2026', member: '7' });
  });
});

describe('a receipt', () => {
  const slice = (credits: number, from: string, to: string) => ({ grant: 'grant_1', credits, from, to });
  const entries = [
    { slices: [slice(48, 'held', 'spent'), slice(12, 'held', 'available')] },
  ] as unknown as Receipt['entries'];

  it('says what had been set aside, and nothing of a charge without a hold', () => {
    expect(heldOf({ hold: 'hold_1', entries })).toBe(60);
    expect(heldOf({ hold: null, entries })).toBeNull();
  });

  const count = { words: 48, counter: 'words-v1', text_sha256: 'a' };
  const reply = (change: Partial<RecountReply>): RecountReply => ({
    output: 'out_1',
    counted: count,
    receipt: count,
    agrees: true,
    ...change,
  });

  it('is counted again and says whether it was right', () => {
    expect(recountSentence(reply({}))).toBe('48 words by words-v1. Agrees with the receipt.');
    expect(recountSentence(reply({ agrees: false, counted: { ...count, words: 49 } }))).toBe(
      '49 words by words-v1. The receipt says 48.',
    );
    expect(recountSentence(reply({ agrees: false }))).toBe(
      '48 words by words-v1. As many, but not the text that was charged.',
    );
  });
});
