import { grantView, instantText } from '@inkwell/engine';
import type { Loaded } from '@inkwell/ledger';
import { voiceOf } from '../documents/views.ts';
import type { Format } from '../documents/export/index.ts';
import { shownMail } from '../people/names.ts';
import type { ListedOutput } from '../programs/outputs.ts';
import { csvOf } from '@inkwell/contract/csv';
import { documentFiles } from './documents.ts';
import { csvOfPages, encoded, jsonLines, mapped, pages } from './pages.ts';
import type { ExportParts } from './parts.ts';
import { runFile } from './runs.ts';
import { usageFiles } from './usage.ts';
import type { ExportFile } from './zip.ts';

const PAGE = 100;

/** What is exported, and for whose eyes. */
export interface WorkspaceExport {
  account: string;
  name: string;
  /** Who downloads it: what is private of others is not for them. */
  member: string;
  documents: Format | 'json';
}

const json = (value: unknown): Uint8Array => encoded(`${JSON.stringify(value, null, 2)}\n`);

/** All that a workspace has here, file after file. */
export async function* workspaceFiles(
  parts: ExportParts,
  loaded: Loaded,
  asked: WorkspaceExport,
): AsyncGenerator<ExportFile, void, undefined> {
  const { account, member, documents } = asked;
  const { ledger, stores, runs } = parts;
  yield { name: 'README.txt', bytes: encoded(readMe(asked, parts.now())) };
  yield { name: 'workspace.json', bytes: json(await workspaceOf(parts, loaded, asked)) };
  yield { name: 'members.csv', bytes: encoded(await membersOf(parts, account)) };
  yield* documentFiles(stores.documents, { account, member, author: null }, documents, '');
  yield { name: 'voices.json', bytes: json((await stores.voices.list(account)).map(voiceOf)) };
  const templates = await stores.templates.of(account);
  yield {
    name: 'templates.json',
    bytes: json(templates.map(({ template, body }) => ({ template, ...body }))),
  };
  yield* recordFiles(parts, account);
  yield runFile(runs, { account, reader: member, member: null }, 'runs.ndjson');
  yield { name: 'program-outputs.ndjson', bytes: programOutputs(parts, account) };
  yield* usageFiles(ledger.reads, loaded, '', null);
  yield { name: 'grants.csv', bytes: grantLines(parts, loaded) };
  yield { name: 'journal.ndjson', bytes: journalOf(parts, account) };
}

async function workspaceOf(parts: ExportParts, loaded: Loaded, { account, name, member }: WorkspaceExport) {
  return {
    workspace: account,
    name,
    exported_at: instantText(parts.now()),
    exported_by: member,
    account: parts.ledger.reads.accountOf(loaded),
  };
}

async function* recordFiles({ stores }: ExportParts, account: string): AsyncGenerator<ExportFile> {
  const { invitations, keys, webhooks, ...others } = await stores.records.ofWorkspace(account);
  const { subscription, invoices, purchases, ...earning } = others;
  yield { name: 'invitations.json', bytes: json(invitations) };
  yield { name: 'keys.json', bytes: json(keys) };
  yield { name: 'webhooks.json', bytes: json(webhooks) };
  yield { name: 'payments.json', bytes: json({ subscription, invoices, purchases }) };
  yield { name: 'earning.json', bytes: json(earning) };
}

async function membersOf({ stores }: ExportParts, account: string): Promise<string> {
  const rows = await stores.people.members(account);
  const head = ['member', 'name', 'mail', 'role', 'joined_at', 'last_active_at'];
  return csvOf(
    head,
    rows.map(({ member, name, email, role, joined_at, last_active_at }) => {
      const active = last_active_at === null ? '' : instantText(last_active_at);
      return [member, name, shownMail(email) ?? '', role, instantText(joined_at), active];
    }),
  );
}

function programOutputs({ programs, history }: ExportParts, account: string) {
  const rows = pages<ListedOutput, number | null>(
    null,
    PAGE,
    (before, limit) => programs.outputs.page({ account, before, limit }),
    ({ seq }) => seq,
  );
  return jsonLines(mapped(rows, (page) => history.outputs(account, page)));
}

/** The account's own file: what `inkwell import` makes an account of, and anybody can check. */
async function* journalOf({ ledger }: ExportParts, account: string): AsyncGenerator<Uint8Array> {
  for await (const page of (await ledger.exportAccount(account)) ?? []) yield encoded(page);
}

const GRANT = [
  'grant',
  'kind',
  'amount',
  'available',
  'held',
  'spent',
  'expired',
  'revoked',
  'state',
  'source',
  'reason',
  'actor',
  'created_at',
  'expires_at',
] as const;

function grantLines({ ledger }: ExportParts, loaded: Loaded) {
  const rows = pages(
    Number.MAX_SAFE_INTEGER,
    PAGE,
    (before, limit) => ledger.reads.grants(loaded, before, limit),
    ({ grant }) => grant.seq,
  );
  const lines = mapped(rows, (page) =>
    page.map(({ grant, ends_at }) => {
      const view = grantView(loaded.state, grant, ends_at);
      return GRANT.map((name) => view[name] ?? '');
    }),
  );
  return csvOfPages([...GRANT], lines);
}

function readMe({ name, documents }: WorkspaceExport, now: number): string {
  const folder =
    documents === 'json'
      ? 'documents.ndjson        every document with its content, brief and dates, one a line'
      : 'documents/, .csv        every document as a file, and a list of them';
  return `${name}, as it was at ${instantText(now)}

workspace.json          plan, cycle and balance of the workspace
members.csv             who belongs to it
${folder}
voices.json             saved voices
templates.json          the workspace's own templates
invitations.json        who was invited
keys.json               the keys of programs by their names, and what each used; not the keys themselves
webhooks.json           where events are sent to, without the secrets that sign them
payments.json           the subscription as it was last heard of, invoices, and what was bought
earning.json            the referral code and what came by it, and promo codes that were used
runs.ndjson             what was asked for in the app, with every output's text, cost and vote, newest first
program-outputs.ndjson  what programs charged over the API; their texts are not kept
usage/                  credits of each cycle by day, member and source, and by label
grants.csv              where credits came from, and what became of them
journal.ndjson          every entry of the record of credits, oldest first, as it is hashed

What changed while this was read may be in some of the files already and not in others.

Not in here: private documents of other people with what was written in them, documents in the trash, earlier versions
of documents, keys, of which only hashes are kept, the log of programs' refused requests, and what was sent to webhooks.

The journal is the account's file, as an operator's export makes it: its first line says how many entries follow and what
the hash of the last one is, and each entry's hash covers the one before it. docs/recipes/check-the-journal.md has a script
of thirty lines that checks all of it.
`;
}
