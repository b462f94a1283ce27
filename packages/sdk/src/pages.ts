import type { Page } from '@inkwell/contract/types';
import type { CallOptions } from './http.ts';

export interface PageOptions extends CallOptions {
  /** How many things a page holds. */
  limit?: number | undefined;
  cursor?: string | undefined;
}

/**
 * Everything of a list that comes in pages, from `options.cursor` on:
 * `for await (const run of each((page) => app.runs.list(page)))`. A page is asked for when its first thing is wanted.
 */
export async function* each<T>(
  list: (page: PageOptions) => Promise<Page<T>>,
  options: PageOptions = {},
): AsyncGenerator<T, void, undefined> {
  for (let page: PageOptions | null = options; page !== null;) {
    const { data, next_cursor }: Page<T> = await list(page);
    yield* data;
    page = next_cursor === null ? null : { ...options, cursor: next_cursor };
  }
}
