import type { Routes } from '@inkwell/contract';
import { seqOf, textDigest } from '@inkwell/engine';
import type { Ledger } from '@inkwell/ledger';
import { COUNTER_VERSION, countWords } from '@inkwell/words';
import { refusalForMember } from '../auth/access.ts';
import { type Call, type Handlers, type Result, ok, refuse, refused } from '../http/call.ts';
import { receiptOf } from '../views/receipt.ts';
import { change, read } from './context.ts';

/** The words as given, or counted from the text by the ledger's own counter, with the text's hash (C2). */
function countOf(body: { words?: number | undefined; text?: string | undefined }) {
  const { text } = body;
  if (text === undefined) return { words: body.words! };
  return {
    words: countWords(text),
    counted: { counter: COUNTER_VERSION, text_sha256: textDigest(text) },
  };
}

type SpendingRoutes = Pick<
  Routes,
  'createHold' | 'extendHold' | 'settleHold' | 'releaseHold' | 'createCharge' | 'voteOutput' | 'getOutput'
>;

/** Holds, charges, votes, receipts. */
export const spendingHandlers = (ledger: Ledger): Handlers<SpendingRoutes> => ({
  createHold: (call) => {
    const problem = refusalForMember(call.caller, call.body.member);
    if (problem !== null) return refused(problem);
    return change(ledger, call, { op: 'hold', ...call.body });
  },
  extendHold: (call) =>
    ifHolder(ledger, call, () =>
      change(ledger, call, { op: 'extend', hold: call.params.hold, ...call.body }),
    ),
  settleHold: (call) => {
    const { output, excess, source, labels } = call.body;
    const { hold } = call.params;
    const asked = { op: 'settle', hold, output, excess, source, labels } as const;
    return ifHolder(ledger, call, () => change(ledger, call, { ...asked, ...countOf(call.body) }));
  },
  releaseHold: (call) =>
    ifHolder(ledger, call, () => change(ledger, call, { op: 'release', hold: call.params.hold })),
  createCharge: (call) => {
    const { output, member, source, run, labels } = call.body;
    const problem = refusalForMember(call.caller, member);
    if (problem !== null) return refused(problem);
    return change(ledger, call, { op: 'charge', output, member, source, run, labels, ...countOf(call.body) });
  },
  voteOutput: (call) => {
    const vote = () => change(ledger, call, { op: 'vote', output: call.params.output, ...call.body });
    const { caller } = call;
    if (caller.kind !== 'session' || caller.role !== 'member') return vote();
    const problem = refusalForMember(caller, call.body.member);
    return problem === null ? ifAuthor(ledger, call, caller.member, vote) : refused(problem);
  },
  getOutput: (call) =>
    read(ledger, call, async (loaded) => {
      const found = await ledger.reads.output(loaded, call.params.output);
      return found === undefined ? noOutput(call.params.output) : ok(receiptOf(loaded.state, found));
    }),
});

const noOutput = (output: string): Result =>
  refuse('output_not_found', `There is no output ${output}.`, { output });

/**
 * M1: a hold is its member's use, so members signed in act on their own; owners, admins and keys on all. Whose it is stands
 * in the entry that made it, also when it has ended. What is no hold of the account is the ledger's to tell.
 */
function ifHolder(
  ledger: Ledger,
  call: Pick<Call, 'caller'> & { params: { account: string; hold: string } },
  act: () => Promise<Result>,
): Result | Promise<Result> {
  const { caller } = call;
  if (caller.kind !== 'session' || caller.role !== 'member') return act();
  return read(ledger, call, async (loaded) => {
    const seq = seqOf('hold', loaded.state, call.params.hold);
    const [made] = seq === null ? [] : await ledger.reads.entriesAfter(loaded, seq - 1, 1);
    const problem = made?.kind === 'held' ? refusalForMember(caller, made.member!) : null;
    return problem === null ? act() : refused(problem);
  });
}

/** R1: of the members signed in, the author may vote; owners and admins may on everything. */
function ifAuthor(
  ledger: Ledger,
  call: Call<Routes['voteOutput']>,
  member: string,
  vote: () => Promise<Result>,
): Promise<Result> {
  const { output } = call.params;
  return read(ledger, call, async (loaded) => {
    const found = await ledger.reads.output(loaded, output);
    if (found === undefined) return noOutput(output);
    if (found.record.member === member) return vote();
    return refuse('not_allowed', 'Its author, admins and owners may vote on an output.');
  });
}
