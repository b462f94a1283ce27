import type { Database } from '@inkwell/ledger';

/** How often somebody may try. `window` in seconds, as better-auth counts it. */
interface Rule {
  window: number;
  max: number;
}

/** Workspaces that one person may belong to. */
export const MAX_WORKSPACES = 20;

/** How long the link for a new password works. */
export const RESET_LIFE_S = 3_600;

/** By address, for the paths of better-auth that a stranger reaches. */
export const RULES: Record<string, Rule> = {
  '/sign-in/email': { window: 60, max: 10 },
  '/sign-up/email': { window: 600, max: 20 },
  '/request-password-reset': { window: 600, max: 5 },
  '/reset-password': { window: 600, max: 10 },
  '/change-password': { window: 60, max: 5 },
};

/** By mail address, whoever tries: passwords are not guessed from many machines either. */
export const SIGN_IN_RULE: Rule = { window: 900, max: 20 };

/** The links of invitations and resets are too long to be guessed; this only keeps a flood away. */
export const LINK_RULE: Rule = { window: 60, max: 30 };

/** Mails that prove an address: of one person in a minute, and in an hour of one person and to one mailbox. */
export const PROOF_RULE: Rule = { window: 60, max: 3 };
export const PROOF_HOUR_RULE: Rule = { window: 3_600, max: 6 };

/** A code has six digits: after these tries only its link is left. */
export const CODE_TRIES = 10;

interface Consumed {
  allowed: boolean;
  /** Seconds. */
  retryAfter: number | null;
}

/**
 * Counts tries in the database, so that several processes share one count: a window starts with its first try. One
 * statement, so tries at the same moment can't all pass.
 */
export class Limits {
  readonly #db: Database;
  readonly #now: () => number;

  constructor(database: Database, now: () => number) {
    this.#db = database;
    this.#now = now;
  }

  async consume(key: string, { window, max }: Rule): Promise<Consumed> {
    const now = this.#now();
    const [row] = await this.#db.query<{ count: number; ends_at: number }>(
      `insert into app.rate_limit as r (key, count, started_at, ends_at) values ($1, 1, $2, $3)
       on conflict (key) do update set
         count = case when r.ends_at <= $2 then 1 else least(r.count + 1, $4::int + 1) end,
         started_at = case when r.ends_at <= $2 then $2 else r.started_at end,
         ends_at = case when r.ends_at <= $2 then $3 else r.ends_at end
       returning count, ends_at`,
      [key, now, now + window * 1_000, max],
    );
    const { count, ends_at } = row!;
    if (count <= max) return { allowed: true, retryAfter: null };
    return { allowed: false, retryAfter: Math.max(1, Math.ceil((ends_at - now) / 1_000)) };
  }

  /** Removes the counts of windows that are over. */
  async sweep(): Promise<void> {
    await this.#db.query('delete from app.rate_limit where ends_at <= $1', [this.#now()]);
  }
}
