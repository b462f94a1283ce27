import { describe, expect, it } from 'vitest';
import { isNewer } from '../src/shared/api/live.ts';
import { meterWords, setAside, wellParts } from '../src/shared/format/meter.ts';
import { balanceWith } from './balance.ts';

const now = Date.parse('2026-11-22T12:00:00.000Z');

describe('the ink meter', () => {
  it('says what is left, when it resets and how much bonus is in it', () => {
    const words = meterWords(balanceWith(), 31_080, null, now);
    expect(words).toMatchObject({ figure: '31,080', unit: 'credits left', low: false, empty: false });
    expect(words.line).toBe('Resets in 13 days, 12,500 bonus');
  });

  it('turns low at a tenth of the limit, not before', () => {
    const at = (left: number) => meterWords(balanceWith(), left, null, now);
    expect(at(5_001).low).toBe(false);
    expect(at(5_000)).toMatchObject({ low: true, unit: 'left' });
  });

  it('names the day of the reset when nothing is left', () => {
    expect(meterWords(balanceWith(), 0, null, now)).toMatchObject({
      figure: '0',
      empty: true,
      low: false,
      line: 'Resets 5\u00A0Dec',
    });
  });

  it('shows a capped member the own figure', () => {
    expect(meterWords(balanceWith(), 420, 3_000, now).unit).toBe('left of your 3,000');
  });

  it('tells a trial that has not begun from one that was canceled', () => {
    const canceled = (limit: number) =>
      balanceWith({ phase: 'canceled', plan: null, trial: { limit, available: 0, held: 0, spent: 0 } });
    expect(meterWords(canceled(0), 0, null, now).line).toBe('Trial not started');
    expect(meterWords(canceled(10_000), 0, null, now).line).toBe('Canceled. No refill');
  });

  it('counts a trial in days and keeps its bonus apart', () => {
    const trial = balanceWith({
      phase: 'trialing',
      plan: null,
      trial: { limit: 10_000, available: 4_210, held: 0, spent: 5_790 },
      cycle: { number: 0, starts_at: '2026-11-20T09:00:00.000Z', ends_at: '2026-11-25T09:00:00.000Z' },
    });
    const words = meterWords(trial, 4_210, null, now);
    expect(words.unit).toBe('trial credits');
    expect(words.line).toBe('3 days; 12,500 bonus after trial');
    const bare = { ...trial, bonus: { ...trial.bonus, available: 0 } };
    expect(meterWords(bare, 4_210, null, now).line).toBe('3 days, until 25\u00A0Nov');
    expect(meterWords(bare, 4_210, null, Date.parse('2026-11-25T01:00:00.000Z')).line).toMatch(/^Last day/);
    expect(wellParts(trial)).toEqual({ plan: 0.421, held: 0, bonus: 0 });
  });

  it('adds up: plan, bonus and what is set aside make what is left', () => {
    const writing = balanceWith({
      available: 30_980,
      held: 100,
      left: 31_043,
      plan: { limit: 50_000, available: 18_480, held: 100, spent: 31_420 },
    });
    expect(setAside(writing)).toBe(63);
    expect(18_480 + writing.bonus.available + setAside(writing)).toBe(writing.left);
  });

  it('never lets an older balance replace a newer one', () => {
    const seen = balanceWith();
    expect(isNewer(balanceWith({ seq: 411, as_of: '2026-11-22T12:00:01.000Z' }), seen)).toBe(false);
    expect(isNewer(balanceWith({ as_of: '2026-11-22T11:59:59.000Z' }), seen)).toBe(false);
    expect(isNewer(balanceWith({ as_of: '2026-11-22T12:00:00.250Z' }), seen)).toBe(true);
    expect(isNewer(balanceWith({ seq: 413 }), seen)).toBe(true);
    expect(isNewer(balanceWith({ account: 'other', seq: 1 }), seen)).toBe(true);
  });
});
