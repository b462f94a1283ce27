import type { Database } from '@inkwell/ledger';
import { newId } from '../auth/secrets.ts';
import type { VoiceRow } from './rows.ts';

const VOICE = 'voice, account, name, description, created_by, created_at';

/** The saved voices of workspaces. */
export class VoiceStore {
  readonly #database: Pick<Database, 'query'>;

  constructor(database: Pick<Database, 'query'>) {
    this.#database = database;
  }

  list(account: string): Promise<VoiceRow[]> {
    const text = `select ${VOICE} from app.voice where account = $1 order by name, voice`;
    return this.#database.query<VoiceRow>(text, [account]);
  }

  async get(account: string, voice: string): Promise<VoiceRow | undefined> {
    const text = `select ${VOICE} from app.voice where account = $1 and voice = $2`;
    return (await this.#database.query<VoiceRow>(text, [account, voice]))[0];
  }

  async create(voice: Omit<VoiceRow, 'voice'>): Promise<VoiceRow> {
    const { account, name, description, created_by, created_at } = voice;
    const [row] = await this.#database.query<VoiceRow>(
      `insert into app.voice (${VOICE}) values ($1, $2, $3, $4, $5, $6) returning ${VOICE}`,
      [newId('voice'), account, name, description, created_by, created_at],
    );
    return row!;
  }

  async remove(account: string, voice: string): Promise<void> {
    await this.#database.query('delete from app.voice where account = $1 and voice = $2', [account, voice]);
  }
}
