import { parseArgs } from 'node:util';
import { planVersions } from './catalogue.ts';
import type { Backend } from './databases.ts';
import { openServer } from './databases.ts';
import { EngineSystem } from './engine-system.ts';
import { LedgerSystem } from './ledger-system.ts';
import { Prng } from './prng.ts';
import type { Failure, OpenSystem } from './simulate.ts';
import { shrink, simulate } from './simulate.ts';

const USAGE = `npm run sim -- [SEED] [options]
  --steps N        events of a run (5000)
  --seeds N        runs, with SEED and the seeds after it (1)
  --backend NAME   pglite, postgres, or engine: the rules alone, without a store (pglite)
  --accounts N     accounts of a run at most (12)
  --crashes P      how likely a change meets the death of its process (0.03)
  --shrink         look for the fewest events that show a difference
  --tally          count what happened`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    steps: { type: 'string', default: '5000' },
    seeds: { type: 'string', default: '1' },
    accounts: { type: 'string', default: '12' },
    backend: { type: 'string', default: 'pglite' },
    crashes: { type: 'string', default: '0.03' },
    tally: { type: 'boolean', default: false },
    shrink: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** A text of the model's own ids is told without the exact text of replies, which repeats them. */
const shown = (value: unknown): string =>
  JSON.stringify(value, (name, inner: unknown) => (name === 'text' ? undefined : inner));

async function report(failure: Failure, open: OpenSystem): Promise<void> {
  const { seed, step, difference } = failure;
  const { message, event, expected, got } = difference;
  console.log(`seed ${seed}, step ${step}: ${message}`);
  console.log(`event    ${shown(event)}`);
  console.log(`expected ${shown(expected)}`);
  console.log(`got      ${shown(got)}`);
  if (!values.shrink) return;
  console.log('The fewest events that show it:');
  for (const one of await shrink(failure, open)) console.log(`  ${shown(one)},`);
}

async function run(): Promise<void> {
  const tally = new Map<string, number>();
  const first = positionals[0] === undefined ? Date.now() % 1_000_000 : Number(positionals[0]);
  const steps = Number(values.steps);
  const { backend } = values;
  const server = backend === 'engine' ? null : await openServer(backend as Backend);
  // Told to end, it ends after the seed that it is at, so that a server that was started for the run goes with it.
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
  try {
    for (let seed = first; !stop.signal.aborted && seed < first + Number(values.seeds); seed += 1) {
      console.log(`seed ${seed}, ${steps} steps, ${backend}`);
      const open: OpenSystem = async (catalogue, from) => {
        if (server === null) return new EngineSystem(catalogue);
        const store = await server.store();
        const plans = planVersions(from);
        return LedgerSystem.open({ store, plans, prng: new Prng(seed), crashes: Number(values.crashes) });
      };
      const failure = await simulate({ seed, steps, open, accounts: Number(values.accounts), tally });
      if (failure === null) continue;
      await report(failure, open);
      process.exitCode = 1;
      break;
    }
  } finally {
    await server?.close();
  }
  if (values.tally) for (const [name, times] of [...tally].sort()) console.log(`${times} ${name}`);
}

const known = ['pglite', 'postgres', 'engine'].includes(values.backend);
if (values.help || !known || Number.isNaN(Number(positionals[0] ?? 0))) console.log(USAGE);
else await run();
