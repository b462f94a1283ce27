import type { Database, Row } from '@inkwell/ledger';
import type { RunKind } from '../runs/store.ts';

/** What staff see of workspaces and feedback; never a text that was not shared. Instants are milliseconds since 1970. */

export interface WorkspaceRow extends Row {
  account: string;
  name: string;
  created_at: number;
  members: number;
}

export interface OwnerRow extends Row {
  account: string;
  member: string;
  name: string;
  email: string;
  mail_confirmed: boolean;
}

export interface VotedRow extends Row {
  kind: RunKind;
  template: string | null;
  reason: string;
  votes: number;
  shared: number;
}

export interface SharedRow extends Row {
  output: string;
  kind: VotedRow['kind'];
  template: string | null;
  reason: string;
  model: string;
  words: number;
  text: string;
  created_at: number;
}

const MAX_FOUND = 25;
const MAX_TEXTS = 50;

const WORKSPACE = `select w.id as account, w.name, (extract(epoch from w.created_at) * 1000)::bigint as created_at,
  (select count(*) from app.membership m where m.workspace_id = w.id)::bigint as members
  from app.workspace w`;

/** A text as a pattern that finds itself anywhere. */
const anywhere = (text: string): string => `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

export class StaffStore {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  /** By part of a name, an id, or part of the address of a member; newest first. */
  find(text: string): Promise<WorkspaceRow[]> {
    return this.#db.query<WorkspaceRow>(
      `${WORKSPACE} where $1 = '' or w.id = $1 or w.name ilike $2 or exists (
         select 1 from app.membership m join app.person p on p.id = m.person_id
         where m.workspace_id = w.id and p.email ilike $2 and p.email not like '%.invalid')
       order by w.created_at desc, w.id limit ${MAX_FOUND}`,
      [text, anywhere(text)],
    );
  }

  async workspace(account: string): Promise<WorkspaceRow | undefined> {
    const [row] = await this.#db.query<WorkspaceRow>(`${WORKSPACE} where w.id = $1`, [account]);
    return row;
  }

  owners(accounts: readonly string[]): Promise<OwnerRow[]> {
    return this.#db.query<OwnerRow>(
      `select m.workspace_id as account, p.id as member, p.name, p.email, p.email_verified as mail_confirmed
       from app.membership m join app.person p on p.id = m.person_id
       where m.role = 'owner' and m.workspace_id in (select jsonb_array_elements_text($1::jsonb))`,
      [JSON.stringify(accounts)],
    );
  }

  /** Downvoted outputs of runs since an instant, by template (or only by kind) and reason. */
  voted(since: number, known: readonly string[], by_template: boolean): Promise<VotedRow[]> {
    return this.#db.query<VotedRow>(
      `select kind, template, reason, count(*)::bigint as votes, count(*) filter (where share_text)::bigint as shared
       from (
         select r.kind, case when $3 = 'true' then r.template end as template, o.share_text,
           case when o.vote_reason in (select jsonb_array_elements_text($2::jsonb)) then o.vote_reason else 'Other' end
             as reason
         from app.output o join app.run r on r.run = o.run
         where o.vote_reason is not null and r.created_at >= $1) v
       group by kind, template, reason order by votes desc, kind, template, reason`,
      [since, JSON.stringify(known), String(by_template)],
    );
  }

  /** The texts that people let the support team read; no other row is looked at. */
  shared(since: number): Promise<SharedRow[]> {
    return this.#db.query<SharedRow>(
      `select o.output, r.kind, r.template, coalesce(o.vote_reason, 'No reason given') as reason, r.model, o.words, o.text,
         r.created_at
       from app.output o join app.run r on r.run = o.run
       where o.share_text and r.created_at >= $1 order by r.created_at desc, o.output limit ${MAX_TEXTS}`,
      [since],
    );
  }

  async counts(since: number): Promise<{ outputs: number; workspaces: number; people: number }> {
    const [row] = await this.#db.query<{ outputs: number; workspaces: number; people: number }>(
      `select (select count(*) from app.output o join app.run r on r.run = o.run where r.created_at >= $1)::bigint
         as outputs,
         (select count(*) from app.workspace)::bigint as workspaces,
         (select count(*) from app.person)::bigint as people`,
      [since],
    );
    return row!;
  }
}
