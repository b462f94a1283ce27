import type { Database, Queryable, Row } from '@inkwell/ledger';

/** An address that waits to be proved. Instants are milliseconds since 1970. */
export interface ProofRow extends Row {
  email: string;
  sent_at: number;
  expires_at: number;
}

export interface NewProof {
  member: string;
  email: string;
  token_sha256: string;
  code_sha256: string;
  expires_at: number;
}

/** Who has proved which address, and what they had before. */
export interface Proved {
  member: string;
  name: string;
  email: string;
  was: string;
  was_proved: boolean;
}

/** The workspace whose trial waits for its owner's proof. */
export interface WaitingRow extends Row {
  account: string;
  ref: string | null;
}

/** The address is somebody else's by now. */
class MailTaken extends Error {}
/** The person or the mailbox has had its trial. */
class TrialHad extends Error {}

/** Proofs of addresses, and the trials that wait for them (L4). */
export class ProofStore {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  /** Opens a proof; one that is open already is replaced, and its link opens nothing any more. */
  async begin(proof: NewProof, now: number): Promise<void> {
    const { member, email, token_sha256, code_sha256, expires_at } = proof;
    await this.#db.query(
      `insert into app.mail_proof (person_id, email, token_sha256, code_sha256, sent_at, expires_at)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (person_id) do update set email = excluded.email, token_sha256 = excluded.token_sha256,
         code_sha256 = excluded.code_sha256, tries = 0, sent_at = excluded.sent_at, expires_at = excluded.expires_at`,
      [member, email, token_sha256, code_sha256, now, expires_at],
    );
  }

  async of(member: string, now: number): Promise<ProofRow | undefined> {
    const [row] = await this.#db.query<ProofRow>(
      'select email, sent_at, expires_at from app.mail_proof where person_id = $1 and expires_at > $2',
      [member, now],
    );
    return row;
  }

  async drop(member: string): Promise<void> {
    await this.#db.query('delete from app.mail_proof where person_id = $1', [member]);
  }

  /** Counts a try of a code before it is looked at: whether it fits; undefined if there is nothing to try (any more). */
  async tryCode(
    member: string,
    code_sha256: string,
    most: number,
    now: number,
  ): Promise<boolean | undefined> {
    const [row] = await this.#db.query<{ fits: boolean }>(
      `update app.mail_proof set tries = tries + 1
       where person_id = $1 and expires_at > $3 and tries < $4 returning code_sha256 = $2 as fits`,
      [member, code_sha256, now, most],
    );
    return row?.fits;
  }

  /** Takes an open proof, by its token or its person, and with it the address: undefined if there is none, null if taken. */
  async prove(
    by: 'token_sha256' | 'person_id',
    value: string,
    now: number,
  ): Promise<Proved | null | undefined> {
    return this.#orNull(MailTaken, async (tx) => {
      const [proof] = await tx.query<{ member: string; email: string }>(
        `delete from app.mail_proof where ${by} = $1 and expires_at > $2 returning person_id as member, email`,
        [value, now],
      );
      return proof === undefined ? undefined : setProved(tx, proof.member, proof.email, now);
    });
  }

  /** The address is proved in another way than by its proof; an open one of the same address is done. */
  async proved(member: string, email: string, now: number): Promise<Proved | null | undefined> {
    return this.#orNull(MailTaken, async (tx) => {
      await tx.query('delete from app.mail_proof where person_id = $1 and email = $2', [member, email]);
      return setProved(tx, member, email, now);
    });
  }

  async #orNull<T>(expected: new () => Error, act: (tx: Queryable) => Promise<T>): Promise<T | null> {
    try {
      return await this.#db.transaction(act);
    } catch (error) {
      if (error instanceof expected) return null;
      throw error;
    }
  }

  /** Lets a workspace wait for the person's trial: false if another one waits already. */
  async wait(member: string, account: string, ref: string | null, now: number): Promise<boolean> {
    const rows = await this.#db.query(
      `insert into app.trial_waiting (person_id, account, ref, created_at) values ($1, $2, $3, $4)
       on conflict do nothing returning 1`,
      [member, account, ref, now],
    );
    return rows.length > 0;
  }

  async waiting(member: string): Promise<WaitingRow | undefined> {
    const [row] = await this.#db.query<WaitingRow>(
      'select account, ref from app.trial_waiting where person_id = $1',
      [member],
    );
    return row;
  }

  async waitNoMore(member: string): Promise<void> {
    await this.#db.query('delete from app.trial_waiting where person_id = $1', [member]);
  }

  /**
   * Gives the trial to the workspace that waits, with the marks that it is remembered by: both or neither, so that who
   * breaks off after it goes on with the same. null: one of the marks was there before.
   */
  async take(member: string, marks: readonly string[], now: number): Promise<WaitingRow | null | undefined> {
    return this.#orNull(TrialHad, async (tx) => {
      const [row] = await tx.query<WaitingRow & { taken: boolean }>(
        'select account, ref, taken from app.trial_waiting where person_id = $1 for update',
        [member],
      );
      if (row === undefined || row.taken) return row;
      for (const mark of marks) {
        const free = await tx.query(
          'insert into app.trial_taken (mail_sha256, taken_at) values ($1, $2) on conflict do nothing returning 1',
          [mark, now],
        );
        if (free.length === 0) throw new TrialHad();
      }
      await tx.query('update app.trial_waiting set taken = true where person_id = $1', [member]);
      return row;
    });
  }

  /** Whose trial waits and need not: of everybody, where there is no mail server to prove anything by. */
  async due(everybody: boolean, limit: number): Promise<string[]> {
    const rows = await this.#db.query<{ member: string }>(
      `select w.person_id as member from app.trial_waiting w join app.person p on p.id = w.person_id
       where p.email_verified or $1::int = 1 order by w.created_at limit $2`,
      [everybody ? 1 : 0, limit],
    );
    return rows.map(({ member }) => member);
  }

  /** Whether somebody gets mails about credits; who was never asked does. */
  async wantsNotices(member: string): Promise<boolean> {
    const [row] = await this.#db.query<{ notices: boolean }>(
      'select notices from app.mail_choice where person_id = $1',
      [member],
    );
    return row?.notices ?? true;
  }

  /** The person's token for turning them off, and whether they get them; made when it is first asked for. */
  async choiceOf(member: string, token: string): Promise<{ token: string; notices: boolean }> {
    const [row] = await this.#db.query<{ token: string; notices: boolean }>(
      `insert into app.mail_choice (person_id, token) values ($1, $2)
       on conflict (person_id) do update set token = app.mail_choice.token returning token, notices`,
      [member, token],
    );
    return row!;
  }

  async choose(by: 'token' | 'person_id', value: string, notices: boolean): Promise<boolean> {
    const rows = await this.#db.query(
      `update app.mail_choice set notices = $2::int = 1 where ${by} = $1 returning 1`,
      [value, notices ? 1 : 0],
    );
    return rows.length > 0;
  }
}

async function setProved(
  tx: Queryable,
  member: string,
  email: string,
  now: number,
): Promise<Proved | undefined> {
  const [was] = await tx.query<{ name: string; email: string; proved: boolean }>(
    'select name, email, email_verified as proved from app.person where id = $1 for update',
    [member],
  );
  if (was === undefined) return undefined;
  const rows = await tx.query(
    `update app.person set email = $2, email_verified = true, updated_at = to_timestamp($3::float8 / 1000)
     where id = $1 and not exists (select 1 from app.person where email = $2 and id <> $1) returning 1`,
    [member, email, now],
  );
  if (rows.length === 0) throw new MailTaken();
  return { member, name: was.name, email, was: was.email, was_proved: was.proved };
}
