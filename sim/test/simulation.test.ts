import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planVersions } from '../src/catalogue.ts';
import type { Backend, Server } from '../src/databases.ts';
import { openServer } from '../src/databases.ts';
import { EngineSystem } from '../src/engine-system.ts';
import { LedgerSystem } from '../src/ledger-system.ts';
import { Prng } from '../src/prng.ts';
import type { Failure, OpenSystem } from '../src/simulate.ts';
import { simulate } from '../src/simulate.ts';

/** What is told of a failure: enough to make it happen again. */
const told = (failure: Failure | null): string | null => {
  if (failure === null) return null;
  const { seed, step, difference } = failure;
  const { message, event, expected, got } = difference;
  return `seed ${seed}, step ${step}: ${message}\n${JSON.stringify({ event, expected, got }, null, 1)}`;
};

const engine: OpenSystem = async (catalogue) => new EngineSystem(catalogue);

describe('the engine alone', () => {
  const tally = new Map<string, number>();

  test.each([1, 2, 3])('says what the model says, seed %i', async (seed) => {
    expect(told(await simulate({ seed, steps: 2_000, open: engine, accounts: 12, tally }))).toBeNull();
  });

  test('has met what the simulation is there for', () => {
    const met = [
      'hold insufficient_credits',
      'hold member_cap_reached',
      'hold replayed',
      'hold account_paused',
      'hold account_canceled',
      'charge idempotency_mismatch',
      'charge output_exists',
      'extend ok',
      'settle with late',
      'settle with shortfall',
      'settle excess_rejected',
      'release ok',
      'vote with refunded',
      'vote with capped',
      'vote with expired',
      'vote with charged_back',
      'edit_plan ok',
      'start_trial ok',
      'resume ok',
    ];
    expect(met.filter((name) => !tally.has(name))).toEqual([]);
  });
});

const RUNS: { backend: Backend; seeds: number[]; steps: number }[] = [
  { backend: 'pglite', seeds: [1], steps: 150 },
  { backend: 'postgres', seeds: [2], steps: 150 },
];

describe.each(RUNS)('the ledger on $backend', ({ backend, seeds, steps }) => {
  let server: Server;
  beforeAll(async () => {
    server = await openServer(backend);
  });
  afterAll(() => server.close());

  test.each(seeds)('says what the model says, whatever dies, seed %i', async (seed) => {
    const open: OpenSystem = async (_catalogue, from) =>
      LedgerSystem.open({
        store: await server.store(),
        plans: planVersions(from),
        prng: new Prng(seed),
        crashes: 0.05,
      });
    expect(told(await simulate({ seed, steps, open, accounts: 8 }))).toBeNull();
  });
});
