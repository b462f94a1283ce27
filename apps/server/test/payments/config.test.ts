import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config.ts';
import { readStripeSettings } from '../../src/payments/config.ts';
import { NO_PAYMENTS } from '../../src/payments/index.ts';

const KEYS = { STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' };

describe('the settings of payments', () => {
  it('are off without a key, and then nothing of them is there', () => {
    expect(readStripeSettings({})).toBeNull();
    expect(readStripeSettings({ STRIPE_SECRET_KEY: ' ' })).toBeNull();
    expect(NO_PAYMENTS).toMatchObject({ kind: 'none', jobs: [] });
  });

  it('take a key with the secret of its webhook', () => {
    expect(readStripeSettings(KEYS)).toEqual({
      secret_key: 'sk_test_1',
      webhook_secret: 'whsec_1',
      api_base: null,
    });
  });

  it.each([
    ['no webhook secret', { STRIPE_SECRET_KEY: 'sk_test_1' }],
    ['a webhook secret alone', { STRIPE_WEBHOOK_SECRET: 'whsec_1' }],
    ['a publishable key', { ...KEYS, STRIPE_SECRET_KEY: 'pk_test_1' }],
    ['another machine in Stripe’s place', { ...KEYS, STRIPE_API_BASE: 'http://stripe.example' }],
    [
      'a live key for a stand-in',
      { ...KEYS, STRIPE_SECRET_KEY: 'sk_live_1', STRIPE_API_BASE: 'http://127.0.0.1:1' },
    ],
  ])('refuse %s', (_, env) => {
    expect(() => readStripeSettings(env)).toThrow(ConfigError);
  });
});
