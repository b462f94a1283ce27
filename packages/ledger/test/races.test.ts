import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../tests/backends.ts';
import { type Answer, type Command, type Ledger, openLedger } from '../src/index.ts';
import { type Actions, actionsOn } from './actions.ts';

/** Several processes at once on one PostgreSQL server: each with lanes and a memory of its own. */

const NOW = Date.UTC(2026, 5, 1);
const PROCESSES = 4;

class Worker {
  readonly #child: ChildProcess;

  constructor(url: string) {
    this.#child = fork(new URL('./worker.ts', import.meta.url), [url, String(NOW)], {
      serialization: 'advanced',
    });
  }

  async ready(): Promise<void> {
    await once(this.#child, 'message');
  }

  async execute(commands: Command[]): Promise<Answer[]> {
    this.#child.send(commands);
    const [answers] = (await once(this.#child, 'message')) as [Answer[]];
    return answers;
  }

  async end(): Promise<void> {
    this.#child.disconnect();
    await once(this.#child, 'exit');
  }
}

describe('several processes on one PostgreSQL server', () => {
  let at: TestDatabase;
  let ledger: Ledger;
  let on: Actions;
  let workers: Worker[];

  beforeAll(async () => {
    at = await testDatabase('postgres');
    ledger = await openLedger({ database: at.database, now: () => NOW });
    on = actionsOn(ledger);
    workers = Array.from({ length: PROCESSES }, () => new Worker(at.where));
    await Promise.all(workers.map((worker) => worker.ready()));
  });
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.end()));
    await ledger.close();
    await at.remove();
  });

  const inAll = async (commands: Command[][]): Promise<Answer[]> =>
    (await Promise.all(workers.map((worker, i) => worker.execute(commands[i]!)))).flat();
  const each = (make: (worker: number, n: number) => Command, count: number): Command[][] =>
    workers.map((_, worker) => Array.from({ length: count }, (_, n) => make(worker, n)));
  const balance = async (account: string) => ledger.reads.balanceOf((await ledger.reads.load(account))!);
  const expectSound = async (account: string) =>
    expect(await ledger.verify(account)).toMatchObject({ ok: true });

  test('[H7] twenty holds of 75 on 500 credits from four processes: exactly 6 succeed', async () => {
    await on.create('h7');
    await on.charge('h7', 'big', 49_500);
    const answers = await inAll(each(() => on.holdCommand('h7', 75), 5));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(6);
    expect(await balance('h7')).toMatchObject({ available: 50, held: 450 });
    await expectSound('h7');
  });

  test('[K1] eighty clients in four processes on one key charge once and hear the same answer', async () => {
    await on.create('k1');
    const command = on.chargeCommand('k1', 'o', 100, { key: 'one' });
    const answers = await inAll(each(() => command, 20));
    const bodies = new Set(answers.map((answer) => JSON.stringify(answer.ok && answer.reply)));
    expect(bodies.size).toBe(1);
    expect(answers.every((answer) => answer.ok)).toBe(true);
    expect(answers.filter((answer) => answer.ok && !answer.replayed)).toHaveLength(1);
    expect((await balance('k1')).plan).toMatchObject({ spent: 100 });
    await expectSound('k1');
  });

  test('[M2] a member cap holds against all processes together', async () => {
    await on.create('m2');
    await on.run({ ...on.base('m2'), op: 'set_member_cap', member: 'ines', cap: 1_000 });
    const answers = await inAll(each((w, n) => on.chargeCommand('m2', `o${w}-${n}`, 30), 25));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(33);
    expect(
      answers.filter((answer) => !answer.ok && answer.refusal.code === 'member_cap_reached'),
    ).toHaveLength(67);
    await expectSound('m2');
  });

  test('[R3] downvotes from all processes never pass the cap', async () => {
    await on.create('r3');
    await Promise.all(Array.from({ length: 40 }, (_, n) => on.charge('r3', `o${n}`, 600)));
    const vote = (output: string): Command => ({
      ...on.base('r3'),
      op: 'vote',
      output,
      vote: 'down',
      member: 'ines',
    });
    const answers = await inAll(each((w, n) => vote(`o${w * 10 + n}`), 10));
    const refunded = answers.reduce(
      (sum, answer) => sum + (answer.ok ? (answer.reply.body.refunded as number) : 0),
      0,
    );
    expect(refunded).toBe(10_000);
    expect((await balance('r3')).refunds).toEqual({ cap: 10_000, used: 10_000, left: 0 });
    await expectSound('r3');
  });

  test('[J1] charges on many accounts from all processes: nothing lost, no gap, every account verifies', async () => {
    const accounts = Array.from({ length: 20 }, (_, n) => `j1-${n}`);
    await Promise.all(accounts.map((account) => on.create(account)));
    for (let round = 0; round < 5; round += 1) {
      const answers = await inAll(
        each((w, n) => on.chargeCommand(accounts[n % 20]!, `${round}-${w}-${n}`, 3), 100),
      );
      expect(answers.every((answer) => answer.ok)).toBe(true);
    }
    for (const account of accounts) {
      expect((await balance(account)).plan).toMatchObject({ spent: (5 * PROCESSES * 100 * 3) / 20 });
      await expectSound(account);
    }
    const gaps = await at.database.query<{ n: number }>(
      `select count(*) as n from ledger.shard s
       where s.position <> (select count(*) from ledger.entry e where e.shard = s.shard)`,
    );
    expect(gaps[0]!.n).toBe(0);
  });
});
