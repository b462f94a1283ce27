import type { Database, Ledger } from '@inkwell/ledger';
import type { Logger } from 'pino';
import { digestOf, newSecret } from '../auth/secrets.ts';
import type { Job } from '../jobs.ts';
import { JournalReader } from '../journal/reader.ts';
import type { Mail, Mailer, Sent } from '../mail/mailer.ts';
import { type ManagerMail, mailManagers } from '../mail/managers.ts';
import type { ProofStore } from '../people/proof-store.ts';
import { NoticeStore, type Waiting } from './store.ts';
import { TOLD } from './words.ts';

interface NoticeParts extends ManagerMail {
  database: Database;
  ledger: Ledger;
  mailer: Mailer;
  choices: Pick<ProofStore, 'choiceOf'>;
  log: Logger;
  now: () => number;
}

const EVERY_MS = 5_000;
const PAGE = 100;
/** A mail that the server does not take is tried again after these, then given up: a day later it is no news. */
const WAITS_MS = [60_000, 300_000, 1_800_000, 7_200_000, 28_800_000];
const STALE_MS = 86_400_000;

/** Mails notices to a workspace's owners and admins (L1, L2): at least once, in the order of the account. */
export class NoticeMail {
  readonly #parts: NoticeParts;
  readonly #store: NoticeStore;
  readonly #journal: JournalReader;

  constructor(parts: NoticeParts) {
    const { database, ledger, now } = parts;
    this.#parts = parts;
    this.#store = new NoticeStore(database);
    this.#journal = new JournalReader({
      database,
      ledger,
      cursor: 'notice_cursor',
      kinds: ['notice'],
      take: (tx, followed) => this.#store.take(tx, followed, now()),
    });
  }

  /** Nothing to do where no mail leaves the instance. */
  get jobs(): readonly Job[] {
    return this.#parts.mailer.sends
      ? [{ name: 'notice_mail', every_ms: EVERY_MS, run: () => this.run() }]
      : [];
  }

  /** Reads the journal on from the cursor, then sends what is due. */
  async run(): Promise<void> {
    await this.#journal.read();
    for (const waiting of await this.#store.due(this.#parts.now(), PAGE)) await this.#send(waiting);
  }

  async #send(waiting: Waiting): Promise<void> {
    const { log, now } = this.#parts;
    const wait_ms = WAITS_MS[waiting.tries];
    if (wait_ms === undefined || now() - waiting.created_at > STALE_MS) {
      log.warn({ account: waiting.account, notice: waiting.notice }, 'a notice could not be mailed');
      return this.#store.done(waiting);
    }
    if (!(await this.#store.claim(waiting, now() + wait_ms))) return;
    if (await this.#tell(waiting)) await this.#store.done(waiting);
  }

  /** Tells whoever has not been told: whether nobody is left to be told later. */
  async #tell(waiting: Waiting): Promise<boolean> {
    let is_done = true;
    await mailManagers(this.#parts, waiting.account, TOLD[waiting.notice]!, async (mail, member) => {
      if (waiting.told.includes(member)) return;
      if ((await this.#mail(waiting, mail, member)) === 'later') is_done = false;
      else await this.#store.told(waiting, member);
    });
    return is_done;
  }

  /** Sends it to one person, if they want it: the same try after try, so that it is known for the same mail. */
  async #mail({ account, seq }: Waiting, mail: Mail, member: string): Promise<Sent> {
    const { choices, mailer, url } = this.#parts;
    const { token, notices } = await choices.choiceOf(member, newSecret('ink_mo'));
    if (!notices) return 'none';
    const id = digestOf(`${account} ${seq} ${member}`).slice(0, 32);
    const off = { page: `${url()}/mail-off#${token}`, one_click: `${url()}/app/mail/off/${token}` };
    return mailer.send({ ...mail, id, off });
  }
}
