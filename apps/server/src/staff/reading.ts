import type {
  Feedback,
  FoundWorkspaces,
  InstanceHealth,
  StaffActList,
  StaffWorkspace,
} from '@inkwell/contract';
import { grantView, instantText } from '@inkwell/engine';
import { type Outcome, done, no } from '../people/outcome.ts';
import { shownMail } from '../people/names.ts';
import { BUILT_IN } from '../templates/catalogue.ts';
import { SAME_AWARD_MS } from './awards.ts';
import type { StaffParts } from './parts.ts';
import type { OwnerRow, VotedRow } from './store.ts';

const LAST_AWARDS = 10;
const GRANTS_PAGE = 200;
const DAY_MS = 86_400_000;

/** The reasons that the page offers. Free words could say what a text is about, so they count as another one. */
const REASONS = ['Off topic', 'Wrong tone', 'Repetitive', 'Incorrect', 'Other'] as const;

const personOf = ({ mailer }: Pick<StaffParts, 'mailer'>, row: OwnerRow) => {
  const { member, name, email, mail_confirmed } = row;
  return { member, name, mail: shownMail(email), mail_confirmed: mailer.sends ? mail_confirmed : null };
};

/** Finds workspaces. */
export async function findWorkspaces(parts: StaffParts, text: string): Promise<Outcome<FoundWorkspaces>> {
  const { store, ledger } = parts;
  const rows = await store.find(text.trim());
  const [owners, loaded] = await Promise.all([
    store.owners(rows.map(({ account }) => account)),
    Promise.all(rows.map(({ account }) => ledger.reads.load(account))),
  ]);
  const data = rows.flatMap((row, index) => {
    const found = loaded[index];
    // A workspace that is just being made has no account for a moment.
    if (found === undefined) return [];
    const owner = owners.find(({ account }) => account === row.account);
    const { phase, plan } = found.state;
    return [
      {
        account: row.account,
        name: row.name,
        owner: owner === undefined ? null : personOf(parts, owner),
        members: row.members,
        phase,
        plan,
        created_at: instantText(row.created_at),
      },
    ];
  });
  return done({ data });
}

/** One workspace: its state, owners and last awards. */
export async function readWorkspace(parts: StaffParts, account: string): Promise<Outcome<StaffWorkspace>> {
  const { store, ledger, acts, now } = parts;
  const [row, loaded] = await Promise.all([store.workspace(account), ledger.reads.load(account)]);
  if (row === undefined || loaded === undefined)
    return no('workspace_not_found', `There is no workspace ${account}.`);
  const [owners, awards, grants] = await Promise.all([
    store.owners([account]),
    acts.awards(account),
    ledger.reads.grants(loaded, Number.MAX_SAFE_INTEGER, GRANTS_PAGE),
  ]);
  const by_grant = new Map(awards.map((award) => [award.target, award]));
  const { plan } = loaded.state;
  return done({
    account,
    name: row.name,
    owners: owners.map((owner) => personOf(parts, owner)),
    members: row.members,
    created_at: instantText(row.created_at),
    plan_name: ledger.catalogue.planAt(plan, ledger.now())?.name ?? plan,
    state: ledger.reads.accountOf(loaded),
    awards: grants
      .filter(({ grant }) => grant.kind === 'bonus')
      .slice(0, LAST_AWARDS)
      .map(({ grant }) => {
        const view = grantView(loaded.state, grant, null);
        const act = by_grant.get(view.grant);
        return { ...view, by: act?.name ?? null, note: act?.note ?? null };
      }),
    awards_in_24_h: awards
      .filter(({ done_at }) => done_at >= now() - SAME_AWARD_MS)
      .map(({ credits, done_at, name }) => ({ credits, at: instantText(done_at), by: name })),
  });
}

/** What staff have done, newest first. */
export async function listActs(
  { acts }: StaffParts,
  account: string | null,
  before: number,
  limit: number,
): Promise<StaffActList['data']> {
  const rows = await acts.page(account, before, limit);
  return rows.map(({ begun_at, done_at, ...row }) => ({
    ...row,
    at: instantText(done_at ?? begun_at),
    done: done_at !== null,
  }));
}

const KINDS = { command: 'Commands', compose: 'Compose', template: 'Templates', api: 'API keys' } as const;

/** What was asked for, in words. A workspace's own templates are its own affair: they are not named. */
function titleOf({ kind, template }: Pick<VotedRow, 'kind' | 'template'>): string {
  if (template === null) return KINDS[kind];
  return BUILT_IN.get(template)?.name ?? 'A workspace’s own template';
}

/** Downvotes of the last days by template or command and reason. */
export async function readFeedback(
  { store, now }: StaffParts,
  { days, by }: { days: number; by: 'kind' | 'template' },
): Promise<Outcome<Feedback>> {
  const since = now() - days * DAY_MS;
  const [groups, texts, { outputs }] = await Promise.all([
    store.voted(since, REASONS, by === 'template'),
    store.shared(since),
    store.counts(since),
  ]);
  return done({
    groups: groups.map((row) => ({
      ...row,
      template: row.template !== null && BUILT_IN.has(row.template) ? row.template : null,
      title: titleOf(row),
    })),
    outputs,
    texts: texts.map(({ kind, template, created_at, ...row }) => ({
      ...row,
      title: titleOf({ kind, template }),
      at: instantText(created_at),
    })),
  });
}

/** How the instance is. Rejects if the database is out of reach, which is answered 503. */
export async function readHealth(parts: StaffParts): Promise<Outcome<InstanceHealth>> {
  const { database, ledger, store, hub, writer, payments, mailer, version } = parts;
  const from = performance.now();
  await ledger.ping();
  const answered_in_ms = Math.round((performance.now() - from) * 10) / 10;
  const { workspaces, people } = await store.counts(Number.MAX_SAFE_INTEGER);
  return done({
    version,
    started_at: instantText(parts.started_at),
    database: { kind: database.kind, answered_in_ms },
    lanes: { waiting: ledger.waiting, limit: parts.queue_limit * ledger.shards },
    streams: hub.streams,
    writer: { id: writer.id, is_demo: writer.is_demo },
    mail: mailer.sends,
    payments: payments.kind,
    workspaces,
    people,
  });
}
