// The engine by itself, as the library under somebody else's ledger.
import { decide } from '@inkwell/engine';

const plan = {
  id: 'pro',
  name: 'Pro',
  version: 1,
  effective_at: 0,
  monthly_credits: 50_000,
  monthly_price_cents: 5_900,
  yearly_price_cents: 59_000,
  trial_credits: 10_000,
  trial_days: 5,
  refund_ratio_bp: 2_000,
  currency: 'usd',
};
const context = { now: 1_767_603_600_000, catalogue: { planAt: () => plan } };
const base = { account: 'acme', actor: 'op' } as const;
const made = decide(undefined, { ...base, op: 'create_account', key: 'k1', plan: 'pro' }, context);
if (!made.ok) throw new Error(made.refusal.detail);
const spend = { op: 'charge', key: 'k2', output: 'o1', member: 'ines', source: 'api', words: 48 } as const;
const charged = decide(made.state, { ...base, ...spend }, context);
if (!charged.ok) throw new Error(charged.refusal.detail);
console.log(JSON.stringify(charged.reply.body));
