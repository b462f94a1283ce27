import { createTransport } from 'nodemailer';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';

export interface Mail {
  to: string;
  subject: string;
  /** Plain text; paragraphs are divided by empty lines. */
  paragraphs: string[];
  /** What the mail is about; it stands alone in its last paragraph. */
  link: string;
}

export interface Mailer {
  /** Whether mail leaves this instance at all. */
  readonly sends: boolean;
  /** Sends a mail: whether the mail server took it. Without a mail server the log gets its link. Never throws. */
  send(mail: Mail): Promise<boolean>;
  /** Ends the connection to the mail server. */
  close(): void;
}

const PATIENCE_MS = 10_000;

const transportOf = ({ url, from }: NonNullable<Config['mail']>) =>
  createTransport(
    {
      url,
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

/** Mail by SMTP, or into the log where no mail server is configured. */
export function createMailer(config: Pick<Config, 'mail'>, log: Pick<Logger, 'info' | 'warn'>): Mailer {
  const { mail: server } = config;
  if (server === null)
    return {
      sends: false,
      send: ({ to, subject, link }) => {
        log.info({ to, subject, link }, 'no mail server: hand this link on');
        return Promise.resolve(false);
      },
      close: () => undefined,
    };
  const transport = transportOf(server);
  return {
    sends: true,
    send: async ({ to, subject, paragraphs, link }) => {
      try {
        await transport.sendMail({ to, subject, text: `${[...paragraphs, link].join('\n\n')}\n` });
        return true;
      } catch (error) {
        log.warn({ err: error, subject }, 'a mail was not sent');
        return false;
      }
    },
    close: () => transport.close(),
  };
}
