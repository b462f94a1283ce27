import { describe, expect, it } from 'vitest';
import {
  type Standing,
  beginning,
  readProgress,
  stepsFor,
  ticked,
} from '../src/features/first-run/progress.ts';
import { scoreOf } from '../src/features/palette/score.ts';
import { isPaletteKey } from '../src/shared/ui/palette.ts';

const now: Standing = {
  run: 'run_a',
  grant: 'grant_1',
  grant_source: 'promo',
  refunds_used: 1_240,
  cycle: 3,
  path: '/',
  is_known: false,
  people: 1,
};

describe('the first steps', () => {
  const begun = beginning(now);

  it('begin with nothing done, whatever was written before', () => {
    expect(ticked(begun, now)).toBe(begun);
    expect(begun.done).toEqual([]);
  });

  it('tick themselves, each by what it asks for', () => {
    expect(ticked(begun, { ...now, run: 'run_b' }).done).toEqual(['run']);
    expect(ticked(begun, { ...now, refunds_used: 1_288 }).done).toEqual(['downvote']);
    expect(ticked(begun, { ...now, path: '/settings/usage' }).done).toEqual(['usage']);
    expect(ticked(begun, { ...now, grant: 'grant_2', grant_source: 'staff' }).done).toEqual(['award']);
    expect(ticked(begun, { ...now, grant: 'grant_2', grant_source: 'promo' }).done).toEqual([]);
  });

  it('ask who is nobody yet for a name and a password, and for a colleague', () => {
    expect(ticked(begun, { ...now, is_known: true }).done).toEqual(['you']);
    expect(ticked(begun, { ...now, people: 2 }).done).toEqual(['invite']);
  });

  it('are those of the place and of who looks', () => {
    const nobody = {
      is_demo: false,
      trialing: false,
      manages: true,
      owner: true,
      staff: false,
      has_helper: false,
    };
    expect(stepsFor(nobody)).toEqual([]);
    expect(stepsFor({ ...nobody, staff: true })[0]).toBe('you');
    expect(stepsFor({ ...nobody, trialing: true })).toEqual(['run', 'downvote', 'usage', 'invite']);
    expect(stepsFor({ ...nobody, trialing: true, manages: false })).not.toContain('invite');
    expect(stepsFor({ ...nobody, is_demo: true })).toEqual(['run', 'downvote', 'usage']);
    expect(stepsFor({ ...nobody, is_demo: true, has_helper: true })).toContain('award');
  });

  it('stay ticked, in their order', () => {
    const usage = ticked(begun, { ...now, path: '/settings/usage' });
    const both = ticked(usage, { ...now, run: 'run_b' });
    expect(both.done).toEqual(['run', 'usage']);
    expect(ticked(both, now)).toBe(both);
  });

  it('know a refund of a new cycle from those of the last one', () => {
    expect(ticked(begun, { ...now, cycle: 4, refunds_used: 0 }).done).toEqual([]);
    expect(ticked(begun, { ...now, cycle: 4, refunds_used: 12 }).done).toEqual(['downvote']);
  });

  it('are read back from this device, and nothing else is', () => {
    const kept = ticked(begun, { ...now, run: 'run_b' });
    expect(readProgress(JSON.stringify(kept))).toEqual(kept);
    for (const broken of [null, 'dismissed', '{}', 'null', '[]', '{"run":1}'])
      expect(readProgress(broken)).toBeNull();
    expect(readProgress(JSON.stringify({ ...kept, done: ['run', 'other'] }))?.done).toEqual(['run']);
  });
});

it('the palette opens for ⌘K and Ctrl K alone', () => {
  const key = { key: 'k', metaKey: false, ctrlKey: false, shiftKey: false, altKey: false };
  expect(isPaletteKey({ ...key, metaKey: true })).toBe(true);
  expect(isPaletteKey({ ...key, ctrlKey: true, key: 'K' })).toBe(true);
  expect(isPaletteKey(key)).toBe(false);
  expect(isPaletteKey({ ...key, metaKey: true, shiftKey: true })).toBe(false);
  expect(isPaletteKey({ ...key, ctrlKey: true, altKey: true })).toBe(false);
  expect(isPaletteKey({ ...key, metaKey: true, key: 'j' })).toBe(false);
});

describe('what is typed into the palette', () => {
  it('names the whole, a beginning, a part, in this order', () => {
    const scores = ['Usage', 'Usage by day', 'All usage', 'Misusage'].map((name) => scoreOf('usage', name));
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(new Set(scores).size).toBe(4);
  });

  it('is found in every word, without accents, and in other words last', () => {
    expect(scoreOf('plan edit', 'Edit plan')).toBeGreaterThan(0);
    expect(scoreOf('cafe', 'Café notes')).toBeGreaterThan(0);
    expect(scoreOf('price', 'Edit plan', 'upgrade price')).toBeLessThan(scoreOf('plan', 'Edit plan'));
    expect(scoreOf('edit x', 'Edit plan')).toBe(0);
    expect(scoreOf('epn', 'Edit plan')).toBe(0);
  });
});
