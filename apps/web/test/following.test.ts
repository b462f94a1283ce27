import { InkwellError } from '@inkwell/sdk';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FrameStore, recover } from '../src/features/write/following.ts';
import type { RunState } from '../src/features/write/run-state.ts';
import type { RunDetail } from '../src/shared/api/types.ts';

describe('a store that publishes once a frame', () => {
  afterEach(() => void vi.unstubAllGlobals());

  it('shows any number of changes at the next frame, once', () => {
    const frames: (() => void)[] = [];
    const store = new FrameStore(0, (publish) => void frames.push(publish));
    const seen: number[] = [];
    const leave = store.subscribe(() => void seen.push(store.shown()));
    store.set(1);
    store.set(2);
    expect([store.value, store.shown(), frames.length]).toEqual([2, 0, 1]);
    frames.shift()?.();
    expect(seen).toEqual([2]);
    store.set(3);
    expect(frames).toHaveLength(1);
    leave();
    frames.shift()?.();
    expect([store.shown(), seen]).toEqual([3, [2]]);
  });

  it.each([
    [false, ['frame']],
    [true, ['250 ms']],
  ])('waits for a frame, or where the page is hidden (%s) for a moment', (hidden, waits) => {
    const asked: string[] = [];
    vi.stubGlobal('document', { hidden });
    vi.stubGlobal('requestAnimationFrame', () => asked.push('frame'));
    vi.stubGlobal('setTimeout', (_: () => void, ms: number) => asked.push(`${ms} ms`));
    new FrameStore(0).set(1);
    expect(asked).toEqual(waits);
  });
});

describe('a run whose stream broke', () => {
  const answer = (state: 'streaming' | 'settled', text: string) =>
    ({
      run: 'r',
      model: 'demo',
      input: '',
      member: 'm',
      outputs: [{ output: 'o', state, text }],
    }) as RunDetail;
  const refusal = (status: number) =>
    Object.assign(Object.create(InkwellError.prototype) as InkwellError, { status });

  /** Recovers from what the server answers in turn, the last answer again and again. */
  async function recovered(...answers: (RunDetail | Error)[]) {
    const kept: RunState[] = [];
    let pauses = 0;
    const read = () => {
      const next = answers.length > 1 ? answers.shift() : answers[0];
      return next instanceof Error || next === undefined ? Promise.reject(next) : Promise.resolve(next);
    };
    const pause = () => Promise.resolve(void (pauses += 1));
    await recover('r', (state) => void kept.push(state), { read, pause });
    return {
      texts: kept.map((state) => state.outputs[0]?.text),
      dropped: kept.every((s) => s.dropped),
      pauses,
    };
  }

  it('is read until the server has ended it', async () => {
    const read = await recovered(
      answer('streaming', 'Ferns'),
      refusal(503),
      answer('settled', 'Ferns forgive.'),
    );
    expect(read).toEqual({ texts: ['Ferns', 'Ferns forgive.'], dropped: true, pauses: 2 });
  });

  it('is given up where it is gone, and after 20 tries', async () => {
    expect(await recovered(refusal(404))).toMatchObject({ texts: [], pauses: 0 });
    const { texts, pauses } = await recovered(answer('streaming', 'Ferns'));
    expect([texts.length, pauses]).toEqual([20, 20]);
  });

  it('hides no fault of its own', async () => {
    await expect(recovered(new TypeError('a bug'))).rejects.toThrow('a bug');
  });
});
