import { type Ledger, openLedger } from '@inkwell/ledger';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BACKENDS, type TestDatabase, testDatabase } from '../../../../tests/backends.ts';
import { AuthStore } from '../../src/auth/store.ts';
import { addWorkspace } from '../../src/first-start.ts';
import { ProjectionStore } from '../../src/programs/projection-store.ts';
import { Projection } from '../../src/programs/projection.ts';
import { KeyRequests } from '../../src/programs/requests.ts';
import { ProgramStore } from '../../src/programs/store.ts';

const START = Date.UTC(2026, 10, 22, 12);
/** More than a page of the journal. */
const MANY = 1_200;

describe.each(BACKENDS)('what is read from the journal of programs, %s', (backend) => {
  let at: TestDatabase;
  let ledger: Ledger;
  let clock: { now: number };
  let key: string;
  let made = 0;

  beforeEach(async () => {
    at = await testDatabase(backend);
    clock = { now: START };
    ledger = await openLedger({ database: at.database, now: () => clock.now });
    for (const account of ['acme', 'bare'])
      await act({ op: 'create_account', account, plan: 'pro', actor: 'operator' });
    const owner = { member: 'ines', name: 'Ines' };
    await addWorkspace(at.database, { account: 'acme', name: 'Acme', owner }, START, { is_default: false });
    key = (await new AuthStore(at.database).createKey('acme', 'Blog', 'operator', START)).row.key_id;
  });
  afterEach(async () => {
    await ledger.close();
    await at.remove();
  });

  const act = (asked: object) =>
    ledger.execute({ account: 'acme', key: `k${(made += 1)}`, ...asked } as never);
  const charge = (output: string, words: number, more: object = {}) =>
    act({ op: 'charge', output, member: 'ines', source: 'api', words, actor: `key:${key}`, ...more });
  const vote = (output: string, value: string) =>
    act({ op: 'vote', output, vote: value, member: 'ines', actor: 'member:ines' });
  const open = (on: Pick<Ledger, 'shards' | 'spendings' | 'reads'> = ledger) =>
    new Projection(on, new ProjectionStore(at.database), () => clock.now);

  const outputs = () =>
    at.database.query(
      'select account, output, seq, at, member, source, actor, by_run from app.program_output order by seq',
    );
  const usage = () => at.database.query('select key_id, cycle, spent, refunded, outputs from app.key_usage');

  test('outputs of keys and operators in a workspace are listed, an account without one has no list', async () => {
    await charge('o1', 30);
    await charge('o2', 20, { actor: 'operator', source: 'command' });
    await charge('o1', 10, { account: 'bare', actor: 'operator' });
    await open().run();
    expect(await outputs()).toMatchObject([
      { account: 'acme', output: 'o1', at: START, member: 'ines', source: 'api', actor: `key:${key}` },
      { account: 'acme', output: 'o2', member: 'ines', source: 'command', actor: 'operator' },
    ]);
    expect(await usage()).toEqual([{ key_id: key, cycle: 1, spent: 30, refunded: 0, outputs: 1 }]);
  });

  test('what a run of the app charged is in no list, whoever settled it; what a key charged there is its use', async () => {
    const run = { run: 'run_1', account: 'acme', member: 'ines', kind: 'command', input: '', outputs: 3 };
    await at.database.query(
      `insert into app.run (run, account, member, kind, input, outputs, attempt, model, is_demo, estimate_credits,
         created_at, process, seen_at)
       values ($1, $2, $3, $4, $5, $6, 0, 'demo', true, 0, 0, 'test', 0)`,
      Object.values(run),
    );
    await at.database.query(
      "insert into app.output (output, run, idx) values ('o1', 'run_1', 0), ('o2', 'run_1', 1), ('o3', 'run_1', 2)",
    );
    await charge('o1', 30, { actor: 'member:ines', run: 'run_1' });
    await charge('o2', 30, { actor: 'system', run: 'run_1' });
    await vote('o1', 'down');
    await charge('o3', 11, { run: 'run_1' });
    await charge('o4', 5);
    await open().run();
    expect(await outputs()).toMatchObject([
      { output: 'o3', by_run: true },
      { output: 'o4', by_run: false },
    ]);
    expect(await usage()).toMatchObject([{ spent: 16, refunded: 0, outputs: 2 }]);
    await vote('o3', 'down');
    await open().run();
    expect(await usage()).toMatchObject([{ spent: 16, refunded: 11, outputs: 2 }]);
  });

  test('[J3] read anew from nothing, or by two at once, it comes out the same', async () => {
    for (let n = 0; n < MANY; n += 200)
      await Promise.all(Array.from({ length: 200 }, (_, i) => charge(`o${n + i}`, 5 + (i % 3))));
    await vote('o3', 'down');
    await vote('o4', 'down');
    await vote('o4', 'none');
    const [one, other] = [open(), open()];
    await Promise.all([one.run(), other.run(), one.run()]);
    await Promise.all([one.run(), other.run()]);
    const before = [await outputs(), await usage()];
    expect(before[0]).toHaveLength(MANY);
    const [{ spent, refunded }] = (await usage()) as [{ spent: number; refunded: number }];
    const { totals } = await ledger.reads.usage((await ledger.reads.load('acme'))!, { cycle: 1 }, 'member');
    expect({ credits: spent - refunded, refunded, outputs: MANY }).toEqual(totals);
    for (const table of ['program_output', 'key_usage', 'program_cursor'])
      await at.database.query(`delete from app.${table}`);
    await one.run();
    expect([await outputs(), await usage()]).toEqual(before);
  });

  test('[L2] a page that fails half way is read again, and counts once', async () => {
    await charge('o1', 30);
    const store = new ProjectionStore(at.database);
    const broken = new ProjectionStore({
      query: (...asked: Parameters<typeof at.database.query>) => at.database.query(...asked),
      transaction: (run: Parameters<typeof at.database.transaction>[0]) =>
        at.database.transaction(async (tx) => {
          await run(tx);
          throw new Error('the process died before the end');
        }),
    } as never);
    const projection = new Projection(ledger, broken, () => clock.now);
    await expect(projection.run()).rejects.toThrow('the process died');
    expect(await outputs()).toEqual([]);
    const again = new Projection(ledger, store, () => clock.now);
    await again.run();
    await again.run();
    expect(await usage()).toMatchObject([{ spent: 30, outputs: 1 }]);
    // The one that failed works on once it can.
    await charge('o2', 5);
    await expect(projection.run()).rejects.toThrow('the process died');
    await projection.close();
  });

  test('a whole journal to read keeps nobody waiting', async () => {
    await charge('o1', 30);
    const gate = Promise.withResolvers<void>();
    const slow = {
      shards: ledger.shards,
      reads: ledger.reads,
      spendings: async (...asked: Parameters<Ledger['spendings']>) => {
        await gate.promise;
        return ledger.spendings(...asked);
      },
    };
    const projection = open(slow);
    expect(await projection.isCaughtUp()).toBe(false);
    gate.resolve();
    expect(await projection.isCaughtUp()).toBe(true);
    expect(await outputs()).toHaveLength(1);
  });

  test('an operator’s charges are looked at again once their account has a workspace', async () => {
    const projection = open();
    await charge('o1', 10, { account: 'bare', actor: 'operator' });
    await projection.run();
    const owner = { member: 'bo', name: 'Bo' };
    await addWorkspace(at.database, { account: 'bare', name: 'Bare', owner }, START, { is_default: false });
    clock.now += 60_000;
    await charge('o2', 10, { account: 'bare', actor: 'operator' });
    await projection.run();
    expect(await outputs()).toMatchObject([{ account: 'bare', output: 'o2' }]);
  });

  test('counts that can’t be stored are kept for the next time; keys that are gone are passed over', async () => {
    let is_down = true;
    const store = new ProgramStore({
      query: (...asked: Parameters<typeof at.database.query>) =>
        is_down ? Promise.reject(new Error('down')) : at.database.query(...asked),
    } as never);
    const requests = new KeyRequests(store, ledger.reads, () => clock.now);
    const sent = { route: 'getBalance', idempotency_key: '', request_id: 'r1' };
    const ok = { status: 200, body: {} };
    const gone = { account: 'acme', key_id: 'key_gone' };
    requests.note({ account: 'acme', key_id: key }, ok, sent);
    requests.note(gone, { status: 503, body: { code: 'unavailable', detail: 'x' } }, sent);
    await expect(requests.flush()).rejects.toThrow('down');
    requests.note({ account: 'acme', key_id: key }, ok, sent);
    is_down = false;
    await requests.flush();
    await requests.flush();
    expect(await at.database.query('select key_id, outcome, requests from app.key_request')).toEqual([
      { key_id: key, outcome: 'ok', requests: 2 },
    ]);
    expect(await at.database.query('select 1 from app.key_refusal')).toEqual([]);
  });
});
