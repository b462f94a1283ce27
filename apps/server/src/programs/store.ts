import { MAX_REQUEST_DAYS, REFUSALS_A_KEY, REFUSAL_DAYS } from '@inkwell/contract';
import type { Database, Row } from '@inkwell/ledger';

const DAY_MS = 86_400_000;
const KEPT_MS = REFUSAL_DAYS * DAY_MS;

/** Requests under a key that ended in one way, on a day of the account's zone (days since 1970). */
export interface CountRow {
  key_id: string;
  day: number;
  outcome: string;
  requests: number;
}

export interface RefusalRow {
  key_id: string;
  at: number;
  route: string;
  status: number;
  code: string;
  detail: string;
  figures: Record<string, unknown>;
  idempotency_key: string | null;
  request_id: string;
}

export interface KeptRefusal extends RefusalRow, Row {
  refusal: number;
}

export interface KeyUse extends Row {
  key_id: string;
  credits: number;
  refunded: number;
  outputs: number;
  requests: number;
  refused: number;
}

/** Where a page of refusals goes on: below this one. */
export interface Below {
  at: number;
  refusal: number;
}

export interface AskedRefusals {
  key: string | undefined;
  code: string | undefined;
  below: Below | null;
  limit: number;
}

const KNOWN_KEY = 'exists (select 1 from app.api_key k where k.key_id = c.key_id)';

// Rows come in the order of their keys, so that two processes never wait for each other in a circle.
const ADD_REQUESTS = `
with counted as (
  insert into app.key_request as r (key_id, day, outcome, requests)
  select key_id, day, outcome, requests
  from json_to_recordset($1::json) as c (key_id text, day int, outcome text, requests bigint)
  where ${KNOWN_KEY} order by key_id, day, outcome
  on conflict (key_id, day, outcome) do update set requests = r.requests + excluded.requests
)
insert into app.key_refusal (key_id, at, route, status, code, detail, figures, idempotency_key, request_id)
select key_id, at, route, status, code, detail, figures, idempotency_key, request_id
from json_to_recordset($2::json) as c (key_id text, at bigint, route text, status int, code text, detail text,
  figures jsonb, idempotency_key text, request_id text)
where ${KNOWN_KEY}`;

const KEEP_THE_LAST = `
delete from app.key_refusal where refusal in (
  select r.refusal from jsonb_array_elements_text($1::jsonb) k(key_id) cross join lateral (
    select refusal from app.key_refusal where key_id = k.key_id
    order by at desc, refusal desc offset ${REFUSALS_A_KEY}) r)`;

// Of a page's keys; each is one look-up by cycle and one span of days.
const USE = `
select k.key_id, coalesce(u.spent - u.refunded, 0)::bigint as credits, coalesce(u.refunded, 0)::bigint as refunded,
  coalesce(u.outputs, 0)::bigint as outputs, r.requests, r.refused
from jsonb_array_elements_text($1::jsonb) k(key_id)
left join app.key_usage u on u.key_id = k.key_id and u.cycle = $2
cross join lateral (
  select coalesce(sum(requests), 0)::bigint as requests,
    coalesce(sum(requests) filter (where outcome <> 'ok'), 0)::bigint as refused
  from app.key_request where key_id = k.key_id and day >= $3) r`;

// Each key gives as many as the page may hold: the log is bounded by key, not by workspace.
const REFUSALS = `
select r.* from app.api_key k cross join lateral (
  select refusal, key_id, at, route, status, code, detail, figures, idempotency_key, request_id
  from app.key_refusal
  where key_id = k.key_id and at > $2 and ($3::text is null or code = $3)
    and ($4::bigint is null or (at, refusal) < ($4, $5))
  order by at desc, refusal desc limit $7) r
where k.account = $1 and ($6::text is null or k.key_id = $6)
order by r.at desc, r.refusal desc limit $7`;

const BY_CODE = `
select r.code, count(*)::int as refusals from app.api_key k join app.key_refusal r on r.key_id = k.key_id
where k.account = $1 and r.at > $2 and ($3::text is null or k.key_id = $3)
group by r.code order by refusals desc, r.code`;

/** What is kept of requests under keys. Rejects with what `isOutOfReach` knows if the database is. */
export class ProgramStore {
  readonly #db: Pick<Database, 'query'>;

  constructor(database: Pick<Database, 'query'>) {
    this.#db = database;
  }

  /** Adds up what was counted and keeps what was refused. Keys that are gone by now are passed over. */
  async addRequests(counts: CountRow[], refusals: RefusalRow[]): Promise<void> {
    await this.#db.query(ADD_REQUESTS, [JSON.stringify(counts), JSON.stringify(refusals)]);
    const keys = [...new Set(refusals.map(({ key_id }) => key_id))];
    if (keys.length > 0) await this.#db.query(KEEP_THE_LAST, [JSON.stringify(keys)]);
  }

  /** Removes what is older than it is kept for. */
  async tidy(now: number): Promise<void> {
    await this.#db.query('delete from app.key_refusal where at <= $1', [now - KEPT_MS]);
    // A day more than is shown: days here are those of the accounts' zones.
    const first = Math.floor(now / DAY_MS) - MAX_REQUEST_DAYS - 1;
    await this.#db.query('delete from app.key_request where day < $1', [first]);
  }

  /** What each of these keys used in a cycle, and its requests from a day on. */
  async use(keys: string[], cycle: number, from_day: number): Promise<Map<string, KeyUse>> {
    const rows = await this.#db.query<KeyUse>(USE, [JSON.stringify(keys), cycle, from_day]);
    return new Map(rows.map((row) => [row.key_id, row]));
  }

  /** From a day on, the newest first. */
  requests(key_id: string, from_day: number): Promise<(CountRow & Row)[]> {
    return this.#db.query<CountRow & Row>(
      `select key_id, day, outcome, requests from app.key_request
       where key_id = $1 and day >= $2 order by day desc, outcome`,
      [key_id, from_day],
    );
  }

  /** Those of an account's keys that are kept, the newest first. */
  refusals(account: string, now: number, asked: AskedRefusals): Promise<KeptRefusal[]> {
    const { key = null, code = null, below, limit } = asked;
    const params = [account, now - KEPT_MS, code, below?.at ?? null, below?.refusal ?? null, key, limit];
    return this.#db.query<KeptRefusal>(REFUSALS, params);
  }

  /** How many are kept of each code, the most frequent first. */
  refusalsByCode(
    account: string,
    now: number,
    key: string | undefined,
  ): Promise<{ code: string; refusals: number }[]> {
    return this.#db.query(BY_CODE, [account, now - KEPT_MS, key ?? null]);
  }
}
