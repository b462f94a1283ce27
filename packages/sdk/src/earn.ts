/** Earning bonus credits: a part of the app's client. */
import type { Earn, Earned } from '@inkwell/contract/types';
import type { CallOptions, Http } from './http.ts';

export const earnOf = (http: Http) => ({
  get: (call: CallOptions = {}) => http.json<Earn>({ ...call, method: 'GET', path: '/app/earn' }),
  /** Once an account. */
  redeem: (code: string) => http.json<Earned>({ method: 'POST', path: '/app/earn/promo', body: { code } }),
});
