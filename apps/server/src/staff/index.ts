import { StaffActs } from './acts.ts';
import type { StaffParts } from './parts.ts';
import { StaffStore } from './store.ts';

type Given = Omit<StaffParts, 'store' | 'acts' | 'started_at'>;

/** Everything that staff's routes stand on. */
export const createStaff = (given: Given): StaffParts => ({
  ...given,
  store: new StaffStore(given.database),
  acts: new StaffActs(given.database),
  started_at: given.now(),
});
