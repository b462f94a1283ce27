import type { Config } from '../config.ts';

/** Where a request comes from. */
export interface Visit {
  /** The address at the other end of the connection; null: a test's request without one. */
  peer: string | null;
  headers: Pick<Headers, 'get'>;
}

/** Who asks, by address. Behind a proxy (there is a public address) the nearest one's word is taken, which it adds at the end. */
export function addressOf({ public_url }: Pick<Config, 'public_url'>, { peer, headers }: Visit): string {
  const forwarded = public_url === null ? null : headers.get('x-forwarded-for');
  return forwarded?.split(',').at(-1)?.trim() ?? peer ?? '127.0.0.1';
}
