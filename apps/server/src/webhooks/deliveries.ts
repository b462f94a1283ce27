import type { Delivery } from '@inkwell/contract';
import type { Database, Queryable, Row } from '@inkwell/ledger';
import type { Answer } from './post.ts';
import type { Secrets } from './signing.ts';

/** Deliveries and what was answered to them. Instants are milliseconds since 1970. */

export interface NewDelivery {
  delivery: string;
  webhook: string;
  account: string | null;
  seq: number | null;
  type: Delivery['type'];
  payload: string;
}

export interface DeliveryRow extends Row {
  delivery: string;
  place: number;
  webhook: string;
  account: string | null;
  seq: number | null;
  type: Delivery['type'];
  state: Delivery['state'];
  status: number | null;
  tries: number;
  created_at: number;
  next_at: number;
  ended_at: number | null;
}

export interface AttemptRow extends Row, Answer {
  at: number;
}

/** A webhook that this process alone sends to until `until`. */
export interface Lease {
  webhook: string;
  lease: string;
  until: number;
}

/** A delivery that is due. */
export interface Due extends Row {
  delivery: string;
  account: string | null;
  tries: number;
}

/** A delivery in hand: where it goes, and how it is proved. */
export interface Claimed extends Row, Secrets {
  delivery: string;
  webhook: string;
  type: Delivery['type'];
  payload: string;
  tries: number;
  round: number;
  give_up_at: number;
  url: string;
  /** The owner. */
  owner: string | null;
}

export type Filter = { state?: Delivery['state'] | undefined; type?: Delivery['type'] | undefined };

const FIELDS =
  'd.delivery, d.place, d.webhook, d.account, d.seq, d.type, d.state, d.status, d.tries, d.created_at, d.next_at, d.ended_at';

/** Written out, so that the few that wait or are dead are found by their own indexes. */
const OF_STATE: Record<Delivery['state'], string> = {
  waiting: "and d.state = 'waiting'",
  delivered: "and d.state = 'delivered'",
  dead: "and d.state = 'dead'",
};

const SHOWN_ATTEMPTS = 50;
const PURGED_AT_ONCE = 1_000;

export class DeliveryStore {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  /** Adds deliveries in their order, to be sent at once; those that are there already stay as they are. */
  async add(made: NewDelivery[], now: number, give_up_at: number, tx: Queryable = this.#db): Promise<void> {
    await tx.query(
      `insert into app.webhook_delivery
         (delivery, webhook, account, seq, type, payload, created_at, next_at, give_up_at)
       select d ->> 'delivery', d ->> 'webhook', d ->> 'account', (d ->> 'seq')::bigint, d ->> 'type',
         d ->> 'payload', $2, $2, $3
       from json_array_elements($1::json) with ordinality as made (d, nth) order by nth
       on conflict (delivery) do nothing`,
      [JSON.stringify(made), now, give_up_at],
    );
  }

