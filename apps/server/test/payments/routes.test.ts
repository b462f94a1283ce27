import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type World, openWorld } from '../http/harness.ts';

/** Over HTTP: what is there without payments, and that the webhook takes neither a session nor a word on trust. */
describe('without payments', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld('pglite');
  });
  afterAll(() => world.close());

  it('says so to owners, and has no webhook', async () => {
    const cookie = await world.session();
    const billing = await world.send('GET', '/app/billing', { cookie });
    expect([billing.status, billing.body.payments]).toEqual([200, 'none']);
    const body = { pack: 'words-5000', price_cents: 1_000 };
    const pack = await world.send('POST', '/app/billing/packs', { cookie, body });
    expect([pack.status, pack.body.code]).toEqual([409, 'invalid_state']);
    expect((await world.send('POST', '/stripe/webhook', { key: null, body: {} })).status).toBe(404);
  });

  it('is for owners and admins signed in', async () => {
    const member = await world.person('milo', 'member');
    expect((await world.send('GET', '/app/billing', { cookie: member })).status).toBe(403);
    expect((await world.send('GET', '/app/billing', { key: null })).status).toBe(401);
    expect((await world.send('GET', '/app/billing')).status).toBe(401);
  });

  it('edits apply directly', async () => {
    const cookie = await world.session();
    const body = { plan: 'team', effective: 'now' };
    const edited = await world.send('POST', '/v1/accounts/workspace/plan', { cookie, body });
    expect([edited.status, edited.body.plan]).toEqual([200, 'team']);
  });
});

describe('with payments', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld('pglite', {
      STRIPE_SECRET_KEY: 'sk_test_of_the_tests',
      STRIPE_WEBHOOK_SECRET: 'whsec_of_the_tests',
      // Nobody listens there: nothing of this may speak to Stripe.
      STRIPE_API_BASE: 'http://127.0.0.1:9',
    });
  });
  afterAll(() => world.close());

  it('the webhook believes signatures alone, and no body is too large for it to refuse', async () => {
    const ask = (body: unknown, headers: Record<string, string> = {}) =>
      world.send('POST', '/stripe/webhook', { key: null, body, headers });
    expect((await ask({ type: 'invoice.paid' })).status).toBe(400);
    expect((await ask('not json', { 'stripe-signature': 't=1,v1=00' })).status).toBe(400);
    expect((await ask('x'.repeat(1_000_001))).status).toBe(413);
    const cookie = await world.session();
    expect((await world.send('POST', '/stripe/webhook', { cookie, body: {} })).status).toBe(400);
  });

  it('a provider out of reach is told as such, and changes nothing', async () => {
    const cookie = await world.session();
    const before = await world.seq('workspace');
    const body = { pack: 'words-5000', price_cents: 1_000 };
    const pack = await world.send('POST', '/app/billing/packs', { cookie, body });
    expect([pack.status, pack.body.code]).toEqual([502, 'payment_provider_error']);
    const edit = { plan: 'team', effective: 'now' };
    const edited = await world.send('POST', '/v1/accounts/workspace/plan', { cookie, body: edit });
    expect([edited.status, edited.body.code]).toEqual([402, 'payment_required']);
    expect(await world.seq('workspace')).toBe(before);
  });
});
