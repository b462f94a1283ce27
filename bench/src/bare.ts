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
  'account_no seen_seq seq head:text last_at amount available held spent expired bonus_spent',
);
const USAGE = columns('account_no cycle member:text day:int source:text label:text spent refunded outputs');
const ENTRY = columns(
  'account_no seq at kind:text member:text output:text output_rev:int key:text actor:text body:text hash:text',
);

const names = (list: Column[], prefix = ''): string => list.map(({ name }) => prefix + name).join(', ');

const unnest = (list: Column[], first: number, more = ''): string => {
  const arrays = list.map(({ name, kind }, i) => `unnest($${first + i}::${kind}[]) as ${name}`);
  return `(select ${more}${arrays.join(', ')}) u`;
};

const CHANGED = ACCOUNT.filter(({ name }) => name !== 'account_no' && name !== 'seen_seq');
const ACCOUNT_AT = 4;
const USAGE_AT = ACCOUNT_AT + ACCOUNT.length;
const ENTRY_AT = USAGE_AT + USAGE.length;

const BARE = `
with a as (
  update ledger.account t set ${CHANGED.map(({ name }) => `${name} = u.${name}`).join(', ')}
  from ${unnest(ACCOUNT, ACCOUNT_AT)}
  where t.shard = $1 and t.account_no = u.account_no and t.seq = u.seen_seq),
d as (
  insert into ledger.usage_day as t (shard, ${names(USAGE)}) select $1, ${names(USAGE, 'u.')} from ${unnest(USAGE, USAGE_AT)}
  on conflict (shard, account_no, cycle, member, day, source, label) do update set
    spent = t.spent + excluded.spent, refunded = t.refunded + excluded.refunded, outputs = t.outputs + excluded.outputs)
insert into ledger.entry (shard, position, ${names(ENTRY)})
select $1, u.position, ${names(ENTRY, 'u.').replace('u.hash', "decode(u.hash, 'hex')")}
from ${unnest(ENTRY, ENTRY_AT, 'generate_series($3::bigint + 1, $2::bigint) as position, ')}`;

/** Writes the batches, each lane's one after another; answers the milliseconds it took. */
export async function replay(lanes: Connection[], batches: Batch[]): Promise<number> {
  const start = performance.now();
  await Promise.all(
    lanes.map(async (connection, lane) => {
      for (const batch of batches) {
        if (batch.lane !== lane) continue;
        const [shard, position, , seen, ...rows] = batch.params;
        await connection.query(BARE, [shard!, position!, seen!, ...rows], 'bare');
      }
    }),
  );
  return performance.now() - start;
}
