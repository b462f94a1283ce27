import { CHARACTER, CLASSES, FREE, LETTER, LINE_END, SEPARATOR, SPACELESS } from './classes.ts';
import { countWords, createWordCounter } from './counter.ts';

/**
 * The longest prefix of `text` made of whole words whose count is at most `limit_words`; `text` itself when it fits.
 * A cut prefix ends where a run ends: no blanks, no list number without its item, no half of a word that counts
 * more than once. In a run of Han, kana or a script without spaces it may end before any of its words.
 */
export function takeWords(text: string, limit_words: number): string {
  if (countWords(text) <= limit_words) return text;
  const counter = createWordCounter();
  let cut = 0;
  /** The kind of the run's last letter: 0 before its first. */
  let kind = FREE;
  let inRun = false;
  let at = 0;
  for (const char of text) {
    const cls = CLASSES[char.codePointAt(0)!] ?? FREE;
    const { committed, total } = counter;
    counter.push(char);
    if (cls >= SEPARATOR && cls <= LINE_END) {
      if (inRun && total <= limit_words) cut = at;
      inRun = false;
      kind = FREE;
    } else {
      inRun = true;
      if (cls >= CHARACTER) {
        const next = cls > SPACELESS ? LETTER : cls;
        const isInWord =
          kind === FREE || (kind === LETTER && next === LETTER) || counter.committed === committed;
        if (!isInWord && total <= limit_words) cut = at;
        kind = next;
      }
    }
    if (counter.committed > limit_words) break;
    at += char.length;
  }
  return text.slice(0, cut);
}
