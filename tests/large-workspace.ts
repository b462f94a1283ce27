import { type Command, type Database, openLedger } from '@inkwell/ledger';
import { NO_BRIEF } from '../apps/server/src/documents/index.ts';
import { addPerson, addWorkspace } from '../apps/server/src/first-start.ts';
import { newId } from '../apps/server/src/runs/ids.ts';

/** A workspace as large as any is expected to be. */

const DAY_MS = 86_400_000;
export const LARGE = 'large';
export const CYCLES = 24;
export const MEMBERS = 200;
export const DOCUMENTS = 1_000;
export const RUNS = 5_000;
export const OUTPUTS_A_RUN = 2;
/** A program charges an output of its own beside each run. */
export const KEY = 'key_of_a_program';
const WORDS = 20;
/** One vote in so many runs. */
const VOTED = 10;

/** The owner is the first. */
export const memberOf = (n: number): string => `member-${String(n % MEMBERS).padStart(3, '0')}`;
const TEXT = Array.from({ length: WORDS }, (_, n) => `word${n}`).join(' ');

export interface Made {
  run: string;
  member: string;
  at: number;
  outputs: string[];
}

/** Runs evenly over the cycles, the last ones today. */
function madeRuns(first_at: number, now: number): Made[] {
  const step = (now - first_at - 3_600_000) / RUNS;
  return Array.from({ length: RUNS }, (_, n) => {
    const at = Math.floor(first_at + 60_000 + n * step);
    const outputs = Array.from({ length: OUTPUTS_A_RUN }, () => newId('out', at));
    return { run: newId('run', at), member: memberOf(n * 7), at, outputs };
  });
}

async function chargeAll(database: Database, runs: Made[], first_at: number): Promise<void> {
  const clock = { now: first_at };
  const ledger = await openLedger({ database, now: () => clock.now });
  const execute = async (command: Command) => {
    const answer = await ledger.execute(command);
    if (!answer.ok) throw new Error(answer.refusal.detail);
  };
  await execute({ op: 'create_account', account: LARGE, plan: 'pro', key: 'create', actor: 'system' });
  const charge = (
    asked: Pick<Command & { op: 'charge' }, 'output' | 'member' | 'source' | 'actor' | 'run'>,
  ) => execute({ op: 'charge', account: LARGE, key: asked.output, words: WORDS, ...asked });
  // A day's runs at once, as batches.
  for (const [day, some] of Map.groupBy(runs, ({ at }) => Math.floor(at / DAY_MS))) {
    clock.now = Math.max(some.at(-1)!.at, day * DAY_MS);
    await Promise.all(
      some.flatMap(({ run, member, outputs }) => [
        ...outputs.map((output) =>
          charge({ output, run, member, source: 'command', actor: `member:${member}` }),
        ),
        charge({ output: `of-${run}`, member, source: 'api', actor: `key:${KEY}` }),
      ]),
    );
    for (const { member, outputs } of some.filter((_, n) => n % VOTED === 0))
      await execute({
        op: 'vote',
        account: LARGE,
        key: `vote ${outputs[0]}`,
        vote: 'down',
        output: outputs[0]!,
        member,
        actor: `member:${member}`,
      });
  }
  await ledger.close();
}

function insert(database: Database, table: 'run' | 'output' | 'document', rows: object[]) {
  const columns = Object.keys(rows[0]!).join(', ');
  return database.query(
    `insert into app.${table} (${columns})
     select ${columns} from jsonb_populate_recordset(null::app.${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}

async function storeRuns(database: Database, runs: Made[]): Promise<void> {
  const row = ({ run, member, at }: Made, n: number) => ({
    run,
    account: LARGE,
    member,
    kind: 'command',
    input: `write about plant ${n}`,
    outputs: OUTPUTS_A_RUN,
    attempt: 0,
    model: 'demo',
    is_demo: true,
    estimate_credits: WORDS,
    created_at: at,
    process: 'test',
    seen_at: at,
  });
  await insert(database, 'run', runs.map(row));
  const outputs = runs.flatMap(({ run, outputs: ids }) =>
    ids.map((output, idx) => ({
      run,
      output,
      idx,
      text: TEXT,
      words: WORDS,
      state: 'settled',
      finish: 'done',
      charged: WORDS,
      shortfall: 0,
      stop_asked: false,
      share_text: false,
    })),
  );
  await insert(database, 'output', outputs);
}

async function storeDocuments(database: Database, now: number): Promise<void> {
  const content = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: TEXT }] }] };
  const rows = Array.from({ length: DOCUMENTS }, (_, n) => ({
    document: newId('doc', now - n * 60_000),
    account: LARGE,
    author: memberOf(n),
    title: `Document ${n}`,
    content,
    brief: NO_BRIEF,
    words: WORDS,
    is_private: false,
    revision: 1,
    created_at: now - n * 60_000,
    updated_at: now - n * 60_000,
    updated_by: memberOf(n),
  }));
  await insert(database, 'document', rows);
}

/** Writes it through the real ledger into a database that an instance has had its first start on; answers its runs, oldest first. */
export async function makeLargeWorkspace(database: Database, now: number): Promise<Made[]> {
  const first_at = Temporal.Instant.fromEpochMilliseconds(now)
    .toZonedDateTimeISO('UTC')
    .subtract({ months: CYCLES })
    .add({ days: 1 }).epochMilliseconds;
  const runs = madeRuns(first_at, now);
  await database.query(
    `insert into app.api_key (key_id, account, name, hint, sha256, created_by, created_at)
     values ($1, $2, 'Program', '0000', 'none', 'operator', $3)`,
    [KEY, LARGE, first_at],
  );
  await chargeAll(database, runs, first_at);
  await storeRuns(database, runs);
  await storeDocuments(database, now);
  const owner = { member: memberOf(0), name: 'Member 0' };
  await addWorkspace(database, { account: LARGE, name: 'Large', owner }, now, { is_default: false });
  for (let n = 1; n < MEMBERS; n += 1)
    await addPerson(database, LARGE, { member: memberOf(n), name: `Member ${n}`, role: 'member' }, now);
  // What autovacuum, and the job that stands in for it on PGlite, have long done where a workspace has become so large.
  await database.query('analyze');
  return runs;
}
