import { hash, randomBytes } from 'node:crypto';

/** Keys, tokens and sessions are random, so one round of SHA-256 keeps them: there is nothing to guess. */
export const digestOf = (secret: string): string => hash('sha256', secret, 'hex');

/** 256 bits in URL-safe letters after a prefix that says what it opens, so that leaked ones are found by scanners. */
export const newSecret = (prefix: 'ink_op' | 'ink_ws' | 'ink_in' | 'ink_se' | 'ink_mp' | 'ink_mo'): string =>
  `${prefix}_${randomBytes(32).toString('base64url')}`;

export const newId = (prefix: string): string => `${prefix}_${randomBytes(9).toString('hex')}`;
