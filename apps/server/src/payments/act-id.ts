import { createHash } from 'node:crypto';

/** An act's id from who asks and the key of the asking: the same request is the same act (K1). */
export const actId = (account: string, kind: string, key: string): string =>
  `act_${createHash('sha256').update(`${account}\n${kind}\n${key}`).digest('hex').slice(0, 32)}`;
