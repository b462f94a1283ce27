import type { TemplateBody } from '@inkwell/contract/types';
import type { Database } from '@inkwell/ledger';
import { OPEN_TO } from '../runs/store.ts';

export type TemplateRow = {
  template: string;
  account: string;
  author: string;
  body: TemplateBody;
  created_at: number;
};

export type SavedRow = { output: string; run: string; text: string; words: number; created_at: number };

const COLUMNS = 'template, account, author, body, created_at';

// A conflict is the same key twice (K1): nothing is inserted then.
const INSERT = `
insert into app.template (template, account, author, body, make_key, created_at, updated_at, updated_by)
values ($1, $2, $3, $4::jsonb, $5, $6, $6, $3)
on conflict do nothing
returning ${COLUMNS}`;

const UPDATE = `
update app.template set body = $3::jsonb, updated_at = $4, updated_by = $5
where account = $1 and template = $2
returning ${COLUMNS}`;

const LAST_USED = `
select template, max(created_at) as used_at from app.run
where account = $1 and member = $2 and template is not null
group by template`;

const LAST_INPUTS = `
select inputs from app.run
where account = $1 and member = $2 and template = $3 and inputs is not null
order by created_at desc limit 1`;

const FAVOUR = `
insert into app.template_favourite (account, member, template, created_at) values ($1, $2, $3, $4)
on conflict do nothing`;

// Of template runs of this account that the member may read alone: every other output is not found.
const SAVE = `
insert into app.output_favourite (account, member, output, created_at)
select r.account, $2, o.output, $4 from app.output o join app.run r on r.run = o.run
where r.account = $1 and o.output = $3 and r.template is not null and ${OPEN_TO('$2')}
on conflict (account, member, output) do update set created_at = app.output_favourite.created_at
returning output`;

const SAVED = `
select f.output, o.run, o.text, o.words, f.created_at
from app.output_favourite f
join app.output o on o.output = f.output
join app.run r on r.run = o.run
where f.account = $1 and f.member = $2 and r.template = $3 and ${OPEN_TO('$2')}
order by f.created_at desc, f.output desc limit 100`;

const HAS_OUTPUT = `
select o.output from app.output o join app.run r on r.run = o.run where r.account = $1 and o.output = $2 and r.template is not null`;

/** The rows of templates and of what people keep. Rejects with what `isOutOfReach` knows if the database is. */
export class TemplateStore {
  readonly #database: Pick<Database, 'query'>;

  constructor(database: Pick<Database, 'query'>) {
    this.#database = database;
  }

  of(account: string): Promise<TemplateRow[]> {
    const text = `select ${COLUMNS} from app.template where account = $1 order by template`;
    return this.#database.query<TemplateRow>(text, [account]);
  }

  async one(account: string, template: string): Promise<TemplateRow | undefined> {
    const text = `select ${COLUMNS} from app.template where account = $1 and template = $2`;
    return (await this.#database.query<TemplateRow>(text, [account, template]))[0];
  }

  async ofKey(account: string, key: string): Promise<TemplateRow | undefined> {
    const text = `select ${COLUMNS} from app.template where account = $1 and make_key = $2`;
    return (await this.#database.query<TemplateRow>(text, [account, key]))[0];
  }

  /** Undefined if the account has made one with the same key already. */
  async insert(row: TemplateRow, key: string): Promise<TemplateRow | undefined> {
    const { template, account, author, body, created_at } = row;
    const params = [template, account, author, JSON.stringify(body), key, created_at];
    return (await this.#database.query<TemplateRow>(INSERT, params))[0];
  }

  async update(
    account: string,
    template: string,
    body: TemplateBody,
    by: { member: string; at: number },
  ): Promise<TemplateRow | undefined> {
    const params = [account, template, JSON.stringify(body), by.at, by.member];
    return (await this.#database.query<TemplateRow>(UPDATE, params))[0];
  }

  async remove(account: string, template: string): Promise<void> {
    await this.#database.query('delete from app.template_favourite where account = $1 and template = $2', [
      account,
      template,
    ]);
    await this.#database.query('delete from app.template where account = $1 and template = $2', [
      account,
      template,
    ]);
  }

  async favourites(account: string, member: string): Promise<Set<string>> {
    const text = 'select template from app.template_favourite where account = $1 and member = $2';
    const rows = await this.#database.query<{ template: string }>(text, [account, member]);
    return new Set(rows.map((row) => row.template));
  }

  async favour(account: string, member: string, template: string, at: number | null): Promise<void> {
    if (at !== null) {
      await this.#database.query(FAVOUR, [account, member, template, at]);
      return;
    }
    const text = 'delete from app.template_favourite where account = $1 and member = $2 and template = $3';
    await this.#database.query(text, [account, member, template]);
  }

  /** When the member last ran each template, in milliseconds. */
  async lastUsed(account: string, member: string): Promise<Map<string, number>> {
    const rows = await this.#database.query<{ template: string; used_at: number }>(LAST_USED, [
      account,
      member,
    ]);
    return new Map(rows.map((row) => [row.template, row.used_at]));
  }

  async lastInputs(account: string, member: string, template: string): Promise<string | null> {
    const rows = await this.#database.query<{ inputs: string }>(LAST_INPUTS, [account, member, template]);
    return rows[0]?.inputs ?? null;
  }

  saved(account: string, member: string, template: string): Promise<SavedRow[]> {
    return this.#database.query<SavedRow>(SAVED, [account, member, template]);
  }

  /** False if the account has no such output. */
  async save(account: string, member: string, output: string, at: number): Promise<boolean> {
    return (await this.#database.query(SAVE, [account, member, output, at])).length === 1;
  }

  /** False if the account has no such output. */
  async unsave(account: string, member: string, output: string): Promise<boolean> {
    if ((await this.#database.query(HAS_OUTPUT, [account, output])).length === 0) return false;
    const text = 'delete from app.output_favourite where account = $1 and member = $2 and output = $3';
    await this.#database.query(text, [account, member, output]);
    return true;
  }
}