  async get(webhook: string, delivery: string): Promise<(DeliveryRow & { payload: string }) | undefined> {
    const [row] = await this.#db.query<DeliveryRow & { payload: string }>(
      `select ${FIELDS}, d.payload from app.webhook_delivery d where d.webhook = $1 and d.delivery = $2`,
      [webhook, delivery],
    );
    return row;
  }

  /** Below a place, newest first. */
  page(webhook: string, { state, type }: Filter, before: number, limit: number): Promise<DeliveryRow[]> {
    return this.#db.query<DeliveryRow>(
      `select ${FIELDS} from app.webhook_delivery d
       where d.webhook = $1 and d.place < $2 and ($3::text is null or d.type = $3)
         ${state === undefined ? '' : OF_STATE[state]}
       order by d.place desc limit $4`,
      [webhook, before, type ?? null, limit],
    );
  }

  attempts(delivery: string): Promise<AttemptRow[]> {
    return this.#db.query<AttemptRow>(
      `select at, took_ms, status, fault, answer from app.webhook_attempt
       where delivery = $1 order by try desc limit $2`,
      [delivery, SHOWN_ATTEMPTS],
    );
  }

  /** Whether a delivery of this type is still on its way. */
  async isWaiting(webhook: string, type: Delivery['type']): Promise<boolean> {
    const rows = await this.#db.query(
      `select 1 from app.webhook_delivery where webhook = $1 and type = $2 and state = 'waiting' limit 1`,
      [webhook, type],
    );
    return rows.length > 0;
  }

  /** Sends one again, at once; one that waits is only brought forward. */
  async replay(delivery: string, now: number, give_up_at: number): Promise<void> {
    await this.#db.query(
      `update app.webhook_delivery set next_at = $2, state = 'waiting', ended_at = null,
         round = case when state = 'waiting' then round else 0 end,
         give_up_at = case when state = 'waiting' then give_up_at else $3 end
       where delivery = $1`,
      [delivery, now, give_up_at],
    );
  }

  /** Sends all dead ones of a webhook again: how many. */
  async replayDead(webhook: string, now: number, give_up_at: number): Promise<number> {
    const [row] = await this.#db.query<{ replayed: number }>(
      `with again as (
         update app.webhook_delivery set next_at = $2, state = 'waiting', ended_at = null, round = 0, give_up_at = $3
         where webhook = $1 and state = 'dead' returning 1)
       select count(*) as replayed from again`,
      [webhook, now, give_up_at],
    );
    return row!.replayed;
  }

  /**
   * Takes up webhooks with something due, at most `limit`, those first that nobody has sent to for longest. While a lease
   * lasts no other process sends to its webhook, so that first tries keep their order.
   */
  lease(lease: string, now: number, until: number, limit: number): Promise<{ webhook: string }[]> {
    return this.#db.query<{ webhook: string }>(
      `update app.webhook set lease = $1, leased_until = $3
       where webhook in (
         select w.webhook from (
           select distinct webhook from app.webhook_delivery
           where state = 'waiting' and next_at <= $2 offset 0) due
         join app.webhook w on w.webhook = due.webhook
         where w.state = 'on' and w.leased_until <= $2
         order by w.leased_until limit $4 for update of w skip locked)
       returning webhook`,
      [lease, now, until, limit],
    );
  }

  async release({ webhook, lease }: Lease, now: number): Promise<void> {
    await this.#db.query('update app.webhook set leased_until = $3 where webhook = $1 and lease = $2', [
      webhook,
      lease,
      now,
    ]);
  }

  /** What is due, first tries before retries, each in the order taken. */
  due(webhook: string, now: number, limit: number): Promise<Due[]> {
    return this.#db.query<Due>(
      `select delivery, account, tries from app.webhook_delivery
       where webhook = $1 and state = 'waiting' and next_at <= $2
       order by round > 0, place limit $3`,
      [webhook, now, limit],
    );
  }

  /**
   * Takes one in hand under a lease: put off until `retry_at`, so that a process that dies in the middle leaves it to be
   * sent again. undefined where the lease is over, the webhook is paused or gone, or somebody else was there first.
   */
  async claim({ delivery, tries }: Due, { lease }: Lease, retry_at: number): Promise<Claimed | undefined> {
    const [row] = await this.#db.query<Claimed>(
      `update app.webhook_delivery d set tries = d.tries + 1, round = d.round + 1, next_at = $4
       from app.webhook w
       where d.delivery = $1 and d.tries = $2 and d.state = 'waiting'
         and w.webhook = d.webhook and w.lease = $3 and w.state = 'on'
       returning d.delivery, d.webhook, d.type, d.payload, d.tries, d.round, d.give_up_at,
         w.url, w.secret, w.old_secret, w.old_secret_until, w.account as owner`,
      [delivery, tries, lease, retry_at],
    );
    return row;
  }

  /** A try that was cut short counts for nothing. */
  async giveBack({ delivery, tries }: Claimed, now: number): Promise<void> {
    await this.#db.query(
      `update app.webhook_delivery set tries = tries - 1, round = round - 1, next_at = $3
       where delivery = $1 and tries = $2 and state = 'waiting'`,
      [delivery, tries, now],
    );
  }

  /** Keeps a try that was taken. */
  async delivered(claimed: Claimed, answer: Answer, at: number, now: number): Promise<void> {
    const { delivery, webhook, tries } = claimed;
    await this.#db.transaction(async (tx) => {
      await this.#keep(tx, claimed, answer, at);
      await tx.query(
        `update app.webhook_delivery set state = 'delivered', status = $3, ended_at = $4
         where delivery = $1 and tries = $2 and state = 'waiting'`,
        [delivery, tries, answer.status, now],
      );
      await tx.query(
        'update app.webhook set failing_since = null, last_delivered_at = $2 where webhook = $1',
        [webhook, now],
      );
    });
  }

  /** Keeps a try that was not taken, to be made again at `next_at`, or (null) never. Since when the webhook has failed. */
  async failed(
    claimed: Claimed,
    answer: Answer,
    at: number,
    now: number,
    next_at: number | null,
  ): Promise<number> {
    const { delivery, webhook, tries } = claimed;
    return this.#db.transaction(async (tx) => {
      await this.#keep(tx, claimed, answer, at);
      await tx.query(
        `update app.webhook_delivery set status = $3, next_at = coalesce($5, next_at),
           state = case when $5::bigint is null then 'dead' else state end,
           ended_at = case when $5::bigint is null then $4::bigint end
         where delivery = $1 and tries = $2 and state = 'waiting'`,
        [delivery, tries, answer.status, now, next_at],
      );
      const [row] = await tx.query<{ failing_since: number }>(
        `update app.webhook set failing_since = coalesce(failing_since, $2) where webhook = $1
         returning failing_since`,
        [webhook, now],
      );
      return row?.failing_since ?? now;
    });
  }

  /** A webhook that was removed meanwhile has taken its deliveries with it: then there is nothing to keep. */
  async #keep(tx: Queryable, claimed: Claimed, answer: Answer, at: number): Promise<void> {
    await tx.query(
      `insert into app.webhook_attempt (delivery, try, at, took_ms, status, fault, answer)
       select delivery, $2, $3, $4, $5, $6, $7 from app.webhook_delivery where delivery = $1 for share
       on conflict (delivery, try) do nothing`,
      [claimed.delivery, claimed.tries, at, answer.took_ms, answer.status, answer.fault, answer.answer],
    );
  }

  /** What has waited for too long for a webhook that sends nothing is dead. */
  async expire(now: number): Promise<void> {
    await this.#db.query(
      `update app.webhook_delivery d set state = 'dead', ended_at = $1 from app.webhook w
       where w.state <> 'on' and d.webhook = w.webhook and d.state = 'waiting' and d.give_up_at <= $1`,
      [now],
    );
  }

  /** Removes what ended before an instant, some at a time. */
  async purge(before: number): Promise<void> {
    for (;;) {
      const gone = await this.#db.query(
        `delete from app.webhook_delivery where delivery in (
           select delivery from app.webhook_delivery where ended_at < $1 order by ended_at limit $2) returning 1`,
        [before, PURGED_AT_ONCE],
      );
      if (gone.length < PURGED_AT_ONCE) return;
    }
  }
}
