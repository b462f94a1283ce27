import { numbers, texts } from '../arrays.ts';
import type { Param } from '../database.ts';

type Kind = 'bigint' | 'text' | 'int';
export type Cell = number | string | null;

/**
 * The columns of one table in the batch: the same list makes the `unnest` of the statement and the parameters that
 * fill it, so that the two can't drift. Arrays go as text and are cast there, which both drivers send unchanged.
 */
export class Columns {
  readonly names: string[];
  readonly #kinds: Kind[];

  constructor(columns: Record<string, Kind>) {
    this.names = Object.keys(columns);
    this.#kinds = Object.values(columns);
  }

  /** `unnest($5::text::bigint[], …) as u(account_no, …)` with its parameters from `first` on. */
  unnest(first: number, alias = 'u'): string {
    const arrays = this.#kinds.map((kind, index) => `$${first + index}::text::${kind}[]`);
    return `unnest(${arrays.join(', ')}) as ${alias}(${this.names.join(', ')})`;
  }

  /** `u.account_no, u.account, …` */
  list(alias = 'u'): string {
    return this.names.map((name) => `${alias}.${name}`).join(', ');
  }

  /** Rows as one array literal a column. */
  encode(rows: Cell[][]): Param[] {
    return this.#kinds.map((kind, index) => {
      const column = rows.map((row) => row[index] ?? null);
      return kind === 'text' ? texts(column as (string | null)[]) : numbers(column as (number | null)[]);
    });
  }

  get size(): number {
    return this.names.length;
  }
}
