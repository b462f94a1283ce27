import { expect, it } from 'vitest';
import { countWords, createWordCounter } from '../src/index.ts';

const counts = (cases: Record<string, number>) => {
  for (const [text, count] of Object.entries(cases))
    expect(countWords(text), JSON.stringify(text)).toBe(count);
};

it('[W1] separators', () => {
  const separators = [...' \t\n\v\f\r\u0085\u00a0\u1680\u2003\u2028\u2029\u202f\u205f\u3000\u200b—―⸺⸻'];
  separators.push(...'、。〈〉「」『』〜・，．！？（）：；｡｢｣､･︐︱﹑\u2329\u232a་༌།༎፡።፣។៕၊။');
  for (const separator of separators) {
    expect(countWords(`a${separator}b`), `U+${separator.charCodeAt(0).toString(16)}`).toBe(2);
  }
});

it('[W2] a run is one word', () => {
  counts({
    'state-of-the-art': 1,
    'and/or': 1,
    'l’homme': 1,
    'a–b': 1,
    'foo.bar@example.com': 1,
    '…¿qué?': 1,
  });
  counts({
    'https://a.b/c?d=1#e': 1,
    '（好）abc': 2,
    'दुनिया।': 1,
    '안녕하세요 세계': 2,
    '---': 0,
    '½': 1,
    Ⅻ: 1,
  });
});

it('[W3] Han, kana, bopomofo and Tangut count by the character', () => {
  counts({
    我喜欢: 3,
    タワー: 3,
    ﾀﾜｰ: 3,
    'が\u3099': 1,
    ㄅㄆˇ: 2,
    '𗀀𗀁': 2,
    々〆〇: 3,
    a我b: 3,
    '㍿': 0,
    '我 2 喜': 3,
  });
});

it('[W4] scripts without spaces count by four letters', () => {
  counts({ กกกก: 1, กกกกก: 2, กั้กั้กั้กั้: 1, 'กก กก': 2, 'ก-กกก': 1, กกกกaกกกก: 3, ກກກກກ: 2, ကကကကက: 2, កកកកក: 2 });
  counts({ ᦀᦀᦀᦀᦀ: 2, ꦲꦲꦲꦲꦲ: 2, ปี๒๕๖๗: 2 });
});

it('[W5] a run counts once more for each further 50 letters', () => {
  for (const [letters, count] of [
    [50, 1],
    [51, 2],
    [100, 2],
    [101, 3],
  ] as const) {
    expect(countWords('x'.repeat(letters))).toBe(count);
    expect(countWords('7'.repeat(letters))).toBe(count);
    expect(countWords('한'.repeat(letters).normalize('NFD'))).toBe(count);
    expect(countWords('-x\u0301.'.repeat(letters))).toBe(count);
  }
});

it('[W6] punctuation, symbols, emoji, marks and zero-width characters are free', () => {
  counts({
    '** — ** # > `` ``` | --- |': 0,
    '🎉👍🏽👨‍👩‍👧🇫🇷': 0,
    '\u0301\u200d\ufeff\u00ad': 0,
    '€ + © ™': 0,
    '\u3164': 0,
  });
});

it('[W6] a list number is free', () => {
  counts({
    '1. a': 1,
    '12) a': 1,
    '123.\ta': 1,
    '> 1. a': 1,
    '- **1. a**': 1,
    'a\r\n1. b': 2,
    'a\u20281. b': 2,
    '1. ': 0,
  });
});

it('[W6] any other number counts', () => {
  counts({
    '1234. a': 2,
    '1.a': 1,
    '1.5 a': 2,
    '1 . a': 2,
    '1': 1,
    '1.': 1,
    '1.\na': 2,
    '1.\u00a0a': 2,
    '1.) a': 2,
  });
  counts({ 'a 1. b': 3, '1. 2. a': 2, '1\ud800. a': 2, '١. a': 2, '1️⃣ a': 2 });
});

it('[W7] all else counts', () => {
  counts({ '<p class="x">Hi</p>': 2, 'let x = 1;': 3, '`code`': 1, $x_1$: 1 });
});

it('[W7] lone surrogates are free and split nothing', () => {
  counts({
    'a\ud800b': 1,
    'a\udc00b': 1,
    '\ud800': 0,
    '\udc00\ud800': 0,
    '\ud800我': 1,
    '\ud800\ud835\uddd5': 1,
  });
});

it('[W7] NFC and NFD count the same, for every code point, alone and in runs', () => {
  for (let code = 0; code < 0x110000; code++) {
    const char = String.fromCodePoint(code);
    if (char.normalize('NFD') === char) continue;
    for (const text of [char, `a${char}`, `1.${char}`, `1${char} b`, char.repeat(51)]) {
      expect(countWords(text.normalize('NFD')), `U+${code.toString(16)}`).toBe(
        countWords(text.normalize('NFC')),
      );
    }
  }
});

it('a stream stops before the word that is too many', () => {
  const counter = createWordCounter();
  let delivered = '';
  for (const chunk of ['One tw', 'o\n1', '. th', 'ree four']) {
    delivered += chunk.slice(0, counter.pushUpTo(chunk, 3));
    if (counter.refused) break;
  }
  expect([delivered, counter.total, counter.refused]).toEqual(['One two\n1. three ', 3, true]);
  expect(counter.pushUpTo('four', 4)).toBe(4);
  expect([counter.total, counter.refused]).toEqual([4, false]);
});

it('a stream holds a number back that may be too many', () => {
  const counter = createWordCounter();
  expect(counter.pushUpTo('one\n12', 1)).toBe(4);
  expect(counter.refused).toBe(false);
  expect(counter.pushUpTo('12. two', 1)).toBe(4);
  expect([counter.total, counter.refused]).toEqual([1, true]);
});
