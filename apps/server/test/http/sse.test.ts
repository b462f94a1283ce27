import type { RunEvent } from '@inkwell/contract';
import { expect, test } from 'vitest';
import { streamOf } from '../../src/routes/app.ts';

const DONE: RunEvent = { event: 'done', data: { run: 'run_1', words: 0, charged: 0 } };

/** What a run tells when it is told to. */
function held() {
  const told = Promise.withResolvers<IteratorResult<RunEvent, undefined>>();
  const events: AsyncIterator<RunEvent> = {
    next: () => told.promise,
    return: () => Promise.resolve({ done: true, value: undefined }),
  };
  const reader = streamOf(events, 1).getReader();
  const read = async () => new TextDecoder().decode((await reader.read()).value);
  return { told, read };
}

test('a run whose model is silent gives signs of life, and nothing that it tells is lost', async () => {
  const { told, read } = held();
  expect([await read(), await read()]).toEqual([': waiting\n\n', ': waiting\n\n']);
  told.resolve({ done: false, value: DONE });
  expect(await read()).toBe('event: done\ndata: {"run":"run_1","words":0,"charged":0}\n\n');
});

test('what fails in the silence ends the stream for whoever reads on', async () => {
  const { told, read } = held();
  expect(await read()).toBe(': waiting\n\n');
  told.reject(new Error('the run broke'));
  await expect(read()).rejects.toThrow('the run broke');
});
