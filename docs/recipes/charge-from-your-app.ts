import { InkwellError, MemberCapReached, SpendingRefused, createClient } from '@inkwell/sdk';
import { createWordCounter } from '@inkwell/words';

const ink = createClient({
  base_url: process.env.INKWELL_URL ?? 'http://127.0.0.1:3000',
  key: process.env.INKWELL_KEY ?? '',
});

export const signUp = (customer: string, time_zone: string) =>
  ink.accounts.put(customer, { plan: 'starter', trial: true, time_zone });

export async function write(
  customer: string,
  member: string,
  output: string,
  chunks: AsyncIterable<string>,
  show: (piece: string) => void,
) {
  const key = (step: string) => ({ idempotency_key: `${step}:${output}` });
  const first = { credits: 300, member, mode: 'up_to', min: 20 } as const;
  const { hold, ...made } = await ink.holds.create(customer, first, key('hold'));
  let { held } = made;
  const counter = createWordCounter();
  let text = '';
  let rest = '';
  let steps = 0;

  /** Shows what is paid of what the model has written; false when the credits end here. */
  async function pass(): Promise<boolean> {
    for (;;) {
      const accepted = counter.pushUpTo(rest, held);
      show(rest.slice(0, accepted));
      text += rest.slice(0, accepted);
      rest = rest.slice(accepted);
      if (!counter.refused) return true;
      const grown = await ink.holds.extend(customer, hold, { credits: 150 }, key(`extend-${(steps += 1)}`));
      if (grown.added === 0) return false;
      held = grown.held;
    }
  }

  let is_cut = false;
  try {
    for await (const chunk of chunks) {
      rest += chunk;
      is_cut = !(await pass());
      if (is_cut) break;
    }
  } finally {
    await ink.holds.settle(customer, hold, { output, text, source: 'api', labels: ['blog'] }, key('settle'));
  }
  return { text, is_cut };
}

export function sentenceOf(error: unknown): string {
  if (error instanceof MemberCapReached)
    return `You have ${error.member_left} of your ${error.member_cap} words left this month.`;
  if (error instanceof SpendingRefused && error.resets_at !== null)
    return `${error.available} words are left until ${error.resets_at.slice(0, 10)}.`;
  if (error instanceof InkwellError) return error.message;
  throw error;
}

export async function thumb(customer: string, member: string, output: string, vote: 'up' | 'down') {
  const { refunded, capped, refunds, balance } = await ink.outputs.vote(customer, output, { vote, member });
  return { refunded, kept_back: capped, refunds_left: refunds.left, words_left: balance.left };
}

export async function usagePage(customer: string) {
  const [balance, by_member, by_label, days] = await Promise.all([
    ink.accounts.balance(customer),
    ink.usage.get(customer, { group_by: 'member' }),
    ink.usage.get(customer, { group_by: 'label' }),
    ink.usage.daily(customer),
  ]);
  return { balance, by_member: by_member.data, by_label: by_label.data, days: days.data };
}

export async function follow(customer: string, signal: AbortSignal, show: (left: number) => void) {
  for await (const { event, data } of ink.events(customer, { signal }))
    if (event === 'balance') show(data.left);
}

export async function capEverybody(customer: string, words_a_month: number, but: Record<string, number>) {
  await ink.accounts.patch(customer, { default_member_cap: words_a_month });
  for (const [member, cap] of Object.entries(but)) await ink.members.setCap(customer, member, { cap });
}

export async function liveAMonth(customer: string) {
  const { clock } = await ink.clocks.create({ now: '2027-01-31T09:00:00Z' });
  await ink.accounts.put(customer, { plan: 'starter', clock });
  const spend = { output: 'january', member: 'ines', source: 'api', words: 1_200 } as const;
  const { balance: in_january } = await ink.charges.create(customer, spend);
  await ink.clocks.advance(clock, { to: '2027-02-28T09:00:00Z' });
  const in_february = await ink.accounts.balance(customer);
  return { in_january, in_february, proof: await ink.accounts.verify(customer) };
}
