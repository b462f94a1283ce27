import { instantText } from '@inkwell/engine';
import type { Format } from '../documents/export/index.ts';
import { fileNameOf } from '../documents/export/index.ts';
import { shownMail } from '../people/names.ts';
import type { PersonRow } from '../people/store.ts';
import { documentFiles } from './documents.ts';
import { encoded } from './pages.ts';
import type { ExportParts } from './parts.ts';
import { runFile } from './runs.ts';
import { usageFiles } from './usage.ts';
import type { ExportFile } from './zip.ts';

/** What is one's own: oneself, and of each workspace one's own documents, runs and usage. */
export async function* personFiles(
  parts: ExportParts,
  person: PersonRow,
  documents: Format | 'json',
): AsyncGenerator<ExportFile, void, undefined> {
  const { stores, ledger, now } = parts;
  const { member } = person;
  const workspaces = await stores.people.belongsTo(member);
  yield { name: 'README.txt', bytes: encoded(readMe(person.name, now())) };
  yield { name: 'you.json', bytes: encoded(`${JSON.stringify(await personOf(parts, person), null, 2)}\n`) };
  for (const { workspace: account, name } of workspaces) {
    const folder = `${fileNameOf(name)} ${fileNameOf(account)}/`;
    yield* documentFiles(stores.documents, { account, member, author: member }, documents, folder);
    yield runFile(parts.runs, { account, reader: member, member }, `${folder}runs.ndjson`);
    const loaded = await ledger.reads.load(account);
    if (loaded !== undefined) yield* usageFiles(ledger.reads, loaded, folder, member);
  }
}

async function personOf(
  { stores, now }: ExportParts,
  { member, name, email, mail_confirmed, staff }: PersonRow,
) {
  const [workspaces, sessions, records] = await Promise.all([
    stores.people.belongsTo(member),
    stores.people.sessions(member, now()),
    stores.records.ofPerson(member),
  ]);
  return {
    member,
    name,
    mail: shownMail(email),
    mail_confirmed,
    staff,
    exported_at: instantText(now()),
    workspaces,
    sessions: sessions.map(({ user_agent, ip_address, signed_in_at, last_used_at }) => ({
      device: user_agent,
      address: ip_address,
      signed_in_at: instantText(signed_in_at),
      last_used_at: instantText(last_used_at),
    })),
    ...records,
  };
}

const readMe = (name: string, now: number): string => `What is ${name}'s own, as it was at ${instantText(now)}

you.json         name, mail address, workspaces, where you are signed in, invitations to you, favourites, and which
                 mails you want
For each workspace that you belong to, in a folder of its name:
documents        those that you made, private ones included
runs.ndjson      what you asked for, with every output's text, cost and vote, newest first
usage/           your credits of each cycle by day and source

Not in here: documents that others made, documents in the trash, earlier versions, and your password, of which only a
hash is kept.
`;
