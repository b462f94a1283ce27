import type { Database, Ledger } from '@inkwell/ledger';
import type { Logger } from 'pino';
import { DocumentStore } from '../documents/store.ts';
import { VoiceStore } from '../documents/voices.ts';
import type { History } from '../history/index.ts';
import type { PeopleStore } from '../people/store.ts';
import type { Programs } from '../programs/index.ts';
import type { Runs } from '../runs/index.ts';
import { TemplateStore } from '../templates/store.ts';
import { RecordStore } from './records.ts';

/** What exports read from. */
export interface ExportParts {
  ledger: Ledger;
  runs: Runs['reader'];
  history: History;
  programs: Programs;
  stores: {
    documents: DocumentStore;
    voices: VoiceStore;
    templates: TemplateStore;
    people: PeopleStore;
    records: RecordStore;
  };
  log: Logger;
  now: () => number;
}

export const exportStores = (database: Database, people: PeopleStore): ExportParts['stores'] => ({
  documents: new DocumentStore(database),
  voices: new VoiceStore(database),
  templates: new TemplateStore(database),
  records: new RecordStore(database),
  people,
});
