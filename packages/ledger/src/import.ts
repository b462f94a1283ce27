import { type Catalogue, type Refusal, instantText, refusal } from '@inkwell/engine';
import { FileError, type Replay, replay } from './account-file.ts';
import { type Database, DatabaseError, type Queryable, type Row } from './database.ts';
import { BatchFold, type Held } from './fold.ts';
import { LOCK_SHARD } from './sql/load.ts';
import { storeStatement } from './sql/store.ts';

/** What an import is answered with. */
export type Imported =
  { ok: true; account: string; entries: number; head_hash: string } | { ok: false; refusal: Refusal };

/** Lines of an account's file; called twice, since a file is checked as a whole before the first row is written. */
export type FileLines = () => AsyncIterable<string>;

interface ImportHost {
  database: Database;
  /** The shard that the account belongs to here. */
  shard: number;
  catalogue: Catalogue;
  now: number;
}

/** Entries that one statement writes. */
const CHUNK = 1_000;

const wrong = (detail: string, figures = {}): Imported => ({
  ok: false,
  refusal: refusal('invalid_request', detail, figures),
});

/**
 * Makes an account out of its file: checked and replayed once without a look at the database, then replayed again and
 * written in one transaction that holds the shard, as a batch of a lane that has lost its fence would be. Lanes of every
 * process find the shard moved and adopt what is new. Followers are not told of what was imported, only of what comes after.
 */
export async function importAccount(host: ImportHost, account: string, lines: FileLines): Promise<Imported> {
  let last: Replay | undefined;
  try {
    for await (last of replay(lines()));
  } catch (error) {
    if (error instanceof FileError) return wrong(error.message, { line: error.line });
    throw error;
  }
  const { header, state } = last!;
  if (header.account !== account)
    return wrong(`The file is of the account ${header.account}, not of ${account}.`, { account });
  const from = plansAskedFrom(state, host.now);
  for (const plan of [state.plan, state.pending_plan]) {
    if (plan === null || host.catalogue.planAt(plan, from) !== undefined) continue;
    const detail = `The account is on the plan ${plan}, which this instance does not have at ${instantText(from)}.`;
    return { ok: false, refusal: refusal('plan_not_found', detail, { plan }) };
  }
  return write(host, last!, lines);
}

/**
 * From when on the account may need the version of a plan that is in force (A3): its next boundary may have passed before it
 * came here, and on a test clock all of its time may be long ago.
 */
function plansAskedFrom({ phase, cycle, clock, last_at }: Replay['state'], now: number): number {
  if (clock !== null) return last_at;
  return phase === 'canceled' ? now : Math.min(now, cycle.ends_at);
}

async function write(host: ImportHost, { header, state }: Replay, lines: FileLines): Promise<Imported> {
  const { account, entries, head_hash } = header;
  const { clock, last_at } = state;
  try {
    return await host.database.transaction(async (tx) => {
      const [shard] = await tx.query<{ position: number; accounts: number }>(LOCK_SHARD, [host.shard]);
      const there = await headOf(tx, host.shard, account);
      if (there !== null) return exists(account, there === head_hash);
      const behind = clock === null ? null : await joinClock(tx, clock, last_at);
      if (behind !== null) return { ok: false, refusal: behind };
      await writeEntries(tx, host.shard, shard!, lines);
      // What is past is no news: followers begin after it.
      await tx.query(
        `update ledger.account a set imported_seq = a.seq from ledger.account_name n
         where n.shard = $1 and n.account = $2 and a.shard = $1 and a.account_no = n.account_no`,
        [host.shard, account],
      );
      return { ok: true, account, entries, head_hash };
    });
  } catch (error) {
    // A journal that was made elsewhere may hash well and still hold what the schema forbids.
    if (error instanceof DatabaseError && /^2[23]/.test(error.code))
      return wrong(`The journal does not fit the ledger: ${error.message}`);
    throw error;
  }
}

async function headOf(tx: Queryable, shard: number, account: string): Promise<string | null> {
  const [row] = await tx.query<Row & { head: string }>(
    `select a.head from ledger.account_name n
     join ledger.account a on a.shard = $1 and a.account_no = n.account_no
     where n.shard = $1 and n.account = $2`,
    [shard, account],
  );
  return row?.head ?? null;
}

const exists = (account: string, is_same: boolean): Imported => ({
  ok: false,
  refusal: refusal(
    'account_exists',
    is_same
      ? `The account ${account} is here already, with this very journal.`
      : `There is an account ${account} already, with another journal.`,
    { account, same_journal: is_same },
  ),
});

/** A6: an account comes with its test clock, which stands where the account does. */
async function joinClock(tx: Queryable, clock: string, at: number): Promise<Refusal | null> {
  await tx.query('insert into ledger.clock (clock, now) values ($1, $2) on conflict do nothing', [clock, at]);
  const [row] = await tx.query<{ now: number }>('select now from ledger.clock where clock = $1', [clock]);
  if (row!.now === at) return null;
  const now = instantText(row!.now);
  const detail = `The test clock ${clock} stands at ${now} here and at ${instantText(at)} in the file.`;
  return refusal('invalid_state', detail, { clock, now });
}

/** Writes the journal as lanes write it, a chunk of entries after the other. */
async function writeEntries(
  tx: Queryable,
  shard: number,
  { position, accounts }: { position: number; accounts: number },
  lines: FileLines,
): Promise<void> {
  const account_no = accounts + 1;
  let held: Held | null = null;
  let seen_seq = 0;
  let seen_position = position;
  let fold = new BatchFold(position);
  const store = async (last_seq: number): Promise<void> => {
    const rows = fold.rows();
    const fence = { shard, seen_position, new_position: fold.position, accounts: account_no };
    const { text, name, params } = storeStatement(fence, rows);
    const [result] = await tx.query<{ stored: number }>(text, params, name);
    if (result!.stored !== 1) throw new Error('a locked shard has moved');
    seen_position = fold.position;
    seen_seq = last_seq;
    fold = new BatchFold(fold.position);
  };
  for await (const { state, entry } of replay(lines())) {
    held ??= { account_no, state };
    // One by one: what an entry is worth in usage depends on the account right after it.
    fold.add(held, seen_seq, [entry]);
    if (state.seq - seen_seq >= CHUNK) await store(state.seq);
  }
  if (held !== null && held.state.seq > seen_seq) await store(held.state.seq);
}
