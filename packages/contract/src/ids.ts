import { z } from 'zod';
import { MAX_CURSOR_CHARS, MAX_ID_CHARS, MAX_IDEMPOTENCY_KEY_CHARS } from './constants.ts';

const ID = new RegExp(`^(?!\\.{1,2}$)[A-Za-z0-9._:@+-]{1,${MAX_ID_CHARS}}$`);
const ID_RULE = `must be 1 to ${MAX_ID_CHARS} of A-Za-z0-9._:@+- and neither "." nor ".."`;

/**
 * An id: the caller's own for accounts, members, outputs and runs; server-made with a prefix for holds, grants and
 * clocks. Both have one shape, so that an unknown hold is `hold_not_found` whatever it looks like.
 */
export const id = z
  .string({ error: ID_RULE })
  .regex(ID, { error: ID_RULE })
  .meta({ id: 'Id', description: `1 to ${MAX_ID_CHARS} of A-Za-z0-9._:@+-, neither "." nor "..".` });

/** A server-made id as it is answered: the prefix says what it names. */
export const madeId = (prefix: 'hold' | 'grant' | 'clock' | 'wh' | 'msg') =>
  id.meta({
    description: 'Made by the server.',
    pattern: `^${prefix}_[A-Za-z0-9._:@+-]+$`,
    examples: [`${prefix}_412_1f0c9a7e`],
  });

const KEY_RULE = `must be 1 to ${MAX_IDEMPOTENCY_KEY_CHARS} printable ASCII characters`;

/** Rule K1's key, as the `Idempotency-Key` header carries it: printable ASCII with inner spaces. */
export const idempotencyKey = z
  .string({ error: KEY_RULE })
  .max(MAX_IDEMPOTENCY_KEY_CHARS, { error: KEY_RULE })
  .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/, { error: KEY_RULE });

const CURSOR_RULE = 'must be a next_cursor that this list answered with';

/** Where a list goes on. Opaque to callers; the server may still refuse it as `invalid_request`. */
export const cursor = z
  .string({ error: CURSOR_RULE })
  .max(MAX_CURSOR_CHARS, { error: CURSOR_RULE })
  .regex(/^[A-Za-z0-9._~:@+=-]+$/, { error: CURSOR_RULE });
