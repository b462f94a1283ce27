import { parseArgs } from 'node:util';
import { EngineSystem } from './engine-system.ts';
import type { Failure, OpenSystem } from './simulate.ts';
import { shrink, simulate } from './simulate.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    steps: { type: 'string', default: '5000' },
    seeds: { type: 'string', default: '1' },
    accounts: { type: 'string', default: '6' },
    backend: { type: 'string', default: 'engine' },
    shrink: { type: 'boolean', default: false },
  },
});

const open: OpenSystem = async (catalogue) => new EngineSystem(catalogue);

async function report(failure: Failure): Promise<void> {
  const { seed, step, difference } = failure;
  const { message, event, expected, got } = difference;
  console.log(`seed ${seed}, step ${step}: ${message}`);
  console.log(`event    ${JSON.stringify(event)}`);
  console.log(`expected ${JSON.stringify(expected)}`);
  console.log(`got      ${JSON.stringify(got, (name, value: unknown) => (name === 'text' ? undefined : value))}`);
  if (!values.shrink) return;
  console.log('The fewest events that show it:');
  for (const one of await shrink(failure, open)) console.log(`  ${JSON.stringify(one)},`);
}

const first = positionals[0] === undefined ? Date.now() % 1_000_000 : Number(positionals[0]);
const steps = Number(values.steps);
for (let seed = first; seed < first + Number(values.seeds); seed += 1) {
  console.log(`seed ${seed}, ${steps} steps, ${values.backend}`);
  const failure = await simulate({ seed, steps, open, accounts: Number(values.accounts) });
  if (failure === null) continue;
  await report(failure);
  process.exitCode = 1;
  break;
}
