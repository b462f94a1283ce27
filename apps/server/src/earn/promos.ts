import { type Database, DatabaseError, type Row } from '@inkwell/ledger';

export interface PromoRow extends Row {
  code: string;
  credits: number;
  expires_at: number | null;
  max_uses: number | null;
  uses: number;
  created_by: string;
  created_at: number;
  closed_at: number | null;
}

const FIELDS = 'code, credits, expires_at, max_uses, uses, created_by, created_at, closed_at';
const UNIQUE_VIOLATION = '23505';

/** Promo codes and who used them (L4). Instants are milliseconds since 1970. */
export class PromoStore {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  list(limit: number): Promise<PromoRow[]> {
    return this.#db.query<PromoRow>(
      `select ${FIELDS} from app.promo_code order by created_at desc, code limit $1`,
      [limit],
    );
  }

  async find(code: string): Promise<PromoRow | undefined> {
    const [row] = await this.#db.query<PromoRow>(`select ${FIELDS} from app.promo_code where code = $1`, [
      code,
    ]);
    return row;
  }

  /** undefined: there is such a code already. */
  async create(
    made: Pick<PromoRow, 'code' | 'credits' | 'expires_at' | 'max_uses' | 'created_by'>,
    now: number,
  ): Promise<PromoRow | undefined> {
    const [row] = await this.#db.query<PromoRow>(
      `insert into app.promo_code (code, credits, expires_at, max_uses, created_by, created_at)
       values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning ${FIELDS}`,
      [made.code, made.credits, made.expires_at, made.max_uses, made.created_by, now],
    );
    return row;
  }

  async close(code: string, now: number): Promise<PromoRow | undefined> {
    const [row] = await this.#db.query<PromoRow>(
      `update app.promo_code set closed_at = coalesce(closed_at, $2) where code = $1 returning ${FIELDS}`,
      [code, now],
    );
    return row;
  }

  /** What an account has got for a code; null while the ledger has not awarded it; undefined: not used here. */
  async useOf(code: string, account: string): Promise<string | null | undefined> {
    const [row] = await this.#db.query<{ grant_id: string | null }>(
      'select grant_id from app.promo_use where code = $1 and account = $2',
      [code, account],
    );
    return row?.grant_id;
  }

  /**
   * Takes one use of a code for an account: one statement, so neither the code's maximum nor one use an account is ever
   * passed, however many ask at once. false: the code can't be used, or was used here in the meantime.
   */
  async take(code: string, account: string, member: string, now: number): Promise<boolean> {
    try {
      const rows = await this.#db.query(
        `with taken as (
           update app.promo_code set uses = uses + 1
           where code = $1 and closed_at is null and (expires_at is null or expires_at > $4)
             and (max_uses is null or uses < max_uses)
           returning code)
         insert into app.promo_use (code, account, member, used_at)
         select code, $2, $3, $4 from taken returning 1`,
        [code, account, member, now],
      );
      return rows.length > 0;
    } catch (error) {
      // The account's other use won: the whole statement is undone, the count with it.
      if (error instanceof DatabaseError && error.code === UNIQUE_VIOLATION) return false;
      throw error;
    }
  }

  /** Gives a use back that the ledger refused. */
  async giveBack(code: string, account: string): Promise<void> {
    await this.#db.query(
      `with gone as (
         delete from app.promo_use where code = $1 and account = $2 and grant_id is null returning code)
       update app.promo_code set uses = uses - 1 where code in (select code from gone)`,
      [code, account],
    );
  }

  /** Notes the grant of a use: true for whoever is the first to say so. */
  async awarded(code: string, account: string, grant: string): Promise<boolean> {
    const rows = await this.#db.query(
      `update app.promo_use set grant_id = $3 where code = $1 and account = $2 and grant_id is null returning 1`,
      [code, account, grant],
    );
    return rows.length > 0;
  }
}
