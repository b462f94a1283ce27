import { problemOf } from '@inkwell/contract';
import { dateOfDay } from '@inkwell/engine';
import type { Database } from '@inkwell/ledger';
import type { Format } from '../documents/export/index.ts';
import { fileNameOf } from '../documents/export/index.ts';
import { type Asker, MANAGERS, placeOf } from '../people/context.ts';
import type { Outcome } from '../people/outcome.ts';
import type { PeopleStore } from '../people/store.ts';
import { type ExportParts, exportStores } from './parts.ts';
import { personFiles } from './person.ts';
import { workspaceFiles } from './workspace.ts';
import { type ExportFile, zipOf } from './zip.ts';

const DAY_MS = 86_400_000;

export interface Archive {
  /** What the file is called. */
  name: string;
  stream: ReadableStream<Uint8Array>;
}

/** Archives of what a workspace or a person has here. They are read while they are sent. */
export class Exports {
  readonly #parts: ExportParts;

  constructor(parts: Omit<ExportParts, 'stores'>, database: Database, people: PeopleStore) {
    this.#parts = { ...parts, stores: exportStores(database, people) };
  }

  /** For owners and admins; another workspace is not found. */
  async workspace(asker: Asker, workspace: string, documents: Format | 'json'): Promise<Outcome<Archive>> {
    const { stores, ledger, programs } = this.#parts;
    const place = await placeOf(stores.people, asker, workspace, MANAGERS);
    if (!place.ok) return place;
    const loaded = await ledger.reads.load(workspace);
    if (loaded === undefined) {
      const detail = `There is no workspace ${workspace}.`;
      return { ok: false, problem: problemOf('workspace_not_found', detail) };
    }
    await programs.projection.run();
    const { name } = place.body;
    const asked = { account: workspace, name, member: asker.member, documents };
    return { ok: true, body: this.#archive(name, workspaceFiles(this.#parts, loaded, asked)) };
  }

  async person(asker: Asker, documents: Format | 'json'): Promise<Outcome<Archive>> {
    const person = await this.#parts.stores.people.person('id', asker.member);
    return { ok: true, body: this.#archive(person!.name, personFiles(this.#parts, person!, documents)) };
  }

  #archive(title: string, files: AsyncIterable<ExportFile>): Archive {
    const { now, log } = this.#parts;
    const at = now();
    const stream = zipOf(files, at, (error) => log.warn({ err: error }, 'an export broke off'));
    return { name: `${fileNameOf(title)} ${dateOfDay(Math.floor(at / DAY_MS))}.zip`, stream };
  }
}
