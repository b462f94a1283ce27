import { csvLines } from '@inkwell/contract/csv';

/** Lists that are too long for memory, page by page: nothing is kept but the page at hand, and no snapshot is held. */

const encoder = new TextEncoder();
export const encoded = (text: string): Uint8Array => encoder.encode(text);

/** Page after page: `read` gives the rows beyond a place, `placeOf` says where a row stands. */
export async function* pages<Row, Place>(
  first: Place,
  size: number,
  read: (beyond: Place, limit: number) => Promise<Row[]>,
  placeOf: (row: Row) => Place,
): AsyncGenerator<Row[], void, undefined> {
  for (let place = first; ;) {
    const rows = await read(place, size);
    if (rows.length > 0) yield rows;
    if (rows.length < size) return;
    place = placeOf(rows.at(-1)!);
  }
}

/** What some readers take for the end of a line besides the line feed; JSON leaves them as they are. */
const LINE_ENDS = /[\u0085\u2028\u2029]/g;
const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** One JSON value a line, whatever is taken for the end of one. */
export async function* jsonLines(from: AsyncIterable<object[]>): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const rows of from) {
    const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    yield encoded(lines.replaceAll(LINE_ENDS, escaped));
  }
}

/** A head, then a line a row. */
export async function* csvOfPages(
  head: string[],
  from: AsyncIterable<(string | number)[][]>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield encoded(csvLines([head]));
  for await (const rows of from) yield encoded(csvLines(rows));
}

/** Each page as something else. */
export async function* mapped<Row, Other>(
  from: AsyncIterable<Row[]>,
  as: (rows: Row[]) => Other[] | Promise<Other[]>,
): AsyncGenerator<Other[], void, undefined> {
  for await (const rows of from) yield await as(rows);
}
