import { type Entry, movesFrom, movesTo } from '@inkwell/engine';

/** What one output spent and got back in one cycle, on one day of the account's zone (B4). */
export interface DayUse {
  cycle: number;
  day: number;
  spent: number;
  /** Negative where a refund was taken back (R5). */
  refunded: number;
  outputs: number;
}

const SPENT = 3;

/**
 * What a charge, a settle or a vote adds to the use of the cycles and days that its slices belong to (B4, R6). `place` is
 * asked for the cycle and day of a charge of 0, which has no slices.
 */
export function usageDays(
  entry: Pick<Entry, 'kind' | 'moves'>,
  place: () => [cycle: number, day: number],
): DayUse[] {
  const is_vote = entry.kind === 'voted';
  // Few: the slices of one output lie in one day, or in two around midnight.
  const days: DayUse[] = [];
  const at = (cycle: number, day: number) => {
    for (const row of days) if (row.cycle === cycle && row.day === day) return row;
    const row = { cycle, day, spent: 0, refunded: 0, outputs: 0 };
    days.push(row);
    return row;
  };
  for (const [, credits, code, cycle, day] of entry.moves) {
    if (movesFrom(code) === SPENT) at(cycle, day).refunded += credits;
    else if (movesTo(code) !== SPENT) continue;
    else if (is_vote) at(cycle, day).refunded -= credits;
    else at(cycle, day).spent += credits;
  }
  // An output counts where its first word does; one that cost nothing, where it was recorded.
  if (!is_vote) (days[0] ?? at(...place())).outputs = 1;
  return days;
}
