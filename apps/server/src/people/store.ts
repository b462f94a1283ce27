import type { Role } from '@inkwell/contract';
import type { Database, Row } from '@inkwell/ledger';

/** What is read of people and workspaces. Instants are milliseconds since 1970. */

export interface PersonRow extends Row {
  member: string;
  name: string;
  email: string;
  /** The address was proved. */
  mail_confirmed: boolean;
  staff: boolean;
  has_password: boolean;
}

export interface BelongsRow extends Row {
  workspace: string;
  name: string;
  role: Role;
}

export interface MemberRow extends Row {
  member: string;
  name: string;
  email: string;
  role: Role;
  staff: boolean;
  joined_at: number;
  last_active_at: number | null;
}

export interface InvitationRow extends Row {
  invitation: string;
  workspace: string;
  workspace_name: string;
  email: string;
  role: Role;
  invited_by: string;
  created_at: number;
  expires_at: number;
  /** It was looked up by the link that went to the address by mail. */
  by_mail?: boolean;
}

export interface SessionRow extends Row {
  session: string;
  user_agent: string | null;
  ip_address: string | null;
  signed_in_at: number;
  last_used_at: number;
}

const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::bigint`;
const instant = (param: string): string => `to_timestamp(${param}::float8 / 1000)`;

const INVITATION_COLUMNS = `i.id as invitation, i.workspace_id as workspace, w.name as workspace_name, i.email, i.role,
    p.name as invited_by, ${ms('i.created_at')} as created_at, ${ms('i.expires_at')} as expires_at`;
const INVITATION_FROM = `from app.invitation i
  join app.workspace w on w.id = i.workspace_id
  join app.person p on p.id = i.inviter_id`;

const MEMBER = `select p.id as member, p.name, p.email, m.role, p.role = 'staff' as staff,
    ${ms('m.created_at')} as joined_at, m.last_active_at
  from app.membership m join app.person p on p.id = m.person_id`;

export class PeopleStore {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  async person(by: 'id' | 'email', value: string): Promise<PersonRow | undefined> {
    const [row] = await this.#db.query<PersonRow>(
      `select p.id as member, p.name, p.email, p.email_verified as mail_confirmed, p.role = 'staff' as staff,
         exists (select 1 from app.credential c where c.person_id = p.id and c.password is not null) as has_password
       from app.person p where ${by} = $1`,
      [value],
    );
    return row;
  }

  belongsTo(member: string): Promise<BelongsRow[]> {
    return this.#db.query<BelongsRow>(
      `select w.id as workspace, w.name, m.role from app.membership m join app.workspace w on w.id = m.workspace_id
       where m.person_id = $1 order by m.created_at, m.id`,
      [member],
    );
  }

  async workspaceOf(member: string, workspace: string): Promise<BelongsRow | undefined> {
    const [row] = await this.#db.query<BelongsRow>(
      `select w.id as workspace, w.name, m.role from app.membership m join app.workspace w on w.id = m.workspace_id
       where m.person_id = $1 and w.id = $2`,
      [member, workspace],
    );
    return row;
  }

  /** Owner first, then by name. */
  members(workspace: string): Promise<MemberRow[]> {
    return this.#db.query<MemberRow>(
      `${MEMBER} where m.workspace_id = $1 order by m.role = 'owner' desc, p.name, p.id`,
      [workspace],
    );
  }

  async member(workspace: string, member: string): Promise<MemberRow | undefined> {
    const [row] = await this.#db.query<MemberRow>(
      `${MEMBER} where m.workspace_id = $1 and m.person_id = $2`,
      [workspace, member],
    );
    return row;
  }

  /** What everybody is called who belongs to a workspace or has written in it. Keys name whom they like: not by them. */
  names(workspace: string): Promise<{ member: string; name: string }[]> {
    return this.#db.query(
      `select p.id as member, p.name from app.person p
       where p.id in (select person_id from app.membership where workspace_id = $1)
       or p.id in (select distinct member from app.run where account = $1 and kind <> 'api')
       order by p.name, p.id`,
      [workspace],
    );
  }

  invitations(workspace: string, now: number): Promise<InvitationRow[]> {
    return this.#db.query<InvitationRow>(
      `select ${INVITATION_COLUMNS} ${INVITATION_FROM} where i.workspace_id = $1 and i.status = 'pending' and i.expires_at > ${instant('$2')}
       order by i.created_at desc, i.id`,
      [workspace, now],
    );
  }

  async invitationOf(token_sha256: string, now: number): Promise<InvitationRow | undefined> {
    const [row] = await this.#db.query<InvitationRow>(
      `select ${INVITATION_COLUMNS}, i.mail_token_sha256 is not distinct from $1 as by_mail ${INVITATION_FROM}
       where (i.token_sha256 = $1 or i.mail_token_sha256 = $1) and i.status = 'pending'
         and i.expires_at > ${instant('$2')}`,
      [token_sha256, now],
    );
    return row;
  }

  /** The link that an invitation has by mail, beside the one that whoever made it is shown. */
  async setMailToken(invitation: string, token_sha256: string): Promise<void> {
    await this.#db.query('update app.invitation set mail_token_sha256 = $2 where id = $1', [
      invitation,
      token_sha256,
    ]);
  }

  /** Whether there was such an invitation that waited. */
  async withdraw(workspace: string, invitation: string): Promise<boolean> {
    const rows = await this.#db.query(
      `update app.invitation set status = 'canceled'
       where workspace_id = $1 and id = $2 and status = 'pending' returning 1`,
      [workspace, invitation],
    );
    return rows.length > 0;
  }

  /** Lets a person in by a link that whoever has it may use, as long as it waits. Somebody inside stays as they are. */
  async join(id: string, invitation: string, member: string, now: number): Promise<void> {
    await this.#db.query(
      `insert into app.membership (id, workspace_id, person_id, role, created_at)
       select $1, workspace_id, $3, role, ${instant('$4')} from app.invitation
       where id = $2 and status = 'pending' and expires_at > ${instant('$4')}
       on conflict (workspace_id, person_id) do nothing`,
      [id, invitation, member, now],
    );
  }

  async open(session: string, workspace: string): Promise<void> {
    await this.#db.query('update app.session set active_workspace_id = $2 where id = $1', [
      session,
      workspace,
    ]);
  }

  /** Without a default workspace the oldest one is it. */
  async chooseDefault(): Promise<void> {
    await this.#db.query(
      `update app.workspace set is_default = true
       where id = (select id from app.workspace order by created_at, id limit 1)
       and not exists (select 1 from app.workspace where is_default)`,
    );
  }

  /** What a workspace is called; undefined if there is none (any more). */
  async workspaceName(workspace: string): Promise<string | undefined> {
    const [row] = await this.#db.query<{ name: string }>('select name from app.workspace where id = $1', [
      workspace,
    ]);
    return row?.name;
  }

  async rename(workspace: string, name: string): Promise<void> {
    await this.#db.query('update app.workspace set name = $2 where id = $1', [workspace, name]);
  }

  /** Removes whoever is not the owner, in one statement: nobody becomes the owner in between. */
  async removeMember(workspace: string, member: string): Promise<boolean> {
    const rows = await this.#db.query(
      `delete from app.membership where workspace_id = $1 and person_id = $2 and role <> 'owner' returning 1`,
      [workspace, member],
    );
    return rows.length > 0;
  }

  async setRole(workspace: string, member: string, role: Role): Promise<boolean> {
    const rows = await this.#db.query(
      `update app.membership set role = $3
       where workspace_id = $1 and person_id = $2 and role <> 'owner' returning 1`,
      [workspace, member, role],
    );
    return rows.length > 0;
  }

  /** Hands a workspace from its owner to another member; false, and nothing changed, if one of them is not that (any more). */
  async transfer(workspace: string, from: string, to: string): Promise<boolean> {
    class Changed extends Error {}
    try {
      await this.#db.transaction(async (tx) => {
        const set = (role: Role, member: string, was: string) =>
          tx.query(
            `update app.membership set role = $3
             where workspace_id = $1 and person_id = $2 and role ${was} 'owner' returning 1`,
            [workspace, member, role],
          );
        const left = await set('admin', from, '=');
        const taken = await set('owner', to, '<>');
        if (left.length !== 1 || taken.length !== 1) throw new Changed();
      });
      return true;
    } catch (error) {
      if (error instanceof Changed) return false;
      throw error;
    }
  }

  sessions(member: string, now: number): Promise<SessionRow[]> {
    return this.#db.query<SessionRow>(
      `select id as session, user_agent, ip_address, ${ms('created_at')} as signed_in_at,
         ${ms('updated_at')} as last_used_at
       from app.session where person_id = $1 and expires_at > ${instant('$2')} order by updated_at desc, id`,
      [member, now],
    );
  }

  /** Ends one session of a person, or (null) all but the given one. */
  async endSessions(member: string, only: string | null, but: string): Promise<void> {
    await this.#db.query(
      `delete from app.session where person_id = $1 and (id = $2 or ($2::text is null and id <> $3))`,
      [member, only, but],
    );
  }

  /** false: the address is somebody else's. */
  async change(member: string, what: { name?: string; mail?: string }, now: number): Promise<boolean> {
    const { name = null, mail = null } = what;
    const rows = await this.#db.query(
      `update app.person set name = coalesce($2, name), email = coalesce($3, email), updated_at = ${instant('$4')},
         email_verified = email_verified and ($3::text is null or email = $3)
       where id = $1 and not exists (select 1 from app.person where email = $3 and id <> $1) returning 1`,
      [member, name, mail, now],
    );
    return rows.length > 0;
  }

  /** true: this mark is taken now; false: it was before (L4). */
  async takeTrial(mark_sha256: string, now: number): Promise<boolean> {
    const rows = await this.#db.query(
      'insert into app.trial_taken (mail_sha256, taken_at) values ($1, $2) on conflict do nothing returning 1',
      [mark_sha256, now],
    );
    return rows.length > 0;
  }

  /** Whether none of these marks is taken. */
  async areFree(marks: readonly string[]): Promise<boolean> {
    const rows = await this.#db.query(
      `select 1 from app.trial_taken where mail_sha256 in (select jsonb_array_elements_text($1::jsonb)) limit 1`,
      [JSON.stringify(marks)],
    );
    return rows.length === 0;
  }

  async returnTrial(mark_sha256: string): Promise<void> {
    await this.#db.query('delete from app.trial_taken where mail_sha256 = $1', [mark_sha256]);
  }

  async noteReset(member: string, now: number): Promise<void> {
    await this.#db.query(
      `insert into app.reset_ask (person_id, asked_at) values ($1, $2)
       on conflict (person_id) do update set asked_at = excluded.asked_at`,
      [member, now],
    );
  }

  resets(since: number): Promise<{ member: string; name: string; mail: string; asked_at: number }[]> {
    return this.#db.query(
      `select p.id as member, p.name, p.email as mail, r.asked_at from app.reset_ask r
       join app.person p on p.id = r.person_id where r.asked_at > $1 order by r.asked_at desc, p.id`,
      [since],
    );
  }

  async resetDone(member: string): Promise<void> {
    await this.#db.query('delete from app.reset_ask where person_id = $1', [member]);
  }

  /** Gives or takes the staff role; false if that would leave the instance without staff. */
  async setStaff(member: string, role: string, staff_role: string): Promise<boolean> {
    const rows = await this.#db.query(
      `update app.person set role = $2 where id = $1
       and ($2 = $3 or exists (select 1 from app.person where role = $3 and id <> $1)) returning 1`,
      [member, role, staff_role],
    );
    return rows.length > 0;
  }
}
