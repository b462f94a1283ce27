import { z } from 'zod';
import { BUCKETS } from '../constants.ts';
import { id } from '../ids.ts';
import { credits, instant } from './values.ts';

/** Credits of one grant that moved. `world` is outside of the grant: what comes from there makes its amount. */
const entrySlice = z
  .object({ grant: id, credits, from: z.enum(BUCKETS), to: z.enum(BUCKETS) })
  .meta({ id: 'EntrySlice' });

export const entry = z
  .object({
    seq: z.int().min(1).describe('Without gaps in its account (J1).'),
    at: instant,
    kind: z.string().describe('What happened; new kinds may be added.'),
    slices: z.array(entrySlice),
    member: id.nullable(),
    output: id.nullable(),
    run: id.nullable(),
    hold: id.nullable(),
    idempotency_key: z.string().nullable(),
    actor: z.string().nullable(),
    data: z.record(z.string(), z.unknown()).describe('What else belongs to an entry of its kind.'),
    hash: z.string().describe("SHA-256 over the previous entry's hash and this entry, lower-case hex."),
  })
  .meta({ id: 'Entry', description: 'One line of the journal. Never changed once written.' });
