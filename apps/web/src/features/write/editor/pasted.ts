/** Between what were the cells of a row. */
const BETWEEN = ' · ';

/** Pasted HTML without its tables. */
export function withoutTables(html: string): string {
  if (!/<t[rd]\b/i.test(html)) return html;
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  flattenTables(body);
  return body.innerHTML;
}

/**
 * A document holds no tables: each becomes a paragraph a row, so that its cells do not run together. A row of one cell is
 * only somebody's layout and keeps what is in it.
 */
export function flattenTables(body: HTMLElement): void {
  for (const table of body.querySelectorAll('table')) {
    // One around another is taken apart with it.
    if (table.parentElement?.closest('table')) continue;
    table.replaceWith(...[...table.rows].map(lineOf));
  }
}

function lineOf({ cells }: HTMLTableRowElement): HTMLElement {
  const [only] = cells;
  if (only !== undefined && cells.length === 1) {
    const block = document.createElement('div');
    block.append(...only.childNodes);
    return block;
  }
  const line = document.createElement('p');
  line.textContent = [...cells]
    .map(saidIn)
    .filter((said) => said !== '')
    .join(BETWEEN);
  return line;
}

const saidIn = (cell: HTMLElement): string => (cell.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
