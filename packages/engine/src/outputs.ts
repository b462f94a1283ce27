import { MOVE, SPENT, movesFrom, movesTo } from './moves.ts';
import type { ChargeSource, Entry, HeldSlice, OutputRecord, VoteValue } from './types.ts';

/** An output is what its entries say (J3): its charge first, then its votes, in sequence. */
export function outputOf(entries: Entry[]): OutputRecord | null {
  const [charge, ...votes] = entries;
  if (charge === undefined) return null;
  const record = openOutput(charge);
  for (const vote of votes) applyVote(record, vote);
  return record;
}

export function openOutput(charge: Entry): OutputRecord {
  const { facts } = charge;
  const spent: HeldSlice[] = [];
  for (const [grant, credits, code, cycle, day] of charge.moves)
    if (movesTo(code) === SPENT) spent.push([grant, credits, cycle, day]);
  return {
    output: charge.output!,
    member: charge.member!,
    source: facts.source as ChargeSource,
    labels: (facts.labels as string[] | undefined) ?? [],
    run: (facts.run as string | undefined) ?? null,
    words: facts.words as number,
    counter: (facts.counter as string | undefined) ?? null,
    text_sha256: (facts.text_sha256 as string | undefined) ?? null,
    late: facts.late === true,
    shortfall: (facts.shortfall as number | undefined) ?? 0,
    charged: spent.reduce((sum, slice) => sum + slice[1], 0),
    charged_at: charge.at,
    spent,
    returned: [],
    refunded: 0,
    expired: 0,
    absorbed: 0,
    revoked: 0,
    refund_cycle: null,
    vote: 'none',
    vote_member: null,
    vote_reason: null,
    entries: [charge.seq],
  };
}

/** Takes `credits` off the last slice of a grant, cycle and day. */
function takeOff(slices: HeldSlice[], grant: number, credits: number, cycle: number, day: number): void {
  let left = credits;
  for (let i = slices.length - 1; i >= 0 && left > 0; i -= 1) {
    const slice = slices[i]!;
    if (slice[0] !== grant || slice[2] !== cycle || slice[3] !== day) continue;
    const taken = Math.min(left, slice[1]);
    slice[1] -= taken;
    left -= taken;
    if (slice[1] === 0) slices.splice(i, 1);
  }
}

/** Folds a vote's entry into the record: what it refunded, or took back (R2–R5). */
export function applyVote(record: OutputRecord, entry: Entry): void {
  record.entries.push(entry.seq);
  // R5: the same vote again takes nothing away, a reason given before neither.
  const kept = record.vote === entry.facts.vote ? record.vote_reason : null;
  record.vote = entry.facts.vote as VoteValue;
  record.vote_member = entry.facts.by as string;
  record.vote_reason = (entry.facts.reason as string | undefined) ?? kept;
  if (typeof entry.facts.refund_cycle === 'number') record.refund_cycle = entry.facts.refund_cycle;
  // Refund moves walk the slices backwards; taking back walks them forwards, so the order taken is kept.
  for (const [grant, credits, code, cycle, day] of entry.moves) {
    if (movesFrom(code) === SPENT) takeOff(record.spent, grant, credits, cycle, day);
    if (code === MOVE.refund) {
      record.refunded += credits;
      record.returned.unshift([grant, credits, cycle, day]);
    } else if (code === MOVE.refund_expired) record.expired += credits;
    else if (code === MOVE.refund_absorbed) record.absorbed += credits;
    else if (code === MOVE.refund_revoked) record.revoked += credits;
    else if (code === MOVE.charge) {
      record.refunded -= credits;
      takeOff(record.returned, grant, credits, cycle, day);
      record.spent.push([grant, credits, cycle, day]);
    }
  }
}
