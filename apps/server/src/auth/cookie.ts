import { SESSION_COOKIE } from '@inkwell/contract';

/** `Secure` behind TLS: told by the proxy, or by the address that people use. */
export function sessionCookie(session: string, max_age_s: number, is_secure: boolean): string {
  return `${SESSION_COOKIE}=${session}; Path=/; Max-Age=${max_age_s}; HttpOnly; SameSite=Lax${is_secure ? '; Secure' : ''}`;
}

export const isSecure = (headers: Pick<Headers, 'get'>): boolean =>
  headers.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https';
