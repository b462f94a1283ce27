import { z } from 'zod';
import { id } from '../ids.ts';
import { instant, pageOf, storable } from './values.ts';

/** Workspace keys: they spend, vote and read on one account. */

const MAX_KEY_NAME_CHARS = 100;

export const keyParams = z.strictObject({ account: id, key: id });

export const keyPost = z
  .strictObject({ name: storable(1, MAX_KEY_NAME_CHARS).describe('What it is for, to know it again by.') })
  .meta({ id: 'KeyPost', examples: [{ name: 'Blog backend' }] });

const keyFields = {
  key: id,
  account: id,
  name: z.string(),
  hint: z.string().describe('The last characters of the key.'),
  created_by: z.string(),
  created_at: instant,
  last_used_at: instant.nullable().describe('To within a minute; null: never.'),
  revoked: z.boolean(),
  revoked_at: instant.nullable(),
};

export const key = z.object(keyFields).meta({ id: 'Key' });
export const keyMade = z
  .object({
    ...keyFields,
    secret: z
      .string()
      .describe('What to send as `Authorization: Bearer …`. In this answer only; the server keeps a hash.'),
  })
  .meta({ id: 'KeyMade' });
export const keyList = pageOf(key).meta({ id: 'KeyList' });
