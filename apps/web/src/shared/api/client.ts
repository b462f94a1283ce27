import { InkwellError, createClient } from '@inkwell/sdk';
import { createApp } from '@inkwell/sdk/app';

/** The instance that served this page, spoken to with its session cookie. */
export const client = createClient({});
export const app = createApp({});

export { InkwellError };

/** A key for one act: made once, sent again with every retry of it, so that no act counts twice. */
export function newKey(): string {
  // Not randomUUID: that one is missing where the page is served without TLS to another machine.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Opens the page anew: after another person or workspace came into it, nothing of the former may stay. */
export function openAnew(path = '/'): void {
  window.location.assign(path);
}

const PAGE = 200;

/** Every item of a list, page after page. */
export async function readEvery<T>(
  read: (page: { limit: number; cursor?: string }) => Promise<{ data: T[]; next_cursor: string | null }>,
): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | null = null;
  do {
    const page: { data: T[]; next_cursor: string | null } = await read({
      limit: PAGE,
      ...(cursor === null ? {} : { cursor }),
    });
    all.push(...page.data);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return all;
}
