import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { expect } from 'vitest';

/** A mail as it arrived, read by a MIME parser. */
export interface Received {
  to: string;
  mail: Email;
  raw: string;
  /** It came under TLS. */
  secure: boolean;
  user: string | undefined;
}

interface Refusal {
  /** The SMTP answer: 4xx asks to come again, 5xx is for good. */
  code: number;
  /** Of this address alone; unless told, of everybody. */
  of?: string;
  at?: 'recipient' | 'data';
}

/** A mail server on a loopback port of its own. */
export interface Inbox {
  /** For `INKWELL_SMTP_URL`. */
  url: string;
  mails: Received[];
  /** What it answers instead of taking a mail; null: it takes all. */
  refuses: Refusal | null;
  /** How often it was asked to take a mail for somebody. */
  asked: number;
  of(address: string): Received[];
  /** The newest mail to an address, once there are that many. */
  newest(address: string, count?: number): Promise<Received>;
  close(): Promise<void>;
}

export interface InboxOptions {
  /** How TLS is spoken; the certificate is nobody's. */
  tls?: 'none' | 'starttls' | 'implicit';
  /** Without these nothing is taken. */
  login?: { user: string; pass: string };
  port?: number;
}

const refusalOf = (code: number): Error & { responseCode: number } =>
  Object.assign(new Error(code < 500 ? 'Come again later' : 'Never'), { responseCode: code });

/** How a promise ends, told as the server wants it told. */
async function settled(act: Promise<void>, done: (error?: Error | null) => void): Promise<void> {
  const [outcome] = await Promise.allSettled([act]);
  done(outcome.status === 'rejected' ? (outcome.reason as Error) : null);
}

function serverFor(inbox: Inbox, { tls = 'none', login }: InboxOptions): SMTPServer {
  const refused = (at: 'recipient' | 'data', address: string): Error | null => {
    const { refuses } = inbox;
    const meant = refuses !== null && (refuses.at ?? 'recipient') === at;
    return meant && (refuses.of ?? address) === address ? refusalOf(refuses.code) : null;
  };
  const options: SMTPServerOptions = {
    logger: false,
    secure: tls === 'implicit',
    disabledCommands: [...(tls === 'none' ? ['STARTTLS'] : []), ...(login === undefined ? ['AUTH'] : [])],
    authOptional: login === undefined,
    onAuth: ({ username, password }, _session, done) =>
      username === login?.user && password === login?.pass
        ? done(null, { user: username })
        : done(Object.assign(new Error('Wrong login'), { responseCode: 535 })),
    onRcptTo: ({ address }, _session, done) => {
      inbox.asked += 1;
      done(refused('recipient', address));
    },
    onData: (stream, session, done) => {
      const take = async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of stream) chunks.push(chunk as Buffer);
        const raw = Buffer.concat(chunks).toString('utf8');
        const to = session.envelope.rcptTo[0]!.address;
        const refusal = refused('data', to);
        if (refusal !== null) throw refusal;
        const mail = await PostalMime.parse(raw);
        inbox.mails.push({ to, mail, raw, secure: session.secure, user: session.user });
      };
      void settled(take(), done);
    },
  };
  return new SMTPServer(options);
}

export async function openInbox(options: InboxOptions = {}): Promise<Inbox> {
  const { tls = 'none', login, port = 0 } = options;
  const inbox: Inbox = {
    url: '',
    mails: [],
    refuses: null,
    asked: 0,
    of: (address) => inbox.mails.filter(({ to }) => to === address),
    newest: async (address, count = 1) => {
      await expect.poll(() => inbox.of(address).length, { timeout: 10_000 }).toBeGreaterThanOrEqual(count);
      return inbox.of(address).at(-1)!;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const server = serverFor(inbox, options);
  // Whoever hangs up because it does not believe the certificate is no fault of the server.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  const { port: bound } = server.server.address() as AddressInfo;
  const who = login === undefined ? '' : `${login.user}:${login.pass}@`;
  inbox.url = `${tls === 'implicit' ? 'smtps' : 'smtp'}://${who}127.0.0.1:${bound}`;
  return inbox;
}

/** What `INKWELL_…` an instance needs to send its mails there. */
export const mailEnv = (inbox: Inbox): Record<string, string> => ({
  INKWELL_SMTP_URL: inbox.url,
  INKWELL_MAIL_FROM: 'Inkwell <ink@juniper.example>',
});

/** The token behind the `#` of the mail's link. */
export const tokenOf = ({ mail }: Received): string => /#(\S+)/.exec(mail.text ?? '')![1]!;
