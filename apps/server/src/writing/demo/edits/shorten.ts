import { countWords } from '@inkwell/words';
import { swap, paragraphsOf, tidied } from './text.ts';
import { PADDING } from './swaps.ts';

/** Drops padding first, then the sentences that say least, until the text is at most `target_words` long. */
export function shorten(text: string, target_words: number, skip: number): string {
  const lean = tidied(swap(text, PADDING));
  const paragraphs = paragraphsOf(lean);
  const all = paragraphs.flat();
  if (countWords(lean) <= target_words || all.length < 2) return lean;
  const ranked = rank(all);
  // Another output keeps another selection, as long as there is a choice.
  const rotated = all.length > 3 ? [ranked[0]!, ...rotate(ranked.slice(1), skip)] : ranked;
  const kept = new Set<number>();
  let words = 0;
  for (const index of rotated) {
    const more = countWords(all[index]!);
    if (kept.size > 0 && words + more > target_words) continue;
    kept.add(index);
    words += more;
  }
  let index = 0;
  return paragraphs
    .map((sentences) => sentences.filter(() => kept.has(index++)).join(' '))
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}

/** Indices, the most telling sentence first: frequent words count, and so does coming first. */
function rank(sentences: readonly string[]): number[] {
  const counts = new Map<string, number>();
  const wordsIn = (s: string) => new Set(s.toLowerCase().match(/\p{L}{5,}/gu) ?? []);
  for (const s of sentences) for (const w of wordsIn(s)) counts.set(w, (counts.get(w) ?? 0) + 1);
  const score = (s: string, i: number) => {
    const words = [...wordsIn(s)];
    const weight = words.reduce((sum, w) => sum + (counts.get(w) ?? 0), 0) / Math.max(4, words.length);
    const opens_badly =
      /^(?:for example|for instance|also|moreover|in other words|and|but|this means)\b/i.test(s);
    return weight + (i === 0 ? 2 : 0) - (opens_badly ? 1 : 0);
  };
  return sentences
    .map((_, i) => i)
    .sort((a, b) => score(sentences[b]!, b) - score(sentences[a]!, a) || a - b);
}

function rotate<T>(items: readonly T[], by: number): T[] {
  const start = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
