import type { Connection, Database, Queryable } from '@inkwell/ledger';

type Params = NonNullable<Parameters<Queryable['query']>[1]>;

/**
 * The floor under a batch: the rows that the ledger wrote, written again by plain multi-row SQL into a copy of the
 * database. No rules, no fence, no count of what was written; the same rows in the same batches on as many
 * connections. What the ledger reaches of it is what its rules cost.
 */

export interface Batch {
  lane: number;
  params: Params;
}

/** The same database; every lean batch that a lane sends is noted. */
export function capturing(database: Database, noted: Batch[]): Database {
  let lanes = 0;
  const connect = async (): Promise<Connection> => {
    const connection = await database.connect();
    const lane = lanes;
    lanes += 1;
    return {
      ...connection,
      transaction: (work) => connection.transaction(work),
      close: () => connection.close(),
      query: (text, params = [], name) => {
        if (name === 'store_lean') noted.push({ lane, params });
        else if (name?.startsWith('store_') === true) throw new Error(`a charge was stored by ${name}`);
        return connection.query(text, params, name);
      },
    };
  };
  return { ...database, connect };
}

interface Column {
  name: string;
  kind: 'bigint' | 'int' | 'text';
}

/** `a:bigint b:text` as columns. */
const columns = (text: string): Column[] =>
  text.split(/\s+/).map((one) => {
    const [name, kind] = one.split(':') as [string, Column['kind']?];
    return { name, kind: kind ?? 'bigint' };
  });

// In the order in which the ledger sends them.
const ACCOUNT = columns(
  'account_no account:text seen_seq seq head:text last_at due_at cycle grant_seq amount available held spent expired ' +
    'revoked grant_state:text refunds_used notices:int bonus_spent clock:text profile:text',
);
const USAGE = columns('account_no cycle member:text day:int source:text label:text spent refunded outputs');
const ENTRY = columns(
  'position account_no seq at kind:text member:text output:text output_rev:int key:text actor:text body:text hash:text',
);
/** $1 shard, then the new position, the accounts and the seen position, which only the fence needs. */
const FENCE_PARAMS = 4;

const names = (list: Column[], prefix = ''): string => list.map(({ name }) => prefix + name).join(', ');

const unnest = (list: Column[], first: number): string => {
  const arrays = list.map(({ kind }, i) => `$${first + i}::text::${kind}[]`);
  return `unnest(${arrays.join(', ')}) as u(${names(list)})`;
};

const CHANGED = ACCOUNT.filter(
  ({ name }) => !['account_no', 'account', 'seen_seq', 'clock', 'profile'].includes(name),
);
const USAGE_AT = 2 + ACCOUNT.length;
const ENTRY_AT = USAGE_AT + USAGE.length;

const BARE = `
with a as (
  update ledger.account t set ${CHANGED.map(({ name }) => `${name} = u.${name}`).join(', ')},
    profile = coalesce(u.profile, t.profile)
  from ${unnest(ACCOUNT, 2)}
  where t.shard = $1 and t.account_no = u.account_no and t.seq = u.seen_seq),
d as (
  insert into ledger.usage_day as t (shard, ${names(USAGE)}) select $1, ${names(USAGE, 'u.')} from ${unnest(USAGE, USAGE_AT)}
  on conflict (shard, account_no, cycle, member, day, source, label) do update set
    spent = t.spent + excluded.spent, refunded = t.refunded + excluded.refunded, outputs = t.outputs + excluded.outputs)
insert into ledger.entry (shard, ${names(ENTRY)})
select $1, ${names(ENTRY, 'u.').replace('u.hash', "decode(u.hash, 'hex')")} from ${unnest(ENTRY, ENTRY_AT)}`;

/** Writes the batches, each lane's one after another; answers the milliseconds it took. */
export async function replay(lanes: Connection[], batches: Batch[]): Promise<number> {
  const start = performance.now();
  await Promise.all(
    lanes.map(async (connection, lane) => {
      for (const batch of batches) {
        if (batch.lane !== lane) continue;
        const [shard, ...rest] = batch.params;
        await connection.query(BARE, [shard!, ...rest.slice(FENCE_PARAMS - 1)], 'bare');
      }
    }),
  );
  return performance.now() - start;
}
