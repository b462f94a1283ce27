import { BUCKETS, type Entry, idOf, instantText, movesFrom, movesTo } from '@inkwell/engine';

/** Facts that stand elsewhere in the answer, or that only the ledger needs to repeat a reply. */
const UNTOLD = new Set(['reply', 'kinds', 'run', 'hold', 'bit', 'cap_used']);

const isSeq = (value: unknown): value is number => typeof value === 'number';

/** The facts of an entry as people read them: instants as text, grants by their id. */
export function factsOf(account: string, facts: Entry['facts']): Record<string, unknown> {
  const told: Record<string, unknown> = {};
  for (const name in facts) {
    if (UNTOLD.has(name)) continue;
    const value = facts[name];
    if (typeof value === 'number' && name.endsWith('s_at')) told[name] = instantText(value);
    else if (name === 'to_at' && typeof value === 'number') told.to = instantText(value);
    else if (name === 'grant' && isSeq(value)) told.grant = idOf('grant', account, value);
    else told[name] = value;
  }
  return told;
}

function holdOf(account: string, entry: Entry): string | null {
  if (entry.kind === 'held') return idOf('hold', account, entry.seq);
  return isSeq(entry.facts.hold) ? idOf('hold', account, entry.facts.hold) : null;
}

/** A line of the journal as the contract shows it. */
export function entryView(account: string, entry: Entry) {
  return {
    seq: entry.seq,
    at: instantText(entry.at),
    kind: entry.kind,
    slices: entry.moves.map(([seq, credits, code]) => ({
      grant: idOf('grant', account, seq),
      credits,
      from: BUCKETS[movesFrom(code)]!,
      to: BUCKETS[movesTo(code)]!,
    })),
    member: entry.member,
    output: entry.output,
    run: (entry.facts.run as string | undefined) ?? null,
    hold: holdOf(account, entry),
    idempotency_key: entry.key,
    actor: entry.actor,
    data: factsOf(account, entry.facts),
    hash: entry.hash,
  };
}
