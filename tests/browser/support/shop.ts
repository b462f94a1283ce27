import type { Page } from 'playwright-core';
import { signatureOf } from '../../../apps/server/test/payments/sign.ts';
import { FakeStripe } from '../../../apps/server/test/payments/fake-stripe.ts';
import type { StripeEvent } from '../../../apps/server/test/payments/stripe-objects.ts';
import type { Instance } from './instance.ts';
import { openInstance } from './stage.ts';

const SECRET = 'whsec_of_the_browser_tests';

/** An instance that takes payments from a Stripe on loopback. */
export interface Shop {
  instance: Instance;
  fake: FakeStripe;
  deliver(events: StripeEvent[]): Promise<void>;
  /** Stands in for Stripe's pages: whoever comes there pays and goes back. */
  pays(page: Page): Promise<void>;
  close(): Promise<void>;
}

export async function openShop(): Promise<Shop> {
  const fake = new FakeStripe(Date.now);
  const instance = await openInstance('none', {
    STRIPE_SECRET_KEY: 'sk_test_of_the_browser_tests',
    STRIPE_WEBHOOK_SECRET: SECRET,
    STRIPE_API_BASE: await fake.open(),
  });

  const deliver: Shop['deliver'] = async (events) => {
    for (const event of events) {
      const payload = JSON.stringify(event);
      const signature = await signatureOf(payload, SECRET, Date.now());
      const response = await fetch(`${instance.url}/stripe/webhook`, {
        method: 'POST',
        headers: { 'stripe-signature': signature },
        body: payload,
      });
      if (response.status !== 200) throw new Error(`${event.type} was answered ${response.status}`);
    }
  };

  return {
    instance,
    fake,
    deliver,
    pays: async (page) => {
      await page.route('https://checkout.stripe.example/**', async (route) => {
        const url = route.request().url();
        await deliver(fake.complete(url));
        await route.fulfill({ status: 302, headers: { location: fake.backOf(url) } });
      });
    },
    close: async () => {
      await instance.close();
      await fake.close();
    },
  };
}
