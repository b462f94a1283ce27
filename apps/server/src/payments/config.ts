import { ConfigError } from '../config.ts';

/** How the instance takes payments, read from its environment (docs/payments.md). */
export interface StripeSettings {
  secret_key: string;
  webhook_secret: string;
  /** A stand-in for Stripe on this machine, for tests; null: Stripe itself. */
  api_base: URL | null;
}

type Env = Record<string, string | undefined>;

const given = (env: Env, name: string): string | null => env[name]?.trim() || null;
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

function apiBase(env: Env, secret_key: string): URL | null {
  const text = given(env, 'STRIPE_API_BASE');
  if (text === null) return null;
  const url = URL.parse(text);
  if (url === null || !LOOPBACK.has(url.hostname) || !/^https?:$/.test(url.protocol))
    throw new ConfigError(
      'STRIPE_API_BASE',
      'must be an http address of this machine; it is for tests alone.',
    );
  // A live key must never be shown to anything but Stripe.
  if (!/^(sk|rk)_test_/.test(secret_key))
    throw new ConfigError('STRIPE_API_BASE', 'goes with a test key only (sk_test_…).');
  return url;
}

/** null: no payments on this instance. Throws `ConfigError` where half of it is set. */
export function readStripeSettings(env: Env): StripeSettings | null {
  const secret_key = given(env, 'STRIPE_SECRET_KEY');
  const webhook_secret = given(env, 'STRIPE_WEBHOOK_SECRET');
  if (secret_key === null) {
    if (webhook_secret !== null)
      throw new ConfigError('STRIPE_WEBHOOK_SECRET', 'is set without STRIPE_SECRET_KEY.');
    return null;
  }
  if (!/^(sk|rk)_(test|live)_[A-Za-z0-9_]+$/.test(secret_key))
    throw new ConfigError(
      'STRIPE_SECRET_KEY',
      'must be a secret or restricted key of Stripe (sk_… or rk_…).',
    );
  if (webhook_secret === null || !webhook_secret.startsWith('whsec_'))
    throw new ConfigError(
      'STRIPE_WEBHOOK_SECRET',
      'must be the signing secret of the webhook endpoint (whsec_…): without it no payment could be trusted.',
    );
  return { secret_key, webhook_secret, api_base: apiBase(env, secret_key) };
}
