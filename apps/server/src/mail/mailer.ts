import { randomUUID } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Job } from '../jobs.ts';
import { type Mail, compose } from './compose.ts';

export type { Mail } from './compose.ts';

/**
 * What became of a mail. `taken`: the mail server has it. `later`: it could not be reached, or asked to be asked again.
 * `refused`: it will never take it. `none`: there is no mail server, and the log got the link.
 */
export type Sent = 'taken' | 'later' | 'refused' | 'none';

export interface Mailer {
  /** Whether mail leaves this instance at all. */
  readonly sends: boolean;
  /** Tries once. Never throws. */
  send(mail: Mail): Promise<Sent>;
  /**
   * Tries now, and again a few times where that may help, for as long as the mail is of use. What waits is kept in memory
   * alone: a link must not lie in the database. Resolves with what the first try has brought; never rejects.
   */
  post(mail: Mail): Promise<Sent>;
  readonly jobs: readonly Job[];
  /** Ends the connection to the mail server; what waits is given up. */
  close(): void;
}

type Log = Pick<Logger, 'info' | 'warn'>;

const PATIENCE_MS = 10_000;
const EVERY_MS = 15_000;
/** How long after each try the next one follows. */
const WAITS_MS = [60_000, 300_000, 900_000, 3_600_000, 10_800_000];
const USEFUL_MS = 86_400_000;
/** More than these wait only while a mail server is away for long; the newest are worth the most. */
const MAX_WAITING = 1_000;

/** Mail where no server is configured: the log gets each link. */
const loggingMailer = (log: Log): Mailer => {
  const send = ({ to, subject, link }: Mail): Promise<Sent> => {
    log.info({ to, subject, link }, 'no mail server: hand this link on');
    return Promise.resolve('none');
  };
  return { sends: false, send, post: send, jobs: [], close: () => undefined };
};

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;

/**
 * A password is shown to another machine under TLS only. Settings in the address itself win: `?requireTLS=false` is how
 * somebody says that they want it otherwise.
 */
export function needsTls(address: string): boolean {
  const { protocol, username, hostname } = new URL(address);
  return protocol === 'smtp:' && username !== '' && !LOOPBACK.test(hostname);
}

const transportOf = ({ url, from }: NonNullable<Config['mail']>) =>
  createTransport(
    {
      url,
      requireTLS: needsTls(url),
      connectionTimeout: PATIENCE_MS,
      greetingTimeout: PATIENCE_MS,
      socketTimeout: PATIENCE_MS,
    },
    { from },
  );

/** Whether the mail server answers and takes our user and password; nothing is sent. Rejects with why it does not. */
export async function checkMail(server: NonNullable<Config['mail']>): Promise<void> {
  const transport = transportOf(server);
  try {
    await transport.verify();
  } finally {
    transport.close();
  }
}

interface SmtpError extends Error {
  code?: string;
  responseCode?: number;
}

/** A 5xx about the mail itself is for good. About the connection, TLS or the login it is not: those are mended by people. */
function fateOf({ code, responseCode = 0 }: SmtpError): Sent {
  const is_about_mail = code === 'EENVELOPE' || code === 'EMESSAGE';
  return is_about_mail && (responseCode >= 500 || responseCode === 0) ? 'refused' : 'later';
}

/** Sends by SMTP. */
class SmtpMailer implements Mailer {
  readonly sends = true;
  readonly jobs: readonly Job[];
  readonly #transport;
  readonly #from: string;
  readonly #log: Log;
  readonly #now: () => number;
  #waiting: { mail: Mail; tries: number; next_at: number; ends_at: number }[] = [];

  constructor({ url, from }: NonNullable<Config['mail']>, log: Log, now: () => number) {
    this.#transport = transportOf({ url, from });
    this.#from = from;
    this.#log = log;
    this.#now = now;
    this.jobs = [{ name: 'mail', every_ms: EVERY_MS, run: () => this.#again() }];
  }

  async send(mail: Mail): Promise<Sent> {
    try {
      await this.#transport.sendMail({ to: mail.to, ...compose(mail, this.#from) });
      return 'taken';
    } catch (error) {
      const fate = fateOf(error as SmtpError);
      const { subject } = mail;
      this.#log.warn({ err: error, subject, fate }, 'a mail was not sent');
      return fate;
    }
  }

  async post(mail: Mail): Promise<Sent> {
    const named = { id: randomUUID(), ...mail };
    const ends_at = this.#now() + (mail.useful_ms ?? USEFUL_MS);
    const sent = await this.send(named);
    if (sent === 'later') this.#wait(named, 0, ends_at);
    return sent;
  }

  #wait(mail: Mail, tries: number, ends_at: number): void {
    const wait_ms = WAITS_MS[tries];
    const next_at = this.#now() + (wait_ms ?? 0);
    if (wait_ms === undefined || next_at >= ends_at) return this.#giveUp(mail);
    this.#waiting.push({ mail, tries: tries + 1, next_at, ends_at });
    if (this.#waiting.length > MAX_WAITING) this.#giveUp(this.#waiting.shift()!.mail);
  }

  #giveUp({ subject }: Mail): void {
    this.#log.warn({ subject }, 'a mail was given up');
  }

  async #again(): Promise<void> {
    const now = this.#now();
    const due = this.#waiting.filter(({ next_at }) => next_at <= now);
    this.#waiting = this.#waiting.filter(({ next_at }) => next_at > now);
    for (const { mail, tries, ends_at } of due)
      if ((await this.send(mail)) === 'later') this.#wait(mail, tries, ends_at);
  }

  close(): void {
    for (const { mail } of this.#waiting) this.#giveUp(mail);
    this.#waiting = [];
    this.#transport.close();
  }
}

/** Mail by SMTP, or into the log where no mail server is configured. */
export function createMailer(config: Pick<Config, 'mail'>, log: Log, now: () => number): Mailer {
  return config.mail === null ? loggingMailer(log) : new SmtpMailer(config.mail, log, now);
}
