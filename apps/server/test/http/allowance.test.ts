import { describe, expect, test } from 'vitest';
import { Allowance } from '../../src/http/allowance.ts';

describe('allowances', () => {
  const clock = { now: 1_000 };
  const make = (burst: number, per_s: number) => new Allowance({ burst, per_s }, () => clock.now);

  test('a burst passes, then 429 with the seconds to wait, then again as time passes', () => {
    const allowance = make(3, 0.5);
    for (let i = 0; i < 3; i += 1) expect(allowance.take('a')).toBeNull();
    const answer = allowance.take('a');
    expect(answer).toMatchObject({ status: 429, headers: { 'retry-after': '2' } });
    clock.now += 1_999;
    expect(allowance.take('a')).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
    clock.now += 1;
    expect(allowance.take('a')).toBeNull();
  });

  test('callers wait for themselves alone', () => {
    const allowance = make(1, 1);
    expect(allowance.take('a')).toBeNull();
    expect(allowance.take('a')).not.toBeNull();
    expect(allowance.take('b')).toBeNull();
  });

  test('an amount above the burst passes once, and is waited for after', () => {
    const allowance = make(10, 1);
    expect(allowance.take('a', 50)).toBeNull();
    expect(allowance.take('a')).toMatchObject({ headers: { 'retry-after': '41' } });
    clock.now += 41_000;
    expect(allowance.take('a')).toBeNull();
  });

  test('a clock that goes back gives nothing and takes nothing', () => {
    const allowance = make(1, 1);
    expect(allowance.take('a')).toBeNull();
    clock.now -= 10_000;
    expect(allowance.take('a')).not.toBeNull();
    clock.now += 1_000;
    expect(allowance.take('a')).toBeNull();
  });
});
