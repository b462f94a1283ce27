import type { World } from '../http/harness.ts';
import { type Newcomer, newcomer } from '../people/world.ts';

/** In every column that holds a secret or its hash. */
export const SECRET = 'heliotrope';

const CONTENT = JSON.stringify({ type: 'doc', content: [{ type: 'paragraph' }] });
const FAR = 99_999_999_999_999;

/** Rows of the workspace `ws` and the person `me`, whose key is `key`; `other` is a workspace that came by its link. */
const ROWS = `
insert into app.document (document, account, author, title, content, brief, words, created_at, updated_at, updated_by)
  values ('mark-document-id', '{ws}', '{me}', 'mark-document', '${CONTENT}', '{}', 0, 1, 1, '{me}');
insert into app.document_version (version, document, revision, kind, title, content, words, member, created_at, kept_at)
  values ('v', 'mark-document-id', 1, 'kept', 'before', '${CONTENT}', 0, '{me}', 1, 1);
insert into app.voice values ('mark-voice-id', '{ws}', 'mark-voice', 'Short words.', '{me}', 1);
insert into app.template (template, account, author, body, created_at, updated_at, updated_by)
  values ('mark-template-id', '{ws}', '{me}', '{"name": "mark-template"}', 1, 1, '{me}');
insert into app.template_favourite values ('{ws}', '{me}', 'mark-template-id', 1);
insert into app.run (run, account, member, kind, input, outputs, attempt, model, is_demo, estimate_credits, created_at, process, seen_at)
  values ('mark-run-id', '{ws}', '{me}', 'command', 'mark-run', 1, 0, 'demo', true, 1, 1, 'p', 1);
insert into app.output (output, run, idx, text, words, state) values ('mark-output-id', 'mark-run-id', 0, 'mark-output', 1, 'settled');
insert into app.output_favourite values ('{ws}', '{me}', 'mark-output-id', 1);
insert into app.key_request values ('{key}', 1, 'ok', 3);
insert into app.key_refusal (key_id, at, route, status, code, detail, figures, request_id)
  values ('{key}', 1, 'charge', 402, 'insufficient_credits', 'No.', '{}', 'r');
insert into app.webhook (webhook, account, url, description, secret, old_secret, state, starts_after, created_by, created_at)
  values ('mark-webhook', '{ws}', 'https://mark.example/hook', '', 'whsec_${SECRET}', 'whsec_old_${SECRET}', 'paused', '[]', '{me}', 1);
insert into app.webhook_delivery (delivery, webhook, account, seq, type, payload, created_at, next_at, give_up_at)
  values ('mark-delivery', 'mark-webhook', '{ws}', 1, 'grant.created', '{}', 1, ${FAR}, ${FAR});
insert into app.webhook_attempt values ('mark-delivery', 1, 1, 1, 500, null, 'no');
insert into app.payment_account (account, customer, card_brand) values ('{ws}', 'cus_${SECRET}', 'mark-card');
insert into app.payment_invoice (invoice, account, kind, reason, status, attempted, amount_due_cents, amount_paid_cents, currency, created_at)
  values ('mark-invoice', '{ws}', 'act', 'manual', 'paid', true, 100, 100, 'usd', 1);
insert into app.payment_act (act, account, kind, status, automatic, amount_cents, currency, actor, created_at, updated_at)
  values ('mark-act', '{ws}', 'pack', 'done', false, 100, 'usd', 'member:{me}', 1, 1);
insert into app.promo_code (code, credits, created_by, created_at) values ('mark-promo', 5, 'staff', 1);
insert into app.promo_use values ('mark-promo', '{ws}', '{me}', 1, null);
insert into app.referral_code values ('{ws}', 'mark-referral', 1);
insert into app.referral (account, referrer, state, created_at) values ('{ws}', 'somebody', 'declined', 1);
insert into app.referral (account, referrer, state, created_at) values ('{other}', '{ws}', 'waiting', 1);
insert into app.referral_sign_up values ('{me}', 'mark-sign-up', 1);
insert into app.notice_mail (account, seq, notice, next_at, created_at) values ('{ws}', 1, 'plan_90', ${FAR}, 1);
insert into app.staff_act (name, what, account, begun_at) values ('the team', 'award', '{ws}', 1);
insert into app.mail_proof values ('{me}', 'mark-new@example.com', '${SECRET}', '${SECRET}', 0, 1, ${FAR});
insert into app.mail_choice values ('{me}', 'ink_mo_${SECRET}', false);
insert into app.trial_waiting (person_id, account, created_at) values ('{me}', '{ws}', 1);
insert into app.reset_ask values ('{me}', 5000);
insert into app.sign_in_token values ('${SECRET}', '{me}', '{ws}', 1);
update app.person set email_verified = true where id = '{me}'`;

/** Gives a workspace and its owner something in every table that has anything of theirs; the ids of what is there. */
export async function fill(world: World, one: Newcomer): Promise<string[]> {
  const { workspace } = one;
  const { body: made } = await one.ask('POST', `/v1/accounts/${workspace}/keys`, { name: 'mark-key' });
  const charged = await world.send('POST', `/v1/accounts/${workspace}/charges`, {
    key: made.secret,
    body: { output: 'mark-charged', member: 'reader', source: 'api', words: 7 },
  });
  if (charged.status !== 201) throw new Error(charged.text);
  const host = await newcomer(world, 'Host', 'mark-invites-her');
  for (const [inviter, place, mail] of [
    [one, workspace, 'mark-invited@example.com'],
    [host, host.workspace, one.mail],
  ] as const)
    await inviter.ask('POST', `/app/workspaces/${place}/invitations`, { role: 'member', mail });
  const names: Record<string, string> = {
    ws: workspace,
    me: one.member,
    key: made.key,
    other: host.workspace,
  };
  const rows = ROWS.replaceAll(/\{(ws|me|key|other)\}/g, (_, name: string) => names[name]!);
  for (const statement of rows.split(/;\n/)) await world.at.database.query(statement);
  return [workspace, made.key, 'mark-document-id', 'mark-run-id', 'mark-output-id', 'mark-delivery'];
}
