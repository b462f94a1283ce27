import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BACKENDS } from '../../../../tests/backends.ts';
import { STAYS_WITH_INSTANCE } from '../../src/people/workspaces.ts';
import { type World, openWorld } from '../http/harness.ts';
import { type Newcomer, newcomer } from '../people/world.ts';
import { filesOf } from './archive.ts';
import { SECRET, fill } from './filling.ts';

/** What of a table goes into which file of an archive, by something that stands in both. */
interface Exported {
  workspace?: [file: string, mark: string];
  person?: [file: string, mark: string];
}

/** Every table of the app: exported, or why not. A new table has to say which it is. */
const TABLES: Record<string, Exported | string> = {
  api_key: { workspace: ['keys.json', 'mark-key'] },
  credential: 'of a password only a hash is kept',
  document: {
    workspace: ['documents.ndjson', 'mark-document'],
    person: ['documents.ndjson', 'mark-document'],
  },
  document_version: 'earlier versions are left out, and the archive says so',
  invitation: {
    workspace: ['invitations.json', 'mark-invited@example.com'],
    person: ['you.json', 'mark-invites-her'],
  },
  key_refusal: 'a log of seven days for whoever looks after a program, shown under API keys',
  key_request: 'counts of requests of the last days, shown under API keys',
  key_usage: { workspace: ['keys.json', '"credits": 7'] },
  mail_choice: { person: ['you.json', '"notices": false'] },
  mail_proof: { person: ['you.json', 'mark-new@example.com'] },
  membership: { workspace: ['members.csv', 'owner'], person: ['you.json', '"role": "owner"'] },
  notice_cursor: 'the instance’s own',
  notice_mail: 'on its way; the notice stands in the journal',
  operator_key: 'the instance’s own',
  output: { workspace: ['runs.ndjson', 'mark-output'], person: ['runs.ndjson', 'mark-output'] },
  output_favourite: { person: ['you.json', 'mark-output-id'] },
  payment_account: { workspace: ['payments.json', 'mark-card'] },
  payment_act: { workspace: ['payments.json', 'mark-act'] },
  payment_event: 'the instance’s own',
  payment_invoice: { workspace: ['payments.json', 'mark-invoice'] },
  person: { workspace: ['members.csv', 'Zephyrine'], person: ['you.json', 'Zephyrine'] },
  program_cursor: 'the instance’s own',
  program_output: { workspace: ['program-outputs.ndjson', 'mark-charged'] },
  promo_code: 'the instance’s own; which were used stands with their use',
  promo_use: { workspace: ['earning.json', 'mark-promo'] },
  rate_limit: 'counts that end within the hour, of hashed addresses',
  referral: { workspace: ['earning.json', '"state": "declined"'] },
  referral_code: { workspace: ['earning.json', 'mark-referral'] },
  referral_sign_up: { person: ['you.json', 'mark-sign-up'] },
  reset_ask: { person: ['you.json', '"asked_at": "1970-01-01T00:00:05.000Z"'] },
  run: { workspace: ['runs.ndjson', 'mark-run'], person: ['runs.ndjson', 'mark-run'] },
  session: { person: ['you.json', 'Test browser'] },
  sign_in_token: 'a hash of a link',
  staff_act: 'the record that the staff of the instance keep of themselves',
  template: { workspace: ['templates.json', 'mark-template'] },
  template_favourite: { person: ['you.json', 'mark-template-id'] },
  trial_taken: 'hashes of whoever had a trial',
  trial_waiting: { person: ['you.json', '"trial_waits": [\n    {'] },
  verification: 'hashes of links that end within the hour',
  voice: { workspace: ['voices.json', 'mark-voice'] },
  webhook: { workspace: ['webhooks.json', 'https://mark.example/hook'] },
  webhook_attempt: 'answers of receivers, kept for thirty days and shown under Webhooks',
  webhook_cursor: 'the instance’s own',
  webhook_delivery: 'what was sent tells of the journal, which is in the archive',
  workspace: { workspace: ['workspace.json', 'mark-workspace'], person: ['you.json', 'mark-workspace'] },
};

