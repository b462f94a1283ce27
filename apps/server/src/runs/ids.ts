import { randomBytes } from 'node:crypto';

const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_DIGITS = 10;
const RANDOM_DIGITS = 16;

/** `run_…`, `out_…`, `doc_…`, `ver_…`: 50 bits of the instant, then 80 random ones, so that ids sort by when they were made. */
export function newId(
  prefix: 'run' | 'out' | 'doc' | 'ver' | 'template',
  at_ms: number,
  bytes: Uint8Array = randomBytes(RANDOM_DIGITS),
): string {
  let time = '';
  for (let left = at_ms, i = 0; i < TIME_DIGITS; i += 1) {
    time = DIGITS[left % 32]! + time;
    left = Math.floor(left / 32);
  }
  let random = '';
  for (const byte of bytes) random += DIGITS[byte % 32];
  return `${prefix}_${time}${random}`;
}
