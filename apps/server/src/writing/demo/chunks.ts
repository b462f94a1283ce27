import type { Rng } from './seed.ts';

/** Splits a text into chunks of 2 to 6 words; joined they are the text again. */
export function chunksOf(text: string, rng: Rng): string[] {
  const tokens = text.match(/\S+\s*|\s+/g) ?? [];
  const chunks: string[] = [];
  for (let i = 0; i < tokens.length;) {
    let size = 2 + Math.floor(rng() * 5);
    // A last chunk of one word would be under two.
    if (tokens.length - i - size === 1) size += size < 6 ? 1 : -1;
    chunks.push(tokens.slice(i, i + size).join(''));
    i += size;
  }
  return chunks;
}
