import { openPGlite } from '@inkwell/ledger';
import { chargeRate, createAccounts, openBench, warmUp } from './charges.ts';
import { alternate, rate, ratioRow } from './rounds.ts';
import { makePlainTables, plainStatements } from './single-statements.ts';
import type { Row } from './words.ts';
import type { World } from './world.ts';

const CLIENTS = 64;
const ACCOUNTS = 1_000;

/** The ledger on PGlite beside what PGlite does when each change is a transaction of single statements. */
export async function benchEmbedded(world: World): Promise<Row[]> {
  const { rounds, measure_ms } = world.sizes;
  const database = await openPGlite(world.folder());
  await makePlainTables(database);
  const ledger = await openBench(database);
  const accounts = await createAccounts(ledger, ACCOUNTS);
  await warmUp(ledger, accounts, 2);
  const pair = await alternate(
    rounds,
    () => chargeRate(ledger, accounts, CLIENTS, measure_ms),
    () => rate(1, measure_ms, () => database.transaction((tx) => plainStatements(tx))),
  );
  await ledger.close();
  await database.close();
  const measure = `charges in PGlite, ${CLIENTS} clients`;
  return [ratioRow({ measure, unit: '/s', baseline: 'update, look, insert', target: 10 }, pair)];
}
