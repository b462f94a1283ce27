import { instantText } from '@inkwell/engine';
import { type Database, type Ledger, type LedgerOptions, openLedger } from '@inkwell/ledger';
import type { Logger } from 'pino';
import { digestOf, newSecret } from '../auth/secrets.ts';
import { seedDocuments } from '../documents/seed.ts';
import { type Workspace, addPerson, addWorkspace } from '../first-start.ts';
import { PEOPLE, SHOP_KEY_NAME, STAFF, TRIAL, shopKeyOf } from './figures.ts';
import { cycleStarts, trialStart } from './calendar.ts';
import { earned } from './earned.ts';
import { type Act, type Script, type Step, juniper, trial } from './script.ts';

/**
 * The demo workspaces, written through the real ledger by a clock that walks through the past weeks: two cycles that are
 * over and seventeen days of the third, eighty runs with their texts, fourteen documents; and one in its trial.
 */

/** Carries the steps out in the order of time: those of one moment at once, so that the lanes write them in one batch. */
async function play(ledger: Ledger, told: (Step | Act)[], clock: { now: number }): Promise<void> {
  const holds = new Map<string, string>();
  const steps = told.toSorted((a, b) => a.at - b.at);
  for (let from = 0; from < steps.length;) {
    const { at } = steps[from]!;
    let to = from;
    while (to < steps.length && steps[to]!.at === at) to += 1;
    clock.now = at;
    await Promise.all(
      steps.slice(from, to).map(async (step) => {
        if ('act' in step) return step.act();
        const { command, holds_for } = step;
        const answer = await ledger.execute(command(holds));
        if (!answer.ok) throw new Error(`The demo stopped at ${instantText(at)}: ${answer.refusal.detail}`);
        if (holds_for !== undefined) holds.set(holds_for, (answer.reply.body as { hold: string }).hold);
      }),
    );
    from = to;
  }
}

/** Stores the runs and their texts, all at once. */
async function storeRuns(database: Database, { runs, outputs }: Script): Promise<void> {
  const store = (table: 'run' | 'output', rows: object[]) => {
    const columns = Object.keys(rows[0] ?? {}).join(', ');
    return database.query(
      `insert into app.${table} (${columns})
       select ${columns} from jsonb_populate_recordset(null::app.${table}, $1::jsonb)`,
      [JSON.stringify(rows)],
    );
  };
  await store('run', runs);
  await store('output', outputs);
}

/** The people of the demo were last here when they last wrote. */
const lastActive = (database: Database, account: string) =>
  database.query(
    `update app.membership m set last_active_at = r.at
     from (select member, max(created_at) as at from app.run where account = $1 group by member) r
     where m.workspace_id = $1 and m.person_id = r.member`,
    [account],
  );

/** The key that the shop's script charged with in the two cycles that are over. It opens nothing: nobody has its secret. */
const addShopKey = (database: Database, account: string, [began, , over]: readonly number[]) =>
  database.query(
    `insert into app.api_key (key_id, account, name, hint, sha256, created_by, created_at, last_used_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      shopKeyOf(account),
      account,
      SHOP_KEY_NAME,
      'demo',
      digestOf(newSecret('ink_ws')),
      `member:${PEOPLE[0].member}`,
      began!,
      over!,
    ],
  );

/** A name that no account has: a demo that was cut off half-way stays as it is, and another one is written. */
async function freeName(ledger: Ledger, name: string): Promise<string> {
  for (let count = 1; ; count += 1) {
    const account = count === 1 ? name : `${name}-${count}`;
    if ((await ledger.reads.load(account)) === undefined) return account;
  }
}

/** Writes the demo workspaces, makes the first the default one and answers with it. */
export async function seedDemo(
  database: Database,
  now: number,
  log: Logger,
  more: Pick<LedgerOptions, 'shards'> = {},
): Promise<Workspace> {
  const clock = { now };
  const ledger = await openLedger({ database, now: () => clock.now, ...more });
  try {
    const account = await freeName(ledger, 'juniper');
    const other = await freeName(ledger, TRIAL.account);
    const scripts = [juniper(account, now), trial(other, now)];
    const parts = { database, ledger, log, account, friend: other, now: () => clock.now };
    const steps = scripts.flatMap((script) => script.steps);
    await play(ledger, [...steps, ...earned(parts, now)], clock);
    for (const script of scripts) await storeRuns(database, script);
    const [owner, ...others] = PEOPLE;
    const workspace = { account, name: 'Juniper & Co.', owner };
    const [began] = cycleStarts(now);
    await addWorkspace(database, workspace, began, { is_demo: true });
    for (const person of [...others, STAFF]) await addPerson(database, account, person, began);
    await addShopKey(database, account, cycleStarts(now));
    await lastActive(database, account);
    await seedDocuments(database, account, now);
    const second = { account: other, name: TRIAL.name, owner: TRIAL.owner };
    await addWorkspace(database, second, trialStart(now), { is_demo: true, is_default: false });
    await addPerson(database, other, { ...owner, role: 'admin' }, trialStart(now));
    return workspace;
  } finally {
    await ledger.close();
  }
}
