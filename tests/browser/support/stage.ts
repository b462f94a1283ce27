import { afterAll, beforeAll, inject } from 'vitest';
import { postgresDatabase, testDatabase } from '../../backends.ts';
import { closeVisits } from './browser.ts';
import { type Instance, type OwnDatabase, type Seed, startInstance } from './instance.ts';
import { type Model, openModel } from './model.ts';

/**
 * Where an instance has its data. `postgres` is a copy of what a first start on the run's server made; `pglite` is what
 * `npm start` gives a newcomer: the first start happens in the test.
 */
type On = 'postgres' | 'pglite';

const databaseOf = (seed: Seed, on: On): Promise<OwnDatabase> =>
  on === 'pglite' ? testDatabase('pglite') : postgresDatabase(inject('started')[seed]);

export const openInstance = async (
  seed: Seed,
  env: Record<string, string> = {},
  on: On = 'postgres',
): Promise<Instance> => startInstance(seed, await databaseOf(seed, on), env);

interface StageOptions {
  on?: On;
  /** For the server, beside its own. */
  env?: Record<string, string>;
  /** Writes by a model that does as the test tells it, instead of the demo writer. */
  model?: boolean;
}

/** What a file's tests stand on. */
export interface Stage {
  readonly instance: Instance;
  /** Only where the stage was asked for one. */
  readonly model: Model;
}

/** Opens an instance before the first test of a file or block, and closes it with all visits after the last. */
export function openStage(seed: Seed, { on, env, model: has_model = false }: StageOptions = {}): Stage {
  let instance: Instance | null = null;
  let model: Model | null = null;

  beforeAll(async () => {
    model = has_model ? await openModel() : null;
    instance = await openInstance(seed, { ...env, ...model?.env }, on);
  });

  afterAll(async () => {
    await closeVisits();
    await instance?.verify();
    await instance?.close();
    await model?.close();
  });

  return {
    get instance() {
      return instance!;
    },
    get model() {
      return model!;
    },
  };
}
