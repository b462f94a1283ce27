import { appRouteList } from '@inkwell/contract';
import { expect, it } from 'vitest';
import { createApp } from '../src/app.ts';
import { fake, json } from './fake.ts';

/** Calls every method below `node`, with text for ids and bodies; `last` stands where a method takes a switch. */
async function callAll(node: object, last: unknown): Promise<void> {
  for (const value of Object.values(node)) {
    if (typeof value === 'object' && value !== null) await callAll(value as object, last);
    if (typeof value !== 'function') continue;
    const answer: unknown = (value as (...args: unknown[]) => unknown)(
      ...['one', last, 'three'].slice(0, value.length || 1),
    );
    if (typeof answer === 'object' && answer !== null && 'next' in answer)
      await (answer as AsyncIterator<unknown>).next().catch(() => {});
    else await answer;
  }
}

it('every route of the app is reached by a method', async () => {
  const { sent, options } = fake(() => json({ data: [], next_cursor: null }));
  for (const last of ['approve', 'decline', '']) await callAll(createApp(options), last);
  const called = new Set(
    sent.flatMap(({ method, url }) => {
      const path = new URL(url).pathname;
      const fits = (pattern: string) => new RegExp(`^${pattern.replaceAll(/\{\w+\}/g, '[^/]*')}$`).test(path);
      return appRouteList.filter((route) => route.method === method && fits(route.path)).map(({ id }) => id);
    }),
  );
  expect(appRouteList.map(({ id }) => id).filter((id) => !called.has(id))).toEqual([]);
});
