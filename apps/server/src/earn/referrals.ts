import type { Database, Ledger, Row } from '@inkwell/ledger';
import type { Logger } from 'pino';
import { randomBytes } from 'node:crypto';

/** What each side of a referral gets (product.md: give 10,000, get 10,000). */
export const REFERRAL_CREDITS = 10_000;

const CODE_BYTES = 6;

/** The journal's actor for what a referral brings. */
const REFERRAL_ACTOR = 'referral';

export interface ReferralRow extends Row {
  account: string;
  workspace: string | null;
  owner: string | null;
  referrer: string;
  referrer_workspace: string | null;
  state: 'waiting' | 'paying' | 'paid' | 'declined';
  created_at: number;
  decided_by: string | null;
  decided_at: number | null;
}

/** A workspace that was just started by somebody who never had one before. */
export interface Arrival {
  workspace: string;
  member: string;
  mail: string;
  ref: string | null;
}

/** Names of one mailbox count as one person, as they do for trials. */
const mailbox = (column: string): string => `regexp_replace(lower(${column}), '[+][^@]*@', '@')`;

const REFERRAL = `select r.account, w.name as workspace, o.name as owner, r.referrer, v.name as referrer_workspace, r.state,
    r.created_at, r.decided_by, r.decided_at
  from app.referral r
  left join app.workspace w on w.id = r.account
  left join app.membership m on m.workspace_id = r.account and m.role = 'owner'
  left join app.person o on o.id = m.person_id
  left join app.workspace v on v.id = r.referrer`;

/** Who came by whose link, and that it is paid for once (L4). Instants are milliseconds since 1970. */
export class Referrals {
  readonly #db: Database;
  readonly #now: () => number;

  constructor(database: Database, now: () => number) {
    this.#db = database;
    this.#now = now;
  }

  /** The code of a workspace's link; made when it is first asked for. */
  async codeOf(account: string): Promise<string> {
    const code = randomBytes(CODE_BYTES).toString('hex');
    const [row] = await this.#db.query<{ code: string }>(
      `insert into app.referral_code (account, code, created_at) values ($1, $2, $3)
       on conflict (account) do update set account = excluded.account returning code`,
      [account, code, this.#now()],
    );
    return row!.code;
  }

  /** Keeps the code that somebody signed up with until they start a workspace. Unknown codes are kept by nobody. */
  async signedUp(member: string, code: string): Promise<void> {
    await this.#db.query(
      `insert into app.referral_sign_up (person_id, code, created_at)
       select $1, code, $3 from app.referral_code where code = $2 on conflict (person_id) do nothing`,
      [member, code, this.#now()],
    );
  }

  /**
   * Notes whose link a new workspace came by: the one given now, or else the one its owner signed up with. Nobody comes
   * by their own: not who belongs to the workspace of the link, nor a mailbox of somebody who does (L4).
   */
  async started({ workspace, member, mail, ref }: Arrival): Promise<void> {
    await this.#db.query(
      `insert into app.referral (account, referrer, state, created_at)
       select $1, c.account, 'waiting', $5 from app.referral_code c
       where c.code = coalesce(
           (select code from app.referral_code where code = $4),
           (select code from app.referral_sign_up where person_id = $2))
         and c.account <> $1
         and not exists (
           select 1 from app.membership m join app.person p on p.id = m.person_id
           where m.workspace_id = c.account and (p.id = $2 or ${mailbox('p.email')} = ${mailbox('$3::text')}))
       on conflict (account) do nothing`,
      [workspace, member, mail, ref, this.#now()],
    );
    await this.#db.query('delete from app.referral_sign_up where person_id = $1', [member]);
  }

  async find(account: string): Promise<ReferralRow | undefined> {
    const [row] = await this.#db.query<ReferralRow>(`${REFERRAL} where r.account = $1`, [account]);
    return row;
  }

  /** Those that wait first, then the latest decided. */
  list(limit: number): Promise<ReferralRow[]> {
    return this.#db.query<ReferralRow>(
      `${REFERRAL} order by r.state in ('waiting', 'paying') desc, coalesce(r.decided_at, r.created_at) desc, r.account
       limit $1`,
      [limit],
    );
  }

  madeBy(referrer: string): Promise<Pick<ReferralRow, 'state' | 'created_at'>[]> {
    return this.#db.query<Pick<ReferralRow, 'state' | 'created_at'> & Row>(
      'select state, created_at from app.referral where referrer = $1 order by created_at desc, account limit 200',
      [referrer],
    );
  }

  /** Whether both workspaces are (by now) owned by the same person or mailbox. */
  async isOwn(account: string, referrer: string): Promise<boolean> {
    const rows = await this.#db.query(
      `select 1 from app.membership a join app.person p on p.id = a.person_id
       join app.membership b on b.workspace_id = $2 and b.role = 'owner' join app.person q on q.id = b.person_id
       where a.workspace_id = $1 and a.role = 'owner' and (p.id = q.id or ${mailbox('p.email')} = ${mailbox('q.email')})`,
      [account, referrer],
    );
    return rows.length > 0;
  }

  /** Moves a referral on from one of the given states; false, and nothing changed, if it is in none of them. */
  async move(
    account: string,
    from: readonly ReferralRow['state'][],
    to: ReferralRow['state'],
    by: string | null = null,
  ): Promise<boolean> {
    const rows = await this.#db.query(
      `update app.referral set state = $3, decided_by = coalesce($4, decided_by), decided_at = $5
       where account = $1 and state in (select jsonb_array_elements_text($2::jsonb)) returning 1`,
      [account, JSON.stringify(from), to, by, this.#now()],
    );
    return rows.length > 0;
  }
}

interface Paying {
  referrals: Referrals;
  ledger: Ledger;
  log: Logger;
}

/**
 * L4: both sides get their bonus, once. The keys are made from the referred account, so whatever is repeated, at once or
 * after a crash, is answered and not done again. Rejects only if the database is out of reach: then it is tried again.
 */
export async function payReferral(
  { referrals, ledger, log }: Paying,
  account: string,
  referrer: string,
): Promise<void> {
  const sides = [
    { account: referrer, key: `referral:${account}`, reason: 'A workspace came by your link and stayed' },
    { account, key: 'referral:welcome', reason: 'Welcome: you came by a friend’s link' },
  ];
  for (const side of sides) {
    const answer = await ledger.execute({
      op: 'award',
      ...side,
      actor: REFERRAL_ACTOR,
      credits: REFERRAL_CREDITS,
      source: 'referral',
    });
    // A refusal is for good, and must not keep a payment from being settled.
    if (!answer.ok)
      log.error({ ...side, code: answer.refusal.code }, 'a referral was not awarded to one of its sides');
  }
  await referrals.move(account, ['paying'], 'paid');
}

/** Told of an account's first payment, at least once (L4). */
export async function onFirstPayment(parts: Paying, account: string): Promise<void> {
  const { referrals } = parts;
  const found = await referrals.find(account);
  if (found === undefined) return;
  if (await referrals.isOwn(account, found.referrer)) {
    await referrals.move(account, ['waiting'], 'declined');
    return;
  }
  if (await referrals.move(account, ['waiting', 'paying'], 'paying'))
    await payReferral(parts, account, found.referrer);
}
