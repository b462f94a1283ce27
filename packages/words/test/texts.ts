import * as fc from 'fast-check';

/** Characters of every class, and the pairs that tend to go wrong together. */
const PIECES = [
  ...'a é e\u0301 don’t я ש 1 7 12 123 1234 ½ ٣'.split(' '),
  ...' |\t|\n|\r\n|\r|\u00a0|\u2028|\u200b|—|–|-|.|)|. |) |\n1. |> '.split('|'),
  ...'我 欢 々 カ ー ｶ ﾞ が か\u3099 ㄅ 𠀀 ， 。 「 \u2329'.split(' '),
  ...'한 \u1112\u1161\u11ab \u1100 \u1161 \u11a8 글 \u{16d67} \u{16d63}'.split(' '),
  ...'ส วั ดี ๓ ກ ស្ မ ꦲ ་ བ ፡ ። ၊ ។ ।'.split(' '),
  ...'🎉 👍🏽 👨‍👩‍👧 1️⃣ 𝗕 \u00ad \u200d \ufeff \ud83d \udc00 \udb40 \u{e0061} \u{10fffd}'.split(' '),
  'x'.repeat(48),
];

/** Texts of such pieces, or of any code units at all. */
export const texts = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join('')),
  },
  {
    weight: 1,
    arbitrary: fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  },
);

/** A text and a way to cut it into chunks, inside surrogate pairs and empty ones too. */
export const chunked = fc.tuple(texts, fc.array(fc.nat(), { maxLength: 12 })).map(([text, cuts]) => ({
  text,
  chunks: cutAt(
    text,
    cuts.map((cut) => cut % (text.length + 1)),
  ),
}));

export function cutAt(text: string, cuts: number[]): string[] {
  const bounds = [0, ...cuts.sort((a, b) => a - b), text.length];
  return bounds.slice(1).map((end, index) => text.slice(bounds[index], end));
}
