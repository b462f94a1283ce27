import { connect } from 'node:net';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BACKENDS } from '../../../../tests/backends.ts';
import { OPERATOR, type World, openWorld } from './harness.ts';

const NDJSON = { 'content-type': 'application/x-ndjson' };

describe.each(BACKENDS)('what operators do with accounts as a whole, on %s', (backend) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(backend);
    for (let index = 0; index < 7; index += 1) await world.account();
  });
  afterAll(() => world.close());

  test('the list has every account once, page by page', async () => {
    const seen: unknown[] = [];
    let search = '?limit=3';
    for (let pages = 0; pages < 9; pages += 1) {
      const { status, body } = await world.send('GET', `/v1/accounts${search}`);
      expect(status).toBe(200);
      seen.push(...body.data.map(({ account }) => account));
      if (body.next_cursor === null) break;
      search = `?limit=3&cursor=${body.next_cursor}`;
    }
    expect(new Set(seen).size).toBe(seen.length);
    const rows = await world.at.database.query('select account from ledger.account');
    expect(seen.toSorted()).toEqual(rows.map(({ account }) => account).toSorted());
    for (const cursor of ['x', '1', '1-', '-1', '9999999999-1'])
      expect((await world.send('GET', `/v1/accounts?cursor=${cursor}`)).body.code).toBe('invalid_request');
    expect((await world.send('GET', '/v1/accounts?cursor=99-1')).body.data).toEqual([]);
  });

  test('an import is a file of its own kind, and whole', async () => {
    const path = '/v1/accounts/elsewhere/import';
    const account = await world.account();
    const { text: file, headers } = await world.send('GET', `/v1/accounts/${account}/export`);
    expect(headers.get('content-type')).toBe('application/x-ndjson');
    expect(headers.get('content-disposition')).toBe(`attachment; filename="${account}.ndjson"`);
    const json = await world.send('POST', path, { body: { entries: [] } });
    expect([json.status, json.body.code]).toEqual([415, 'unsupported_media_type']);
    const none = await world.send('POST', path);
    expect([none.status, none.body.code]).toEqual([415, 'unsupported_media_type']);
    const empty = await world.send('POST', path, { body: '', headers: NDJSON });
    expect([empty.status, empty.body.code]).toEqual([400, 'invalid_request']);
    const other = await world.send('POST', path, { body: file, headers: NDJSON });
    expect([other.status, other.body.detail]).toEqual([
      400,
      expect.stringContaining(`of the account ${account}`),
    ]);
    const bytes = await world.send('POST', path, { body: '{"format":"\u00FF', headers: NDJSON });
    expect([bytes.status, bytes.body.line]).toEqual([400, 1]);
    expect((await world.send('GET', '/v1/accounts/elsewhere')).status).toBe(404);
  });

  test('a sender who hangs up leaves no file and no account', async () => {
    const files = () => readdirSync(tmpdir()).filter((name) => name.startsWith('inkwell-import-')).length;
    const before = files();
    const { port, host } = new URL(world.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      `POST /v1/accounts/half/import HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${OPERATOR}\r\n` +
        'Content-Type: application/x-ndjson\r\nContent-Length: 1000\r\n\r\n{"format"',
    );
    for (let tries = 0; files() === before; tries += 1) {
      if (tries > 500) throw new Error('nothing was received');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    socket.destroy();
    for (let tries = 0; files() > before; tries += 1) {
      if (tries > 500) throw new Error('the file is still there');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect((await world.send('GET', '/v1/accounts/half')).status).toBe(404);
  });

  test('files are no operations of a batch', async () => {
    const operations = [
      { method: 'GET', path: '/v1/accounts/acct-1/export' },
      { method: 'POST', path: '/v1/accounts/acct-1/import' },
      { method: 'POST', path: '/v1/backup' },
    ];
    const { body } = await world.send('POST', '/v1/batch', { body: { operations } });
    expect(body.results.map(({ body: { code } }) => code)).toEqual(Array(3).fill('invalid_request'));
  });

  test('a backup is for operators alone: it holds what staff may not see', async () => {
    const cookie = await world.session();
    expect((await world.send('GET', '/v1/accounts', { cookie })).status).toBe(200);
    const staff = await world.send('POST', '/v1/backup', { cookie });
    expect([staff.status, staff.body.code]).toEqual([403, 'not_allowed']);
    const { status, headers } = await world.send('POST', '/v1/backup');
    if (backend === 'postgres') expect(status).toBe(409);
    else expect([status, headers.get('content-type')]).toEqual([200, 'application/gzip']);
  });
});
