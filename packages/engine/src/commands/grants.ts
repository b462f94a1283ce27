import type { Award, Revoke } from '../commands.ts';
import { draft } from '../due.ts';
import { idOf, seqOf } from '../journal.ts';
import { MOVE } from '../moves.ts';
import { notice } from '../notices.ts';
import type { Outcome } from '../outcome.ts';
import { refusal } from '../refuse.ts';
import { dayOf, instantText } from '../time.ts';
import type { AccountState, Grant, Refusal } from '../types.ts';

/** G3, G5: a bonus grant, in every phase; it never expires. */
export function award(state: AccountState, command: Award, now: number): Outcome {
  const seq = state.seq + 1;
  const { credits, reason } = command;
  const source = command.source ?? 'staff';
  const made = draft('bonus_awarded', now, { credits, source, reason });
  made.moves = [[seq, credits, MOVE.grant, state.cycle.number, dayOf(state, now)]];
  const told = notice(now, 'bonus_awarded', {
    credits,
    source,
    reason,
    grant: idOf('grant', state.account, seq),
  });
  return {
    drafts: [made, told],
    spends: false,
    body: (after) => grantView(after, after.grants.get(seq)!, null),
  };
}

/** G4: what is available of a bonus grant goes, and it is closed. */
export function revoke(state: AccountState, command: Revoke, now: number): Outcome | Refusal {
  const seq = seqOf('grant', state, command.grant);
  const grant = seq === null ? undefined : state.grants.get(seq);
  if (grant === undefined)
    return refusal('grant_not_found', `There is no grant ${command.grant}.`, { grant: command.grant });
  if (grant.kind !== 'bonus')
    return refusal('invalid_state', 'Only bonus grants can be revoked.', { kind: grant.kind });
  if (grant.state === 'revoked')
    return refusal('invalid_state', `${command.grant} is revoked already.`, { grant: command.grant });
  const revoked = grant.available;
  const made = draft('bonus_revoked', now, { grant: grant.seq, reason: command.reason, revoked });
  if (revoked > 0) made.moves = [[grant.seq, revoked, MOVE.revoke, state.cycle.number, dayOf(state, now)]];
  return {
    drafts: [made],
    spends: false,
    body: (after) => grantView(after, after.grants.get(grant.seq)!, null),
  };
}

/** A grant as the contract shows it. */
export function grantView(state: Pick<AccountState, 'account'>, grant: Grant, expires_at: number | null) {
  return {
    grant: idOf('grant', state.account, grant.seq),
    kind: grant.kind,
    source: grant.source,
    amount: grant.amount,
    available: grant.available,
    held: grant.held,
    spent: grant.spent,
    expired: grant.expired,
    revoked: grant.revoked,
    state: grant.state,
    reason: grant.reason,
    actor: grant.actor,
    seq: grant.seq,
    created_at: instantText(grant.made_at),
    expires_at: expires_at === null ? null : instantText(expires_at),
  };
}
