import { Stripe } from 'stripe';

const stripe = new Stripe('sk_test_of_the_tests');

/** The `Stripe-Signature` header of a payload, by Stripe's own library; `at` in milliseconds. */
export const signatureOf = (payload: string, secret: string, at: number): Promise<string> =>
  stripe.webhooks.generateTestHeaderStringAsync({ payload, secret, timestamp: Math.floor(at / 1_000) });
