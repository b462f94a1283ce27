import { chargeRate, createAccounts, openBench, warmUp } from './charges.ts';
import { alternate, rate, ratioRow } from './rounds.ts';
import type { Row } from './words.ts';
import type { World } from './world.ts';

const CLIENTS = 64;
/** Passes over all accounts before anything is measured: pages are read, and written whole to the WAL, once. */
const WARM_PASSES = 3;

/** Charges and balance reads with a long history beside an empty ledger; the same active accounts on both. */
export async function benchGrowth(world: World): Promise<Row[]> {
  const { rounds, measure_ms } = world.sizes;
  const large = await world.large();
  const url = await world.newDatabase();
  const empty_database = await world.open(url);
  const [long, empty] = [await openBench(large.database), await openBench(empty_database)];
  const accounts = await createAccounts(empty, world.sizes.accounts);
  await warmUp(empty, accounts, WARM_PASSES);
  await warmUp(long, large.accounts, WARM_PASSES);
  const charges = await alternate(
    rounds,
    () => chargeRate(long, large.accounts, CLIENTS, measure_ms),
    () => chargeRate(empty, accounts, CLIENTS, measure_ms),
  );
  let next = 0;
  const read = (ledger: typeof long, of: string[]) =>
    rate(CLIENTS, measure_ms, async () => {
      next += 1;
      const loaded = await ledger.reads.load(of[next % of.length]!);
      if (loaded === undefined) throw new Error('an account is gone');
      ledger.reads.balanceOf(loaded);
    });
  const reads = await alternate(
    rounds,
    () => read(long, large.accounts),
    () => read(empty, accounts),
  );
  await Promise.all([long.close(), empty.close()]);
  await empty_database.close();
  await world.dropDatabase(url);
  const history = `${world.sizes.large_entries.toLocaleString('en')} entries`;
  const named = { unit: '/s', baseline: 'an empty ledger', target: 0.85 };
  return [
    ratioRow({ ...named, measure: `charges, ${CLIENTS} clients, with ${history}` }, charges),
    ratioRow({ ...named, measure: `balance reads, ${CLIENTS} clients, with ${history}` }, reads),
  ];
}
