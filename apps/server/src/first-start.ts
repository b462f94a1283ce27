import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '@inkwell/contract';
import type { Database, Ledger } from '@inkwell/ledger';
import { digestOf, newSecret } from './auth/secrets.ts';
import type { AuthStore } from './auth/store.ts';

/** What is made once: the operator's key, the default workspace, the sign-in link. */

export interface Workspace {
  account: string;
  name: string;
  owner: { member: string; name: string };
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
    `select w.account, w.name, p.member, p.name as person from app.workspace w
     join app.person p on p.account = w.account and p.role = 'owner'
     where w.is_default order by p.created_at, p.member limit 1`,
  );
  if (row === undefined) return null;
  return { account: row.account, name: row.name, owner: { member: row.member, name: row.person } };
}

/** Makes the workspace's rows and its owner; again changes nothing. */
export async function addWorkspace(database: Database, workspace: Workspace, now: number): Promise<void> {
  const { account, name, owner } = workspace;
  await database.query(
    'insert into app.workspace (account, name, is_default, created_at) values ($1, $2, true, $3) on conflict do nothing',
    [account, name, now],
  );
  await addPerson(database, account, { ...owner, role: 'owner' }, now);
}

export async function addPerson(
  database: Database,
  account: string,
  person: { member: string; name: string; role: Role },
  now: number,
): Promise<void> {
  await database.query(
    `insert into app.person (account, member, name, role, created_at) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [account, person.member, person.name, person.role, now],
  );
}

/** A workspace of one's own, active from the start so that everything can be tried. */
export async function makeOwnWorkspace(database: Database, ledger: Ledger): Promise<Workspace> {
  const command = { op: 'create_account', account: OWN.account, plan: 'pro' } as const;
  const answer = await ledger.execute({ ...command, key: 'first-start', actor: 'system' });
  if (!answer.ok && answer.refusal.code !== 'account_exists') throw new Error(answer.refusal.detail);
  await addWorkspace(database, OWN, ledger.now());
  return (await defaultWorkspace(database)) ?? OWN;
}

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
