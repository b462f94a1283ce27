/**
 * A cell of RFC 4180. Labels are free text, and spreadsheets take a leading `=`, `+`, `-`, `@` or tab for a formula: an
 * apostrophe before it says text. Ids can hold none of what a formula needs beyond such a sign.
 */
function cellOf(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) && /[^\w.:@+-]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Lines of a file that others come before. */
export const csvLines = (rows: (string | number)[][]): string =>
  rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');

export const csvOf = (head: string[], rows: (string | number)[][]): string => csvLines([head, ...rows]);
