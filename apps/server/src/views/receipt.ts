import {
  BUCKETS,
  type AccountState,
  type Entry,
  type GrantKind,
  MOVE,
  type OutputRecord,
} from '@inkwell/engine';
import { idOf, instantText, movesTo } from '@inkwell/engine';
import { entryView } from './entry.ts';

const SPENT = BUCKETS.indexOf('spent');
type Account = Pick<AccountState, 'account'>;

/** The kind of a grant that an entry moves: an entry names only the kinds that are not its cycle's own. */
function kindIn(entry: Entry, grant: number): GrantKind {
  const others = entry.facts.kinds as Record<string, GrantKind> | undefined;
  return others?.[grant] ?? (entry.figures?.[1] === 1 ? 'trial' : 'plan');
}

function slicesOf({ account }: Account, entry: Entry, wanted: (code: number) => boolean) {
  return entry.moves
    .filter(([, , code]) => wanted(code))
    .map(([seq, credits]) => ({ grant: idOf('grant', account, seq), kind: kindIn(entry, seq), credits }));
}

const sumOf = (entry: Entry, wanted: number): number =>
  entry.moves.reduce((sum, [, credits, code]) => (code === wanted ? sum + credits : sum), 0);

const REFUNDS = new Set<number>([
  MOVE.refund,
  MOVE.refund_expired,
  MOVE.refund_absorbed,
  MOVE.refund_revoked,
]);

function refundsOf(account: Account, votes: Entry[]) {
  const refunds = votes.filter((vote) => vote.moves.some(([, , code]) => REFUNDS.has(code)));
  return refunds.map((vote) => ({
    seq: vote.seq,
    at: instantText(vote.at),
    refunded: sumOf(vote, MOVE.refund),
    expired: sumOf(vote, MOVE.refund_expired),
    absorbed: sumOf(vote, MOVE.refund_absorbed),
    revoked: sumOf(vote, MOVE.refund_revoked),
    slices: slicesOf(account, vote, (code) => REFUNDS.has(code)),
    // R5: what a later vote spent again is what this refund had returned; refunds and takings alternate.
    taken_back: votes.some((later) => later.seq > vote.seq && sumOf(later, MOVE.charge) > 0),
  }));
}

/** All that the journal knows of one output (api.md, the receipt). */
export function receiptOf(account: Account, found: { record: OutputRecord; entries: Entry[] }) {
  const { record, entries } = found;
  const [charge, ...votes] = entries;
  const views = entries.map((entry) => entryView(account.account, entry));
  return {
    output: record.output,
    run: record.run,
    hold: views[0]!.hold,
    member: record.member,
    source: record.source,
    labels: record.labels,
    words: record.words,
    counter: record.counter,
    text_sha256: record.text_sha256,
    charged: record.charged,
    refunded: record.refunded,
    shortfall: record.shortfall,
    late: record.late,
    charged_at: instantText(record.charged_at),
    slices: slicesOf(account, charge!, (code) => movesTo(code) === SPENT),
    refunds: refundsOf(account, votes),
    vote: record.vote,
    vote_member: record.vote_member,
    vote_reason: record.vote_reason,
    entries: views,
  };
}
