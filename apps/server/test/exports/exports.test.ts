import type { RunDetail } from '@inkwell/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BACKENDS } from '../../../../tests/backends.ts';
import { type World, openWorld, ticking } from '../http/harness.ts';
import { type Newcomer, letIn, newcomer } from '../people/world.ts';
import { filesOf, linesOf, rowsOf } from './archive.ts';

/** More than a page of documents and of runs' outputs. */
const DOCUMENTS = 45;
const CHARGES = 120;

const content = (text: string) => ({
  type: 'doc',
  content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
});

describe.each(BACKENDS)('exports, %s', (backend) => {
  let world: World;
  let ada: Newcomer;
  let moe: Newcomer;
  let path: string;

  const download = async (who: Newcomer, where: string) => {
    // Whole workspaces are not to be had one after the other.
    world.clock.now += 60_000;
    const response = await fetch(world.url + where, { headers: { cookie: who.one.cookie! } });
    const bytes = Buffer.from(await response.arrayBuffer());
    return { status: response.status, headers: response.headers, bytes };
  };
  const workspace = async (who: Newcomer, query = '') => {
    const { status, bytes } = await download(who, `/app/workspaces/${ada.workspace}/export${query}`);
    expect(status, bytes.toString('utf8', 0, 300)).toBe(200);
    return filesOf(bytes);
  };
  const write = (who: Newcomer, body: object) =>
    ticking(world, () => who.ask('POST', '/app/runs', { kind: 'command', length: 's', ...body }));

  beforeAll(async () => {
    world = await openWorld(backend);
    [ada, moe] = [await newcomer(world, 'Ada', 'Äcme / & Sons'), await newcomer(world, 'Moe')];
    await letIn(ada, moe, 'admin');
    path = `/v1/accounts/${ada.workspace}`;
    for (let n = 0; n < DOCUMENTS; n += 1) {
      world.clock.now += 1_000;
      await ada.ask('POST', '/app/documents', { title: 'Ferns', content: content(`Fern number ${n}.`) });
    }
    const { body: secret } = await moe.ask('POST', '/app/documents', {
      title: 'Diary',
      content: content('Nobody reads this.'),
      is_private: true,
    });
    const { body: trash } = await ada.ask('POST', '/app/documents', { title: 'Thrown away' });
    await ada.ask('DELETE', `/app/documents/${trash.document as string}`);
    await write(ada, { input: 'a line about ferns' });
    await write(moe, { input: 'a line for the diary', document: secret.document });
    for (let n = 0; n < CHARGES; n += 1) {
      const body = { output: `out-${n}`, member: 'a-reader', source: 'api', words: 2, labels: ['blog'] };
      const { status, text } = await world.send('POST', `${path}/charges`, { body });
      expect(status, text).toBe(201);
    }
    await world.send('PUT', `${path}/outputs/out-3/vote`, { body: { vote: 'down', member: 'x' } });
    await world.send('POST', `${path}/grants`, {
      body: { credits: 500, reason: '=HYPERLINK("x"), a present' },
    });
    await ada.ask('POST', '/app/voices', { name: 'Plain', description: 'Short words.' });
  });
  afterAll(() => world.close());

  test('a workspace is one archive: documents, runs, usage, members, the journal', async () => {
    const files = await workspace(ada);
    const names = [...files.keys()];
    expect(names.filter((name) => !name.startsWith('documents/'))).toEqual([
      'README.txt',
      'workspace.json',
      'members.csv',
      'documents.csv',
      'voices.json',
      'templates.json',
      'invitations.json',
      'keys.json',
      'webhooks.json',
      'payments.json',
      'earning.json',
      'runs.ndjson',
      'program-outputs.ndjson',
      'usage/cycles.csv',
      'usage/cycle-0000.csv',
      'usage/cycle-0000-labels.csv',
      'grants.csv',
      'journal.ndjson',
    ]);
    const documents = names.filter((name) => name.startsWith('documents/'));
    expect(documents).toHaveLength(DOCUMENTS);
    expect(rowsOf(files.get('documents.csv')).map(({ file }) => file)).toEqual(documents);
    expect(files.get(documents[7]!)).toContain('Fern number 7.');
    expect(rowsOf(files.get('members.csv')).map(({ name, role }) => [name, role])).toEqual([
      ['Ada', 'owner'],
      ['Moe', 'admin'],
    ]);
    const runs = linesOf<RunDetail>(files.get('runs.ndjson'));
    expect(runs.map(({ input }) => input)).toEqual(['a line about ferns']);
    expect(runs[0]!.outputs[0]!.text).not.toBe('');
    const charged = linesOf(files.get('program-outputs.ndjson'));
    expect(charged.map(({ output }) => output)).toEqual(
      Array.from({ length: CHARGES }, (_, n) => `out-${CHARGES - 1 - n}`),
    );
    expect(charged.at(-4)).toMatchObject({ output: 'out-3', vote: 'down', refunded: 2 });
    expect(JSON.parse(files.get('voices.json')!)).toMatchObject([{ name: 'Plain' }]);
    expect(files.get('README.txt')).toContain('Äcme / & Sons, as it was at 2026-11-22T');
  });

  test('its figures are those of Usage, its journal the one that the server verifies', async () => {
    const files = await workspace(ada);
    const { body: usage } = await ada.ask('GET', `${path}/usage`);
    const rows = rowsOf(files.get('usage/cycle-0000.csv'));
    const sum = (name: string) => rows.reduce((all, row) => all + Number(row[name]), 0);
    expect({ credits: sum('credits'), refunded: sum('refunded'), outputs: sum('outputs') }).toEqual(
      usage.totals,
    );
    const journal = files.get('journal.ndjson')!;
    const { body: verified } = await world.send('POST', `${path}/verify`, { body: {} });
    expect(linesOf(journal)[0]).toMatchObject({ entries: verified.entries, head_hash: verified.head_hash });
    // It is what an operator would be given: an account can be made of it elsewhere.
    expect(journal).toBe((await world.send('GET', `${path}/export`)).text);
  });

  test('nothing private of others is in it, also for the owner; whose it is has it', async () => {
    const all = [...(await workspace(ada, '?documents=json')).values()].join('\n');
    expect(all).not.toContain('Nobody reads this');
    expect(all).not.toContain('Diary');
    expect(all).not.toContain('a line for the diary');
    const own = await workspace(moe, '?documents=json');
    expect(own.get('documents.ndjson')).toContain('Nobody reads this');
    expect(linesOf(own.get('runs.ndjson'))).toHaveLength(2);
    expect(all).not.toContain('Thrown away');
  });

  test('documents come in the format that is asked for', async () => {
    for (const [format, sign] of [
      ['html', '<!doctype html>'],
      ['docx', 'PK'],
    ] as const) {
      const files = await workspace(ada, `?documents=${format}`);
      const [name, text] = [...files].find(([name]) => name.startsWith('documents/'))!;
      expect(name).toMatch(new RegExp(`^documents/Ferns \\w{6}\\.${format}$`));
      expect(text.toLowerCase().startsWith(sign.toLowerCase())).toBe(true);
    }
    const documents = linesOf((await workspace(ada, '?documents=json')).get('documents.ndjson'));
    expect(documents).toHaveLength(DOCUMENTS);
    expect(documents[0]).toMatchObject({ title: 'Ferns', content: content('Fern number 0.') });
    const wrong = await download(ada, `/app/workspaces/${ada.workspace}/export?documents=pdf`);
    expect(wrong.status).toBe(400);
  });

  test('cells can’t become formulas, and the archive is a file and never a page', async () => {
    const files = await workspace(ada);
    expect(files.get('grants.csv')).toMatch(/^grant_\d+_\w+,trial,10000,.*,2026-11-22T[\d:.]+Z,2026-11-27T/m);
    expect(files.get('grants.csv')).toContain(`"'=HYPERLINK(""x""), a present"`);
    const { headers } = await download(ada, `/app/workspaces/${ada.workspace}/export`);
    expect(headers.get('content-type')).toBe('application/zip');
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename\*=UTF-8''%C3%84cme%20Sons%202026-11-22\.zip$/,
    );
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('it is for owners and admins, and for those who belong there', async () => {
    const eve = await newcomer(world, 'Eve', 'Eden');
    const where = `/app/workspaces/${ada.workspace}/export`;
    const { body: stranger } = await eve.ask('GET', where);
    expect(stranger.code).toBe('workspace_not_found');
    await letIn(ada, eve);
    expect((await eve.ask('GET', where)).body.code).toBe('not_allowed');
  });

  test('one’s own is one’s own documents, runs and usage, of each workspace', async () => {
    const { status, bytes } = await download(moe, '/app/me/export?documents=json');
    expect(status).toBe(200);
    const files = filesOf(bytes);
    const folder = `Äcme Sons ${ada.workspace}/`;
    expect([...files.keys()]).toEqual([
      'README.txt',
      'you.json',
      `${folder}documents.ndjson`,
      `${folder}runs.ndjson`,
      `${folder}usage/cycles.csv`,
      `${folder}usage/cycle-0000.csv`,
    ]);
    expect(linesOf(files.get(`${folder}documents.ndjson`)).map(({ title }) => title)).toEqual(['Diary']);
    expect(linesOf(files.get(`${folder}runs.ndjson`)).map(({ input }) => input)).toEqual([
      'a line for the diary',
    ]);
    const used = rowsOf(files.get(`${folder}usage/cycle-0000.csv`));
    expect(used.map(({ member }) => member)).toEqual([moe.member]);
    expect(JSON.parse(files.get('you.json')!)).toMatchObject({ name: 'Moe', mail: moe.mail });
    expect([...files.values()].join('\n')).not.toContain('ink_se_');
  });

  test('who asks for one after the other is told to wait', async () => {
    const where = `/app/workspaces/${ada.workspace}/export`;
    const statuses: number[] = [];
    for (let n = 0; n < 7; n += 1) {
      const response = await fetch(world.url + where, { headers: { cookie: moe.one.cookie! } });
      await response.body?.cancel();
      statuses.push(response.status);
    }
    expect(statuses[0]).toBe(200);
    expect(statuses.at(-1)).toBe(429);
  });

  test('who hangs up in the middle leaves nothing behind, and the server goes on', async () => {
    world.clock.now += 600_000;
    const response = await fetch(`${world.url}/app/workspaces/${ada.workspace}/export`, {
      headers: { cookie: ada.one.cookie! },
    });
    const reader = response.body!.getReader();
    await reader.read();
    await reader.cancel();
    expect((await ada.ask('GET', `${path}/balance`)).status).toBe(200);
    expect((await workspace(ada)).size).toBeGreaterThan(DOCUMENTS);
  });
});
