/**
 * Writes src/classes.generated.ts from the Unicode Character Database that this Node carries (its RegExp
 * properties). `node packages/words/scripts/generate.ts`; refuses any Unicode but 17.0: words-v1 is frozen on it.
 */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import * as classes from '../src/classes.ts';

export const UNICODE_VERSION = '17.0';

const IDEOGRAPHIC = ['Han', 'Hiragana', 'Katakana', 'Bopomofo', 'Tangut'];
/** Line_Break=SA, and Balinese and Javanese, which are written so too. */
const UNSPACED = 'Thai Lao Khmer Myanmar Tai_Le New_Tai_Lue Tai_Tham Tai_Viet Ahom Balinese Javanese'.split(
  ' ',
);

const anyOf = (property: string, values: string[]): RegExp =>
  new RegExp(`[${values.map((value) => `\\p{${property}=${value}}`).join('')}]`, 'u');
const ideographic = anyOf('Script_Extensions', IDEOGRAPHIC);
const unspaced = anyOf('Script', UNSPACED);
const lineEnd = /[\n\v\f\r\u{85}\u{2028}\u{2029}]/u;
/** CJK punctuation, Katakana, vertical, compatibility, small, half- and full-width forms, Tangut marks: the blocks. */
const cjkBlocks =
  /[\u{3000}-\u{303F}\u{30A0}-\u{30FF}\u{FE10}-\u{FE1F}\u{FE30}-\u{FE6F}\u{FF00}-\u{FFEF}\u{16FE0}-\u{16FFF}]/u;
const otherSeparators = [
  /\p{White_Space}/u,
  /[\u{200B}\u{2014}\u{2015}\u{2E3A}\u{2E3B}]/u, // zero-width space, long dashes
  /[\u{F0B}-\u{F12}\u{F14}\u{FD2}]/u, // Tibetan tsheg and shad
  /[\u{1361}-\u{1368}]/u, // Ethiopic word space and stops
  /[\u{17D4}-\u{17D6}\u{17DA}]/u, // Khmer stops
  /[\u{104A}\u{104B}]/u, // Burmese stops
];

/** Hangul fillers, bopomofo tone marks, half-width voicing marks. */
const letterByName = /[\p{Default_Ignorable_Code_Point}\u{2C7}\u{2C9}-\u{2CB}\u{FF9E}\u{FF9F}]/u;

function ownClass(char: string, trailing: ReadonlySet<string>): number {
  if (char === ' ' || char === '\t') return classes.SPACE;
  if (char === '.' || char === ')') return classes.STOP;
  if (lineEnd.test(char)) return classes.LINE_END;
  if (otherSeparators.some((set) => set.test(char))) return classes.SEPARATOR;
  if (/\p{P}/u.test(char) && cjkBlocks.test(char)) return classes.SEPARATOR;
  if (!/[\p{L}\p{N}]/u.test(char) || letterByName.test(char)) return classes.FREE;
  if (trailing.has(char)) return classes.TRAIL;
  if (/[0-9]/.test(char)) return classes.DIGIT;
  if (ideographic.test(char)) return classes.CHARACTER;
  return unspaced.test(char) && /\p{L}/u.test(char) ? classes.SPACELESS : classes.LETTER;
}

/** The class of every code point: that of the first of its canonical decomposition, so that NFC and NFD count alike. */
function classify(): Uint8Array {
  const decomposed = Array.from({ length: 0x110000 }, (_, code) => [
    ...String.fromCodePoint(code).normalize('NFD'),
  ]);
  const trailing = new Set(
    decomposed.flatMap((chars) => chars.slice(1)).filter((char) => /[\p{L}\p{N}]/u.test(char)),
  );
  // Each of Hangul's vowels and finals, also those that only old syllables use.
  for (let code = 0x1161; code <= 0x11ff; code++) trailing.add(String.fromCodePoint(code));
  for (let code = 0xd7b0; code <= 0xd7ff; code++) trailing.add(String.fromCodePoint(code));
  const table = Uint8Array.from(decomposed, ([first]) => ownClass(first!, trailing));
  for (const [code, [, ...rest]] of decomposed.entries()) {
    const lengthens = rest.some((char) => ![classes.FREE, classes.TRAIL].includes(ownClass(char, trailing)));
    if (lengthens) throw new Error(`U+${code.toString(16)} counts otherwise when decomposed`);
  }
  const beyond = table.subarray(classes.TABLE_END);
  if (beyond.some((cls) => cls !== classes.FREE)) throw new Error('TABLE_END is too low');
  return table.subarray(0, classes.TABLE_END);
}

export function generate(): string {
  const table = classify();
  const ranges: { start: number; end: number; cls: number }[] = [];
  for (let start = 0, end = 0; start < table.length; start = end) {
    const cls = table[start]!;
    while (end < table.length && table[end] === cls) end++;
    if (cls !== classes.FREE) ranges.push({ start, end, cls });
  }
  return (
    `// ${ranges.length} ranges from Unicode ${UNICODE_VERSION}, by scripts/generate.ts. Frozen: a change is a new rule version.\n` +
    `export const CLASS_DATA =\n  '${classes.encodeClasses(ranges).replaceAll('\\', '\\\\')}';\n`
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (process.versions.unicode !== UNICODE_VERSION) {
    throw new Error(
      `words-v1 needs Unicode ${UNICODE_VERSION}, this Node carries ${process.versions.unicode}`,
    );
  }
  writeFileSync(new URL('../src/classes.generated.ts', import.meta.url), generate());
}
