import type { Database, Ledger } from '@inkwell/ledger';
import type { Job } from '../jobs.ts';
import { ProgramOutputs } from './outputs.ts';
import { ProjectionStore } from './projection-store.ts';
import { Projection } from './projection.ts';
import { KeyRequests } from './requests.ts';
import { ProgramStore } from './store.ts';

/** What is known of the programs that come with keys. */
export interface Programs {
  requests: KeyRequests;
  projection: Projection;
  outputs: ProgramOutputs;
  store: ProgramStore;
  jobs: readonly Job[];
}

export function openPrograms(database: Database, ledger: Ledger, now: () => number): Programs {
  const store = new ProgramStore(database);
  const requests = new KeyRequests(store, ledger.reads, now);
  const projection = new Projection(ledger, new ProjectionStore(database), now);
  const outputs = new ProgramOutputs(database);
  return { requests, projection, outputs, store, jobs: [...requests.jobs, ...projection.jobs] };
}
