import { instantText } from '@inkwell/engine';
import type { Database, Row } from '@inkwell/ledger';

/**
 * What stands in the app's own tables of a workspace or a person, beside texts and credits. Each column is named, so that
 * no secret and no hash of one comes along, and what is one owner's alone is asked for by that owner.
 */

const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::bigint`;

/** Asked with a workspace. */
const OF_WORKSPACE = {
  invitations: `select i.id as invitation, i.email as mail, i.role, i.inviter_id as invited_by, i.status,
      ${ms('i.created_at')} as created_at, ${ms('i.expires_at')} as expires_at
    from app.invitation i where i.workspace_id = $1 order by i.created_at, i.id`,
  keys: `select k.key_id as key, k.name, k.hint, k.created_by, k.created_at, k.last_used_at, k.revoked_at,
      coalesce((select jsonb_agg(jsonb_build_object('cycle', u.cycle, 'credits', u.spent - u.refunded,
          'refunded', u.refunded, 'outputs', u.outputs) order by u.cycle)
        from app.key_usage u where u.key_id = k.key_id), '[]') as use_by_cycle
    from app.api_key k where k.account = $1 order by k.created_at, k.key_id`,
  webhooks: `select webhook, url, types, description, state, off_because, failing_since as failing_since_at,
      last_delivered_at, created_by, created_at
    from app.webhook where account = $1 order by created_at, webhook`,
  subscription: `select status, plan, interval, price_cents, currency, period_starts_at, period_ends_at, next_plan,
      next_interval, next_price_cents, cancel_at_period_end, card_brand, card_last4, card_expires,
      first_paid_at
    from app.payment_account where account = $1`,
  invoices: `select invoice, number, kind, reason, plan, interval, status, amount_due_cents, amount_paid_cents, currency, url,
      pdf, created_at
    from app.payment_invoice where account = $1 order by created_at, invoice`,
  purchases: `select act as purchase, kind, status, automatic, plan, credits, amount_cents, currency, invoice, detail, actor,
      created_at, updated_at
    from app.payment_act where account = $1 order by created_at, act`,
  referral_code: 'select code, created_at from app.referral_code where account = $1',
  came_by: 'select state, created_at, decided_at from app.referral where account = $1',
  referrals: `select state, created_at, decided_at from app.referral where referrer = $1 order by created_at, account`,
  promo_codes: `select code, member, used_at, grant_id as "grant" from app.promo_use
    where account = $1 order by used_at, code`,
} as const;

/** Asked with a person. */
const OF_PERSON = {
  address_to_confirm: `select email as mail, sent_at, expires_at from app.mail_proof where person_id = $1`,
  mail_choices: 'select notices from app.mail_choice where person_id = $1',
  trial_waits: 'select account as workspace, created_at from app.trial_waiting where person_id = $1',
  came_by: 'select code, created_at from app.referral_sign_up where person_id = $1',
  asked_for_password: 'select asked_at from app.reset_ask where person_id = $1',
  invitations: `select w.name as workspace, i.role, i.status, ${ms('i.created_at')} as created_at,
      ${ms('i.expires_at')} as expires_at
    from app.invitation i join app.workspace w on w.id = i.workspace_id
    where lower(i.email) = (select lower(email) from app.person where id = $1 and email_verified)
    order by i.created_at, i.id`,
  template_favourites: `select account as workspace, template, created_at from app.template_favourite
    where member = $1 order by created_at, template`,
  output_favourites: `select account as workspace, output, created_at from app.output_favourite
    where member = $1 order by created_at, output`,
} as const;

export type RecordsOf<Names extends string> = Record<Names, Record<string, unknown>[]>;

/** Instants as everywhere else: rows hold them as milliseconds, in columns that say so by their names. */
const shown = (row: Row): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      name.endsWith('_at') && typeof value === 'number' ? instantText(value) : value,
    ]),
  );

export class RecordStore {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  ofWorkspace(workspace: string): Promise<RecordsOf<keyof typeof OF_WORKSPACE>> {
    return this.#all(OF_WORKSPACE, workspace);
  }

  ofPerson(member: string): Promise<RecordsOf<keyof typeof OF_PERSON>> {
    return this.#all(OF_PERSON, member);
  }

  async #all<Names extends string>(
    statements: Record<Names, string>,
    owner: string,
  ): Promise<RecordsOf<Names>> {
    const records = {} as RecordsOf<Names>;
    for (const name of Object.keys(statements) as Names[])
      records[name] = (await this.#db.query(statements[name], [owner])).map(shown);
    return records;
  }
}
