import type { WebhookType } from '@inkwell/contract';
import type { Database, Param, Queryable, Row } from '@inkwell/ledger';

/** A webhook as it is kept, with the health that its deliveries tell. Instants are milliseconds since 1970. */
export interface WebhookRow extends Row {
  webhook: string;
  account: string | null;
  url: string;
  types: WebhookType[] | null;
  description: string;
  state: 'on' | 'paused' | 'off';
  off_because: 'failing' | 'gone' | null;
  old_secret_until: number | null;
  failing_since: number | null;
  last_delivered_at: number | null;
  waiting: number;
  dead: number;
  created_by: string;
  created_at: number;
}

export interface NewWebhook {
  webhook: string;
  account: string | null;
  url: string;
  types: WebhookType[] | null;
  description: string;
  secret: string;
  /** By shard, the journal's end: what it is told begins after that. */
  starts_after: number[];
  created_by: string;
  created_at: number;
}

export interface WebhookChange {
  url?: string | undefined;
  types?: WebhookType[] | null | undefined;
  description?: string | undefined;
  state?: 'on' | 'paused' | undefined;
}

/** Who is told of what, as the journal is read. */
export interface Subscriber extends Row {
  webhook: string;
  account: string | null;
  types: WebhookType[] | null;
  starts_after: number[];
}

const FIELDS = `w.webhook, w.account, w.url, w.types, w.description, w.state, w.off_because, w.old_secret_until,
  w.failing_since, w.last_delivered_at, w.created_by, w.created_at,
  (select count(*) from app.webhook_delivery d where d.webhook = w.webhook and d.state = 'waiting') as waiting,
  (select count(*) from app.webhook_delivery d where d.webhook = w.webhook and d.state = 'dead') as dead`;

/** Of one owner: the account, or (null) the instance. Another owner's are never found. */
const OWN = 'w.account is not distinct from $1 and w.webhook = $2';

const jsonOrNull = (value: unknown): string | null =>
  value === undefined || value === null ? null : JSON.stringify(value);

export class WebhookStore {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  /** Whether there is any at all: without one the journal need not be read. */
  async any(): Promise<boolean> {
    const rows = await this.#db.query('select 1 from app.webhook limit 1');
    return rows.length > 0;
  }

  list(account: string | null): Promise<WebhookRow[]> {
    return this.#db.query<WebhookRow>(
      `select ${FIELDS} from app.webhook w where w.account is not distinct from $1
       order by w.created_at, w.webhook`,
      [account],
    );
  }

  async get(account: string | null, webhook: string): Promise<WebhookRow | undefined> {
    const [row] = await this.#db.query<WebhookRow>(`select ${FIELDS} from app.webhook w where ${OWN}`, [
      account,
      webhook,
    ]);
    return row;
  }

  /**
   * Adds one, unless its owner has `max` already: whether it was added. Where it is the instance's first, `first` is called
   * in the same transaction, and nobody else adds one meanwhile.
   */
  add(made: NewWebhook, max: number, first: (tx: Queryable) => Promise<void>): Promise<boolean> {
    return this.#db.transaction(async (tx) => {
      await tx.query('lock table app.webhook in share row exclusive mode');
      const [count] = await tx.query<{ own: number; all: number }>(
        `select count(*) filter (where account is not distinct from $1) as own, count(*) as all from app.webhook`,
        [made.account],
      );
      if (count!.own >= max) return false;
      if (count!.all === 0) await first(tx);
      await tx.query(
        `insert into app.webhook
           (webhook, account, url, types, description, secret, starts_after, created_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          made.webhook,
          made.account,
          made.url,
          jsonOrNull(made.types),
          made.description,
          made.secret,
          JSON.stringify(made.starts_after),
          made.created_by,
          made.created_at,
        ],
      );
      return true;
    });
  }

  /** Changes what is named. A webhook that is switched on again begins with a clean slate. */
  async change(account: string | null, webhook: string, change: WebhookChange): Promise<boolean> {
    const params: Param[] = [account, webhook];
    const sets: string[] = [];
    const set = (column: string, value: Param) => {
      params.push(value);
      sets.push(`${column} = $${params.length}`);
    };
    if (change.url !== undefined) set('url', change.url);
    if (change.types !== undefined) set('types', jsonOrNull(change.types));
    if (change.description !== undefined) set('description', change.description);
    if (change.state !== undefined) {
      set('state', change.state);
      sets.push('off_because = null', 'failing_since = null');
    }
    if (sets.length === 0) return (await this.get(account, webhook)) !== undefined;
    const rows = await this.#db.query(
      `update app.webhook w set ${sets.join(', ')} where ${OWN} returning 1`,
      params,
    );
    return rows.length > 0;
  }

  /** Replaces the secret; the one before signs along until `old_until`, or (null) no longer. */
  async rotate(
    account: string | null,
    webhook: string,
    secret: string,
    old_until: number | null,
  ): Promise<boolean> {
    const rows = await this.#db.query(
      `update app.webhook w set secret = $3, old_secret_until = $4,
         old_secret = case when $4::bigint is null then null else secret end
       where ${OWN} returning 1`,
      [account, webhook, secret, old_until],
    );
    return rows.length > 0;
  }

  async remove(account: string | null, webhook: string): Promise<boolean> {
    const rows = await this.#db.query(`delete from app.webhook w where ${OWN} returning 1`, [
      account,
      webhook,
    ]);
    return rows.length > 0;
  }

  /** Those who may be told of entries of these accounts. Nothing is collected for one that is off. */
  subscribers(tx: Queryable, accounts: string[]): Promise<Subscriber[]> {
    const fields = 'w.webhook, w.account, w.types, w.starts_after, w.created_at';
    return tx.query<Subscriber>(
      `select ${fields} from app.webhook w where w.account is null and w.state <> 'off'
       union all
       select ${fields} from json_array_elements_text($1::json) a (account)
       cross join lateral (select * from app.webhook where account = a.account and state <> 'off' offset 0) w
       order by created_at, webhook`,
      [JSON.stringify(accounts)],
    );
  }

  /** Switches one off; what waits for it is dead. Its row for whoever is the first to say so. */
  async switchOff(
    webhook: string,
    because: 'failing' | 'gone',
    now: number,
  ): Promise<{ account: string | null; url: string } | undefined> {
    const [row] = await this.#db.query<{ account: string | null; url: string }>(
      `with off as (
         update app.webhook set state = 'off', off_because = $2 where webhook = $1 and state <> 'off'
         returning webhook, account, url
       ), dead as (
         update app.webhook_delivery d set state = 'dead', ended_at = $3 from off
         where d.webhook = off.webhook and d.state = 'waiting'
       )
       select account, url from off`,
      [webhook, because, now],
    );
    return row;
  }
}
