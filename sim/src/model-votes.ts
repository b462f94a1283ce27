import type { Vote } from '@inkwell/engine';
import type { ModelAccount, ModelOutput, Scene, Slice } from './model-account.ts';
import { Refused, availableOf, cut, grantNamed, refundCapOf, refundsLeftOf, sumOf } from './model-account.ts';
import type { Returned } from './model-spend.ts';
import { plus, watchReturn } from './model-spend.ts';

/** Votes and refunds (R). */

const slicesOf = (account: ModelAccount, output: ModelOutput, state: Slice['state']): Slice[] =>
  account.slices.filter((slice) => slice.output === output.output && slice.state === state);

/** Refunds one slice. Of a slice that stands partly above the limit, the part above it goes first (E2). */
function refundSlice(account: ModelAccount, slice: Slice): Returned {
  const went = watchReturn(account, slice, () => {
    slice.state = 'refunded';
  });
  slice.came_back = went.returned > 0;
  if (went.absorbed > 0 && went.returned > 0) {
    cut(account, slice, went.returned);
    account.slices[account.slices.indexOf(slice) + 1]!.came_back = false;
  }
  return went;
}

/** R2, R3, R4: walks what is still spent of an output backwards. */
function refund(account: ModelAccount, output: ModelOutput): Returned & { capped: number } {
  let went: Returned = { returned: 0, expired: 0, absorbed: 0, revoked: 0 };
  let capped = 0;
  for (const slice of slicesOf(account, output, 'spent').toReversed()) {
    if (grantNamed(account, slice.grant)!.state !== 'open') {
      went = plus(went, refundSlice(account, slice));
      continue;
    }
    const some = Math.min(slice.credits, refundsLeftOf(account));
    const kept = slice.credits - some;
    capped += kept;
    if (some === 0) continue;
    cut(account, slice, kept);
    const last = kept === 0 ? slice : account.slices[account.slices.indexOf(slice) + 1]!;
    went = plus(went, refundSlice(account, last));
    account.cycle.refunds_used += some;
  }
  return { ...went, capped };
}

/** R5: spends again what the refund returned alive, or refuses when a grant lacks it. */
function takeBack(account: ModelAccount, output: ModelOutput): number {
  const slices = slicesOf(account, output, 'refunded').filter((slice) => slice.came_back);
  for (const handle of new Set(slices.map((slice) => slice.grant))) {
    const wanted = sumOf(slices.filter((slice) => slice.grant === handle));
    if (availableOf(account, grantNamed(account, handle)!) < wanted)
      throw new Refused('insufficient_credits');
  }
  for (const slice of slices) {
    slice.state = 'spent';
    slice.came_back = false;
  }
  const credits = sumOf(slices);
  account.cycle.refunds_used -= credits;
  return credits;
}

export function vote(scene: Scene, command: Vote): Record<string, unknown> {
  const { account } = scene;
  const output = account.outputs.find((one) => one.output === command.output);
  if (output === undefined) throw new Refused('output_not_found');
  const moves = output.refund_cycle === null || output.refund_cycle === account.cycle.number;
  let went = { returned: 0, expired: 0, absorbed: 0, revoked: 0, capped: 0 };
  let charged_back = 0;
  if (moves && command.vote === 'down' && output.vote !== 'down') {
    went = refund(account, output);
    output.refund_cycle = account.cycle.number;
  }
  if (moves && command.vote !== 'down' && output.vote === 'down') charged_back = takeBack(account, output);
  output.vote = command.vote;
  const cap = refundCapOf(account);
  const used = account.cycle.refunds_used;
  return {
    vote: command.vote,
    refunded: went.returned,
    expired: went.expired,
    absorbed: went.absorbed,
    revoked: went.revoked,
    capped: went.capped,
    charged_back,
    refunds: { cap, used, left: refundsLeftOf(account) },
  };
}
