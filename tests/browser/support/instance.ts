import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '@inkwell/contract';
import type { Database } from '@inkwell/ledger';
import { AuthStore } from '../../../apps/server/src/auth/store.ts';
import { readConfig } from '../../../apps/server/src/config.ts';
import { addPerson } from '../../../apps/server/src/first-start.ts';
import { startServer } from '../../../apps/server/src/start.ts';

const OPERATOR = 'operator-key-for-tests-0123456789';

/** What the first start writes: the demo workspaces, or an empty one with a full plan. */
export type Seed = 'demo' | 'none';

/** A database that nobody else has. */
export interface OwnDatabase {
  database: Database;
  /** Closes it and removes its data. */
  remove(): Promise<void>;
}

export interface Instance {
  url: string;
  /** The link that the terminal prints. */
  sign_in_url: string;
  account: string;
  /** Asks the API with the operator's key; throws unless it succeeds. */
  operator(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  /** Leaves the workspace that many credits, by a charge of another member. */
  leave(credits: number): Promise<void>;
  /** A sign-in link of another person of the workspace. */
  invite(member: string, role: Role): Promise<string>;
  /** Gives a job of the server a turn now. */
  turn(job: string): Promise<void>;
  /** Replays the account's journal. */
  verify(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a server on a database, with its own data folder. A database that has been started on before is not seeded. */
export async function startInstance(
  seed: Seed,
  own: OwnDatabase,
  env: Record<string, string> = {},
): Promise<Instance> {
  const folder = mkdtempSync(join(tmpdir(), 'inkwell-browser-'));
  const config = readConfig({
    PORT: '0',
    INKWELL_DATA_DIR: folder,
    INKWELL_SEED: seed,
    INKWELL_OPERATOR_KEY: OPERATOR,
    INKWELL_LOG_LEVEL: 'fatal',
    INKWELL_SUPPORT_EMAIL: 'help@juniper.example',
    ...env,
  });
  const { database } = own;
  const running = await startServer({ config, database });
  const account = seed === 'demo' ? 'juniper' : 'workspace';
  const path = `/v1/accounts/${account}`;
  let keys = 0;

  const operator: Instance['operator'] = async (method, at, body) => {
    const headers: Record<string, string> = { authorization: `Bearer ${OPERATOR}` };
    if (method !== 'GET') headers['idempotency-key'] = `browser-${(keys += 1)}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const response = await fetch(running.url + at, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${at} answered ${response.status}: ${text}`);
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  };

  return {
    url: running.url,
    sign_in_url: running.sign_in_url,
    account,
    operator,
    leave: async (credits) => {
      const { available } = await operator('GET', `${path}/balance`);
      const words = (available as number) - credits;
      const charge = { output: `leave-${(keys += 1)}`, member: 'somebody', source: 'api', words };
      if (words > 0) await operator('POST', `${path}/charges`, charge);
    },
    invite: async (member, role) => {
      await addPerson(database, account, { member, name: member, role }, Date.now());
      const token = `token-of-${member}`;
      await new AuthStore(database).addSignInToken(token, account, member, Date.now());
      return `${running.url}/?token=${token}`;
    },
    turn: (job) => running.turn(job),
    verify: async () => {
      const outcome = await operator('POST', `${path}/verify`, {});
      if (outcome.ok !== true) throw new Error(`The journal does not verify: ${JSON.stringify(outcome)}`);
    },
    close: async () => {
      await running.close();
      await own.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
