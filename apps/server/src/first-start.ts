import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '@inkwell/contract';
import type { Database, Ledger } from '@inkwell/ledger';
import { digestOf, newId, newSecret } from './auth/secrets.ts';
import type { AuthStore } from './auth/store.ts';
import { PERSON_ROLE, STAFF_ROLE, noMailOf } from './people/names.ts';

/** What is made once: the operator's key, the default workspace, the sign-in link. */

export interface Workspace {
  account: string;
  name: string;
  owner: { member: string; name: string; mail?: string };
}

const OWN: Workspace = {
  account: 'workspace',
  name: 'My workspace',
  owner: { member: 'owner', name: 'Owner' },
};

/** The digests of the operator keys in force, and the key itself if it was made just now, to be shown once. */
export async function operatorKeys(
  store: AuthStore,
  configured: string | null,
  now: number,
): Promise<{ digests: string[]; made: string | null }> {
  // A configured key is the only one: whoever changes it wants the old one gone.
  if (configured !== null) return { digests: [digestOf(configured)], made: null };
  const kept = await store.operatorDigests();
  if (kept.length > 0) return { digests: kept, made: null };
  const made = newSecret('ink_op');
  await store.addOperatorDigest(digestOf(made), now);
  return { digests: [digestOf(made)], made };
}

export async function defaultWorkspace(database: Database): Promise<Workspace | null> {
  const [row] = await database.query<{ account: string; name: string; member: string; person: string }>(
    `select w.id as account, w.name, p.id as member, p.name as person from app.workspace w
     join app.membership m on m.workspace_id = w.id and m.role = 'owner'
     join app.person p on p.id = m.person_id
     where w.is_default`,
  );
  if (row === undefined) return null;
  return { account: row.account, name: row.name, owner: { member: row.member, name: row.person } };
}

/** An instance that people have been on is not new, whatever they have left of it. */
export async function hasPeople(database: Database): Promise<boolean> {
  return (await database.query('select 1 from app.person limit 1')).length > 0;
}

/** Makes a workspace's rows and its owner; again changes nothing. The first one made is the default. */
export async function addWorkspace(
  database: Database,
  workspace: Workspace,
  now: number,
  kind: { is_demo?: boolean; is_default?: boolean } = {},
): Promise<void> {
  const { account, name, owner } = workspace;
  const { is_demo = false, is_default = true } = kind;
  await database.query(
    `insert into app.workspace (id, slug, name, is_default, is_demo, created_at)
     values ($1, $1, $2, $3::boolean, $4::boolean, to_timestamp($5::float8 / 1000)) on conflict do nothing`,
    [account, name, String(is_default), String(is_demo), now],
  );
  await addPerson(database, account, { ...owner, role: 'owner' }, now);
}

export interface NewPerson {
  member: string;
  name: string;
  role: Role;
  mail?: string;
  staff?: boolean;
}

/** Puts a person into a workspace, and makes the person if there is none of this id; again changes nothing. */
export async function addPerson(
  database: Database,
  account: string,
  person: NewPerson,
  now: number,
): Promise<void> {
  const { member, name, role, staff = false } = person;
  const mail = person.mail ?? noMailOf(member);
  await database.query(
    `insert into app.person (id, name, email, role, created_at, updated_at)
     select $1, $2, $3, $4, at, at from (select to_timestamp($5::float8 / 1000) as at) t on conflict do nothing`,
    [member, name, mail, staff ? STAFF_ROLE : PERSON_ROLE, now],
  );
  await database.query(
    `insert into app.membership (id, workspace_id, person_id, role, created_at)
     values ($1, $2, $3, $4, to_timestamp($5::float8 / 1000)) on conflict do nothing`,
    [newId('mem'), account, member, role, now],
  );
}

/** An account of a workspace that was deleted stays canceled in the ledger: the next one has another name. */
async function freeAccount(ledger: Ledger): Promise<string> {
  for (let count = 1; ; count += 1) {
    const account = count === 1 ? OWN.account : `${OWN.account}-${count}`;
    const loaded = await ledger.reads.load(account);
    if (loaded === undefined || ledger.reads.accountOf(loaded).phase !== 'canceled') return account;
  }
}

/** A workspace of one's own, active from the start so that everything can be tried. */
export async function makeOwnWorkspace(database: Database, ledger: Ledger): Promise<Workspace> {
  const account = await freeAccount(ledger);
  const command = { op: 'create_account', account, plan: 'pro' } as const;
  const answer = await ledger.execute({ ...command, key: 'first-start', actor: 'system' });
  if (!answer.ok && answer.refusal.code !== 'account_exists') throw new Error(answer.refusal.detail);
  const workspace = { ...OWN, account };
  await addWorkspace(database, workspace, ledger.now());
  await firstStaff(database, OWN.owner.member);
  return (await defaultWorkspace(database)) ?? workspace;
}

/** Whoever starts an instance is its first staff. */
const firstStaff = (database: Database, member: string) =>
  database.query(
    `update app.person set role = $2 where id = $1 and not exists (select 1 from app.person where role = $2)`,
    [member, STAFF_ROLE],
  );

/**
 * The token of this data folder's sign-in link: made once and kept in a file that only this user can read, so that
 * the link stays the same. The database holds its hash.
 */
export function signInToken(data_dir: string): string {
  const file = join(data_dir, 'sign-in-token');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  mkdirSync(data_dir, { recursive: true });
  const token = newSecret('ink_in');
  writeFileSync(file, `${token}\n`, { mode: 0o600, flag: 'wx' });
  return token;
}
