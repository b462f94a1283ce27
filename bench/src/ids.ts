import { randomBytes } from 'node:crypto';

/** Ids as most programs make them today: 36 characters in the shape of a UUIDv7, ordered by time. */

const tail = randomBytes(6).toString('hex');
let count = 0;
let last_ms = 0;
let stamp = '';

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

export function newId(): string {
  const now = Date.now();
  if (now !== last_ms) {
    const text = hex(now, 12);
    stamp = `${text.slice(0, 8)}-${text.slice(8)}`;
    last_ms = now;
    count = 0;
  }
  count += 1;
  return `${stamp}-7${hex(count >> 12, 3)}-8${hex(count & 0xfff, 3)}-${tail}`;
}
