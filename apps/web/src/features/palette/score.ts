/** How well what was typed names a thing: 0 not at all, 1 best. Every word must be found; no letters are skipped. */
export function scoreOf(typed: string, name: string, also = ''): number {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  const title = plain(name);
  const rest = plain(also);
  if (words.length === 0) return 1;
  if (title === words.join(' ')) return 1;
  const each = words.map((word) => wordScore(word, title, rest));
  const sum = each.reduce((all, score) => all + score, 0);
  return each.includes(0) ? 0 : (0.95 * sum) / each.length;
}

function wordScore(word: string, title: string, rest: string): number {
  if (title.startsWith(word)) return 1;
  if (title.includes(` ${word}`)) return 0.8;
  if (title.includes(word)) return 0.6;
  if (` ${rest}`.includes(` ${word}`)) return 0.3;
  return 0;
}

/** Small letters without accents: "Café" is found by "cafe". */
const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim();
