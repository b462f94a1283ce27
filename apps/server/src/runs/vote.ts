import { randomUUID } from 'node:crypto';
import { type AppVoteReply, type VoteReply, problemOf } from '@inkwell/contract';
import { problemOfRefusal } from './endings.ts';
import { type TipKind, tipsFor } from './tips.ts';
import type { Context, Input, Outcome, RunCall, RunSession } from './types.ts';

interface Author {
  member: string;
  kind: TipKind;
  template: string | null;
}

/** Who wrote an output: the app's rows know, or else the journal (outputs made with a key). */
async function authorOf(context: Context, account: string, output: string): Promise<Author | null> {
  const row = await context.store.find(account, output);
  if (row !== undefined) return { ...row, kind: tipKindOf(row.kind) };
  const loaded = await context.ledger.reads.load(account);
  const found = loaded && (await context.ledger.reads.output(loaded, output));
  if (found === undefined) return null;
  const { member, source } = found.record;
  return { member, kind: tipKindOf(source), template: null };
}

/** What was asked for with a key is told what a command is. */
const tipKindOf = (kind: TipKind | 'api'): TipKind => (kind === 'api' ? 'command' : kind);

/**
 * R1: the author, admins and owners vote; what that moves is the ledger's to say (R2–R6). Why somebody voted, and
 * whether the support team may read the text, is kept beside the output.
 */
export async function vote(
  context: Context,
  { params, body }: Input<'vote'>,
  session: RunSession,
  call: RunCall = {},
): Promise<Outcome<AppVoteReply> & { replayed?: boolean }> {
  const { account, member, role } = session;
  const { output } = params;
  const author = await authorOf(context, account, output);
  if (author === null) {
    const detail = `There is no output ${output}.`;
    return { ok: false, problem: problemOf('output_not_found', detail, { output }) };
  }
  if (role === 'member' && author.member !== member) {
    const detail = 'The author, admins and owners may vote on an output.';
    return { ok: false, problem: problemOf('not_allowed', detail, { output }) };
  }
  const answer = await context.ledger.execute({
    op: 'vote',
    account,
    key: call.idempotency_key ?? `vote:${randomUUID()}`,
    actor: `member:${member}`,
    output,
    vote: body.vote,
    member,
    ...(body.reason !== null && { reason: body.reason }),
  });
  if (!answer.ok) return { ok: false, problem: problemOfRefusal(answer.refusal) };
  await keepFeedback(context, output, body);
  const reply = answer.reply.body as VoteReply;
  const template = author.template === null ? null : await context.templates.find(account, author.template);
  const tips = tipsFor(body.vote, body.reason, author.kind, template?.tips);
  return { ok: true, body: { ...reply, tips }, replayed: answer.replayed };
}

async function keepFeedback(
  { store, log }: Context,
  output: string,
  body: Input<'vote'>['body'],
): Promise<void> {
  const is_down = body.vote === 'down';
  try {
    await store.saveFeedback(output, is_down ? body.reason : null, is_down && body.share_text);
  } catch (error) {
    // The vote stands in the journal, its reason too: only the permission to read the text is lost.
    log.warn({ output, err: error }, 'The reason of a vote could not be stored');
  }
}
