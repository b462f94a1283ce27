import { bigints, ints, texts } from '../arrays.ts';
import type { Param } from '../database.ts';

type Kind = 'bigint' | 'text' | 'int';
export type Cell = number | string | null;

const ENCODERS = { bigint: bigints, int: ints, text: texts } as Record<Kind, (cells: Cell[]) => Uint8Array>;

/**
 * The columns of one table in the batch: the same list makes the arrays of the statement and the parameters that fill
 * them, so that the two can't drift.
 */
export class Columns {
  readonly names: string[];
  readonly #kinds: Kind[];

  constructor(columns: Record<string, Kind>) {
    this.names = Object.keys(columns);
    this.#kinds = Object.values(columns);
  }

  /**
   * `(select unnest($5::bigint[]) as account_no, …) u` with its parameters from `first` on; `more` stands first in the
   * select list. In the select list arrays are walked in step, row by row; one `unnest` of many arrays in `from` keeps
   * each of them in a store of its own first, and took a tenth more of PostgreSQL's time.
   */
  unnest(first: number, more = ''): string {
    const arrays = this.#kinds.map(
      (kind, index) => `unnest($${first + index}::${kind}[]) as ${this.names[index]}`,
    );
    return `(select ${more}${arrays.join(', ')}) u`;
  }

  /** `u.account_no, u.account, …` */
  list(): string {
    return this.names.map((name) => `u.${name}`).join(', ');
  }

  /** Rows as one array a column. */
  encode(rows: Cell[][]): Param[] {
    return this.#kinds.map((kind, index) => ENCODERS[kind](rows.map((row) => row[index]!)));
  }

  get size(): number {
    return this.names.length;
  }
}
