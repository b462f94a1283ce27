import type { AccountState, Grant, HeldSlice, Move } from './types.ts';

/**
 * Every change of credits is a movement between two buckets of ONE grant, so that conservation (G1) holds by
 * construction: `world` is outside of the grant, and moving from or to it changes the grant's amount.
 */
export const BUCKETS = ['world', 'available', 'held', 'spent', 'expired', 'revoked'] as const;

export const MOVE = {
  grant: 1, //             world → available: a grant is made, or grows by a plan edit (E2)
  shrink: 10, //           available → world: a plan edit takes unused credits away (E2)
  take: 12, //             available → held
  charge: 13, //           available → spent
  expire: 14, //           available → expired (G2)
  revoke: 15, //           available → revoked (G4)
  absorb: 20, //           held → world: what returns above the limit (E2)
  release: 21, //          held → available
  spend: 23, //            held → spent
  release_expired: 24, //  held → expired (H6)
  release_revoked: 25, //  held → revoked (G4)
  refund_absorbed: 30, //  spent → world (E2)
  refund: 31, //           spent → available (R2)
  refund_expired: 34, //   spent → expired (R4)
  refund_revoked: 35, //   spent → revoked (G4)
} as const;

export const movesFrom = (code: number): number => (code / 10) | 0;
export const movesTo = (code: number): number => code % 10;

const AVAILABLE = 1;
export const HELD = 2;
export const SPENT = 3;

function add(grant: Grant, bucket: number, credits: number): void {
  switch (bucket) {
    case 0:
      grant.amount -= credits;
      return;
    case 1:
      grant.available += credits;
      return;
    case 2:
      grant.held += credits;
      return;
    case 3:
      grant.spent += credits;
      return;
    case 4:
      grant.expired += credits;
      return;
    default:
      grant.revoked += credits;
  }
}

/** Carries a movement out on its grant. Throws on a bucket below zero: a bug, never a refusal. */
export function moveCredits(grant: Grant, move: Move): void {
  const credits = move[1];
  const code = move[2];
  add(grant, movesFrom(code), -credits);
  add(grant, movesTo(code), credits);
  const { amount, available, held, spent, expired, revoked } = grant;
  if (Math.min(amount, available, held, spent, expired, revoked, credits) < 0)
    throw new Error(`grant ${grant.seq}: movement ${code} of ${credits} leaves a bucket below zero`);
}

/**
 * The movements of one entry, carried out on copies of the grants while they are being planned, so that each
 * movement sees those before it and the account stays untouched until the entry is applied.
 */
export class MovePlan {
  readonly moves: Move[] = [];
  /** Few: a plan seldom touches more than two grants. */
  readonly #copies: Grant[] = [];
  readonly #state: AccountState;

  constructor(state: AccountState) {
    this.#state = state;
  }

  /** The grant as it stands after the movements planned so far. */
  grant(seq: number): Grant {
    for (const copy of this.#copies) if (copy.seq === seq) return copy;
    const grant = this.#state.grants.get(seq);
    if (grant === undefined)
      throw new Error(`${this.#state.account}: grant ${seq} is not in the working set`);
    const made = { ...grant };
    this.#copies.push(made);
    return made;
  }

  move(grant: number, credits: number, code: number, cycle: number, day: number): void {
    if (credits === 0) return;
    const move: Move = [grant, credits, code, cycle, day];
    moveCredits(this.grant(grant), move);
    this.moves.push(move);
  }

  /**
   * Returns credits from `held` or `spent` to their grant: an expired grant keeps none alive (H6, R4), neither does
   * a revoked one (G4), and what stands above the limit of the cycle's grant is absorbed (E2).
   */
  giveBack(slice: HeldSlice, credits: number, from: 'held' | 'spent', into: Return): void {
    const [seq, , cycle, day] = slice;
    const grant = this.grant(seq);
    const codes = from === 'held' ? HELD_RETURNS : SPENT_RETURNS;
    if (grant.state === 'expired') {
      into.expired += credits;
      this.move(seq, credits, codes.expired, cycle, day);
    } else if (grant.state === 'revoked') {
      into.revoked += credits;
      this.move(seq, credits, codes.revoked, cycle, day);
    } else {
      const absorbed = this.aboveLimit(grant, credits);
      into.absorbed += absorbed;
      into.alive += credits - absorbed;
      this.move(seq, absorbed, codes.absorbed, cycle, day);
      this.move(seq, credits - absorbed, codes.alive, cycle, day);
    }
  }

  /** How many of `credits` returning to an open grant stand above its cycle's limit (E2). */
  aboveLimit(grant: Grant, credits: number): number {
    const { cycle } = this.#state;
    if (grant.seq !== cycle.grant) return 0;
    return Math.min(credits, Math.max(0, grant.amount - cycle.limit));
  }
}

/** Where returned credits arrived: disjoint parts of what was given back. */
export interface Return {
  alive: number;
  expired: number;
  absorbed: number;
  revoked: number;
}
export const noReturn = (): Return => ({ alive: 0, expired: 0, absorbed: 0, revoked: 0 });

const HELD_RETURNS = {
  alive: MOVE.release,
  expired: MOVE.release_expired,
  absorbed: MOVE.absorb,
  revoked: MOVE.release_revoked,
};
const SPENT_RETURNS = {
  alive: MOVE.refund,
  expired: MOVE.refund_expired,
  absorbed: MOVE.refund_absorbed,
  revoked: MOVE.refund_revoked,
};

/** Applies the moves of an entry to the account's grants, totals and members' use of this cycle (B4, M1). */
export function applyMoves(
  state: AccountState,
  moves: Move[],
  member: string | null,
  is_vote: boolean,
): void {
  for (const move of moves) {
    const grant = state.grants.get(move[0]);
    if (grant === undefined) throw new Error(`${state.account}: grant ${move[0]} is not in the working set`);
    moveCredits(grant, move);
    applyTotals(state, grant, move);
    if (member !== null && move[3] === state.cycle.number) applyUse(state, move, member, is_vote);
  }
}

function applyTotals(state: AccountState, grant: Grant, move: Move): void {
  const { totals } = state;
  const credits = move[1];
  const from = movesFrom(move[2]);
  const to = movesTo(move[2]);
  if (from === HELD) totals.held -= credits;
  if (to === HELD) totals.held += credits;
  if (grant.kind !== 'bonus') return;
  if (from === AVAILABLE) totals.bonus_available -= credits;
  if (to === AVAILABLE) totals.bonus_available += credits;
  if (from === HELD) totals.bonus_held -= credits;
  if (to === HELD) totals.bonus_held += credits;
  if (from === SPENT) totals.bonus_spent -= credits;
  if (to === SPENT) totals.bonus_spent += credits;
}

function applyUse(state: AccountState, move: Move, member: string, is_vote: boolean): void {
  const from = movesFrom(move[2]);
  const to = movesTo(move[2]);
  let use = state.members.get(member);
  if (use === undefined) state.members.set(member, (use = { held: 0, spent: 0, refunded: 0 }));
  const credits = move[1];
  if (from === HELD) use.held -= credits;
  if (to === HELD) use.held += credits;
  if (from === SPENT) use.refunded += credits;
  if (to !== SPENT) return;
  if (is_vote) use.refunded -= credits;
  else use.spent += credits;
}
