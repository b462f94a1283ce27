import type { Database } from '@inkwell/ledger';
import { chargeRate, openBench, warmUp } from './charges.ts';
import { compared, ratioRow } from './rounds.ts';
import type { Row } from './words.ts';
import type { World } from './world.ts';

const CLIENTS = 64;

interface Dump {
  /** Ends it, and answers how many tables were read to their end. */
  stop(): Promise<number>;
}

/**
 * What `pg_dump` does to a server: one snapshot, and every table copied out of it to another process, again and again
 * until it is stopped. `cat` takes the rows instead of `pg_dump`, whose version would have to be the server's.
 */
async function startDump(database: Database): Promise<Dump> {
  const tables = await database.query<{ name: string }>(
    "select oid::regclass::text as name from pg_class where relnamespace = 'ledger'::regnamespace and relkind = 'r'",
  );
  const connection = await database.connect();
  const [backend] = await connection.query<{ pid: number }>('select pg_backend_pid() as pid');
  const state = { stopped: false };
  let copied = 0;
  const dumping = (async () => {
    while (!state.stopped)
      await connection.transaction(async (tx) => {
        await tx.query('set transaction isolation level repeatable read, read only');
        for (const { name } of tables) {
          await tx.query(`copy ${name} to program 'cat > /dev/null'`);
          copied += 1;
        }
      });
  })().catch((error: unknown) => {
    // The end of it is that its connection is closed from outside.
    if (!state.stopped) throw error;
  });
  return {
    stop: async () => {
      state.stopped = true;
      await database.query('select pg_terminate_backend($1)', [backend!.pid]);
      await dumping;
      await connection.close();
      return copied;
    },
  };
}

/** Charges on the large ledger while a dump of it runs, and without. */
export async function benchDump(world: World): Promise<Row[]> {
  const { rounds, measure_ms } = world.sizes;
  const { database, accounts } = await world.large();
  const ledger = await openBench(database);
  await warmUp(ledger, accounts, 1);
  const quiet: number[] = [];
  const dumped: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    quiet.push(await chargeRate(ledger, accounts, CLIENTS, measure_ms));
    const dump = await startDump(database);
    dumped.push(await chargeRate(ledger, accounts, CLIENTS, measure_ms));
    await dump.stop();
  }
  await ledger.close();
  const measure = `charges, ${CLIENTS} clients, while a dump runs`;
  return [ratioRow({ measure, unit: '/s', baseline: 'without', target: 0.7 }, compared(dumped, quiet))];
}