describe.each(BACKENDS)('what every table of the app has of a workspace and a person, %s', (backend) => {
  let world: World;
  let one: Newcomer;
  /** What the workspace's rows are known by. */
  let ids: string[];

  const tables = async () => {
    const rows = await world.at.database.query<{ table_name: string }>(
      `select table_name from information_schema.tables where table_schema = 'app' order by 1`,
    );
    return rows.map(({ table_name }) => table_name);
  };
  /** The tables with rows that hold one of these anywhere. */
  const holding = async (needles: string[]) => {
    const found: string[] = [];
    for (const table of await tables()) {
      const rows = await world.at.database.query(
        `select 1 from app.${table} t where exists (
           select 1 from jsonb_array_elements_text($1::jsonb) n where strpos(to_jsonb(t)::text, n) > 0) limit 1`,
        [JSON.stringify(needles)],
      );
      if (rows.length > 0) found.push(table);
    }
    return found;
  };
  const archive = async (path: string) => {
    world.clock.now += 60_000;
    const response = await fetch(`${world.url}${path}?documents=json`, {
      headers: { cookie: one.one.cookie! },
    });
    return filesOf(Buffer.from(await response.arrayBuffer()));
  };

  beforeAll(async () => {
    world = await openWorld(backend);
    one = await newcomer(world, 'Zephyrine', 'mark-workspace');
    ids = await fill(world, one);
  });
  afterAll(() => world.close());

  test('each is exported, or named with why it is not', async () => {
    expect(await tables()).toEqual(Object.keys(TABLES));
  });

  test('what is exported stands in its file; what is secret in none', async () => {
    const [workspace, person] = [
      await archive(`/app/workspaces/${one.workspace}/export`),
      await archive('/app/me/export'),
    ];
    const own = new Map([...person].map(([name, text]) => [name.split('/').at(-1)!, text]));
    for (const [table, exported] of Object.entries(TABLES)) {
      if (typeof exported === 'string') continue;
      const { workspace: of_workspace, person: of_person } = exported;
      if (of_workspace) expect(workspace.get(of_workspace[0]), table).toContain(of_workspace[1]);
      if (of_person) expect(own.get(of_person[0]), table).toContain(of_person[1]);
    }
    for (const [name, text] of [...workspace, ...person]) expect(text, name).not.toContain(SECRET);
  });

  test('an address that was not proved is told of no invitations', async () => {
    const { database } = world.at;
    const { member } = one;
    const set = (proved: boolean) =>
      database.query(`update app.person set email_verified = ${proved} where id = $1`, [member]);
    await set(false);
    expect((await archive('/app/me/export')).get('you.json')).not.toContain('mark-invites-her');
    await set(true);
  });

  test('what goes with a workspace goes, and what stays is about money and who decided', async () => {
    const before = await holding(ids);
    const { body } = await one.ask('DELETE', `/app/workspaces/${one.workspace}`, { name: 'mark-workspace' });
    expect(body).toEqual({});
    const after = await holding(ids);
    expect(after).toEqual(STAYS_WITH_INSTANCE);
    const gone = Object.keys(TABLES).filter((table) => before.includes(table) && !after.includes(table));
    // Each of them had something to lose, so that none goes unnoticed.
    expect(gone).toEqual([
      'api_key',
      'document',
      'document_version',
      'invitation',
      'key_refusal',
      'key_request',
      'key_usage',
      'membership',
      'notice_mail',
      'output',
      'output_favourite',
      'program_output',
      'referral_code',
      'run',
      'session',
      'sign_in_token',
      'template',
      'template_favourite',
      'trial_waiting',
      'voice',
      'webhook',
      'webhook_attempt',
      'webhook_delivery',
      'workspace',
    ]);
  });

  test('a person’s row takes their name, address, sessions and choices with it', async () => {
    const hers = [one.mail, 'Zephyrine', one.member];
    const before = await holding(hers);
    expect(before).toEqual(
      expect.arrayContaining([
        'credential',
        'mail_choice',
        'mail_proof',
        'person',
        'referral_sign_up',
        'session',
      ]),
    );
    await world.at.database.query('delete from app.person where id = $1', [one.member]);
    // Their id, which names nobody any more, stands where they paid or used a code; an invitation is its sender’s.
    expect(await holding(hers)).toEqual(['invitation', 'payment_act', 'promo_use']);
    expect(await holding([one.mail, 'Zephyrine'])).toEqual(['invitation']);
  });
});
