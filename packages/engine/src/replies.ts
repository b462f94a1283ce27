import { balanceOf } from './balance.ts';
import type { Reply } from './commands.ts';
import { idOf } from './journal.ts';
import { SPENT, HELD, MOVE, movesTo } from './moves.ts';
import { instantText } from './time.ts';
import type { AccountState, Entry, GrantKind, Move } from './types.ts';

type KindOf = (grant: number) => GrantKind;

/** The kinds of the grants that an entry moves, where they are not the kind of its cycle's own grant. */
export function otherKinds(state: AccountState, moves: Move[]): Record<string, GrantKind> | null {
  let kinds: Record<string, GrantKind> | null = null;
  const usual = state.cycle.number === 0 ? 'trial' : 'plan';
  for (const [seq] of moves) {
    const { kind } = state.grants.get(seq)!;
    if (kind !== usual) (kinds ??= {})[seq] = kind;
  }
  return kinds;
}

function kindsOf(entry: Entry): KindOf {
  const usual = entry.figures?.[1] === 1 ? 'trial' : 'plan';
  const others = entry.facts.kinds as Record<string, GrantKind> | undefined;
  return (grant) => others?.[grant] ?? usual;
}

type Body = Record<string, unknown>;

function slicesOf(account: string, moves: Move[], bucket: number, kind_of: KindOf) {
  const slices: { grant: string; kind: GrantKind; credits: number }[] = [];
  for (const [seq, credits, code] of moves)
    if (movesTo(code) === bucket)
      slices.push({ grant: idOf('grant', account, seq), kind: kind_of(seq), credits });
  return slices;
}

const sumOf = (moves: Move[], wanted: (code: number) => boolean): number => {
  let sum = 0;
  for (const [, credits, code] of moves) if (wanted(code)) sum += credits;
  return sum;
};

const isSpent = (code: number): boolean => movesTo(code) === SPENT;

function settledBody(account: string, entry: Entry, kind_of: KindOf): Body {
  const { facts, moves } = entry;
  return {
    output: entry.output,
    charged: sumOf(moves, isSpent),
    returned: sumOf(moves, (code) => code === MOVE.release),
    shortfall: facts.shortfall ?? 0,
    late: facts.late === true,
    slices: slicesOf(account, moves, SPENT, kind_of),
    expired: sumOf(moves, (code) => code === MOVE.release_expired),
    absorbed: sumOf(moves, (code) => code === MOVE.absorb),
    revoked: sumOf(moves, (code) => code === MOVE.release_revoked),
    words: facts.words,
    counter: facts.counter ?? null,
  };
}

function votedBody(entry: Entry): Body {
  const { facts } = entry;
  const [cap, used] = facts.cap as [number, number];
  return {
    vote: facts.vote,
    refunded: facts.refunded ?? 0,
    expired: facts.expired ?? 0,
    absorbed: facts.absorbed ?? 0,
    revoked: facts.revoked ?? 0,
    capped: facts.capped ?? 0,
    charged_back: facts.charged_back ?? 0,
    refunds: { cap, used, left: Math.max(0, cap - used) },
  };
}

/** The answer to a keyed command, from its entry alone: what K1 needs to give the same answer again. */
function bodyOf(account: string, entry: Entry): Body {
  const { facts, moves } = entry;
  const kind_of = kindsOf(entry);
  switch (entry.kind) {
    case 'held':
      return {
        hold: idOf('hold', account, entry.seq),
        held: sumOf(moves, () => true),
        slices: slicesOf(account, moves, HELD, kind_of),
        expires_at: instantText(facts.expires_at as number),
      };
    case 'extended':
      return {
        added: facts.added,
        held: facts.held,
        slices: slicesOf(account, moves, HELD, kind_of),
        expires_at: instantText(facts.expires_at as number),
      };
    case 'settled':
      return settledBody(account, entry, kind_of);
    case 'released':
      return {
        returned: sumOf(moves, (code) => code === MOVE.release),
        expired: sumOf(moves, (code) => code === MOVE.release_expired),
        absorbed: sumOf(moves, (code) => code === MOVE.absorb),
        revoked: sumOf(moves, (code) => code === MOVE.release_revoked),
      };
    case 'charged':
      return {
        output: entry.output,
        charged: sumOf(moves, isSpent),
        words: facts.words,
        counter: facts.counter ?? null,
        slices: slicesOf(account, moves, SPENT, kind_of),
      };
    case 'voted':
      return votedBody(entry);
    default:
      return (facts.reply as Body | undefined) ?? {};
  }
}

const CREATED = new Set(['held', 'charged', 'bonus_awarded', 'account_created']);

/** The whole reply of an entry that carries a key, byte for byte what was first answered (K1). */
export function replyOf(account: string, entry: Entry): Reply {
  const body = bodyOf(account, entry);
  body.balance = balanceOf(account, entry.figures!);
  return { status: CREATED.has(entry.kind) ? 201 : 200, body };
}
