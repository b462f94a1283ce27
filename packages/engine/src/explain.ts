import type { PlaceHold } from './commands.ts';
import { balanceOf, figuresOf } from './balance.ts';
import { placeHold } from './commands/holds.ts';
import { idOf } from './journal.ts';
import { isRefusal } from './refuse.ts';
import type { AccountState } from './types.ts';

/** Would a hold pass, what would it take, and if not, why. `state` is projected to `now` (A3b); nothing changes. */
export function explain(
  state: AccountState,
  asked: Pick<PlaceHold, 'credits' | 'member' | 'mode'>,
  now: number,
  delivered_words: number,
) {
  const command: PlaceHold = { op: 'hold', account: state.account, key: '', actor: '', ...asked };
  const outcome = placeHold(state, command, now);
  const balance = balanceOf(state.account, figuresOf(state, now, delivered_words));
  if (isRefusal(outcome)) return { ok: false, held: 0, slices: [], refusal: outcome, balance };
  const slices = outcome.drafts[0]!.moves.map(([seq, credits]) => ({
    grant: idOf('grant', state.account, seq),
    kind: state.grants.get(seq)!.kind,
    credits,
  }));
  const held = slices.reduce((sum, slice) => sum + slice.credits, 0);
  return { ok: true, held, slices, refusal: null, balance };
}
