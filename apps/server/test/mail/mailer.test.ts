import { afterEach, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { type Mail, type Mailer, createMailer, needsTls } from '../../src/mail/mailer.ts';
import { type Inbox, type InboxOptions, mailEnv, openInbox } from './server.ts';

const HOUR_MS = 3_600_000;
const FROM = 'Inkwell <ink@juniper.example>';
const mail: Mail = {
  to: 'ines@juniper.example',
  subject: 'Grüße & <Tinte>',
  paragraphs: ['Hello Ines,', 'a "quoted" <b>word</b> & a café.'],
  link: 'https://ink.example/confirm#a&b',
  act: 'Confirm <this> address',
};

describe('mail by SMTP', () => {
  const open: { close(): unknown }[] = [];
  const clock = { now: 1_000_000 };
  let warned: Record<string, unknown>[] = [];
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
    warned = [];
  });

  const log = { info: () => undefined, warn: (what: object) => warned.push(what as never) };
  const mailerTo = (url: string): Mailer => {
    const made = createMailer({ mail: { url, from: FROM } }, log as never, () => clock.now);
    open.push(made);
    return made;
  };
  const inboxWith = async (options: InboxOptions = {}): Promise<Inbox> => {
    const inbox = await openInbox(options);
    open.push(inbox);
    return inbox;
  };
  const both = async (options: InboxOptions = {}) => {
    const inbox = await inboxWith(options);
    return { inbox, mailer: mailerTo(inbox.url) };
  };
  const turn = async (mailer: Mailer) => {
    for (const job of mailer.jobs) await job.run();
  };

  test('arrives from the sender, to one person, named, as text and as HTML that escapes every word', async () => {
    const { inbox, mailer } = await both();
    expect(await mailer.post(mail)).toBe('taken');
    const [received] = inbox.mails;
    const { from, to, subject, messageId, text, html, headers } = received!.mail;
    expect(from).toMatchObject({ name: 'Inkwell', address: 'ink@juniper.example' });
    expect(to).toMatchObject([{ address: 'ines@juniper.example' }]);
    expect(subject).toBe('Grüße & <Tinte>');
    expect(messageId).toMatch(/^<[\w-]{36}@juniper\.example>$/);
    expect(text!.trim()).toBe(
      'Hello Ines,\n\na "quoted" <b>word</b> & a café.\n\nhttps://ink.example/confirm#a&b',
    );
    expect(html).toContain('<html lang="en">');
    expect(html).toContain('<title>Grüße &amp; &lt;Tinte&gt;</title>');
    expect(html).toContain('<p>a &quot;quoted&quot; &lt;b&gt;word&lt;/b&gt; &amp; a café.</p>');
    expect(html).toMatch(
      /<a href="https:\/\/ink\.example\/confirm#a&amp;b"[^>]*>Confirm &lt;this&gt; address<\/a>/,
    );
    expect(html).not.toMatch(/<img|<script|https?:\/\/(?!ink\.example)/);
    const header = (name: string) => headers.find(({ key }) => key === name)?.value;
    expect(header('auto-submitted')).toBe('auto-generated');
    expect(header('list-unsubscribe')).toBeUndefined();
    expect(received!.raw).toMatch(/^Content-Type: multipart\/alternative/m);
  });

  test('a code stands by itself in both; a mail that can be turned off says how, to people and to programs', async () => {
    const { inbox, mailer } = await both();
    const off = { page: 'https://ink.example/mail-off#t', one_click: 'https://ink.example/app/mail/off/t' };
    await mailer.send({ ...mail, code: '048213', off });
    await mailer.send({ ...mail, off: { ...off, one_click: 'http://ink.example/app/mail/off/t' } });
    const [secure, plain] = inbox.mails.map((one) => one.mail);
    expect(secure!.text).toContain('\n\n048213\n\n');
    expect(secure!.html).toMatch(/>048213<\/p>/);
    expect(secure!.text).toContain('No more mails like it: https://ink.example/mail-off#t');
    const header = (one: typeof secure, name: string) =>
      one!.headers.find(({ key }) => key === name)?.value ?? null;
    expect(header(secure, 'list-unsubscribe')).toBe('<https://ink.example/app/mail/off/t>');
    expect(header(secure, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(header(plain, 'list-unsubscribe')).toBe('<http://ink.example/app/mail/off/t>');
    expect(header(plain, 'list-unsubscribe-post')).toBeNull();
  });

  test('a server that asks to come again is asked again, later and later, with the same mail', async () => {
    const { inbox, mailer } = await both();
    inbox.refuses = { code: 451 };
    expect(await mailer.post(mail)).toBe('later');
    await turn(mailer);
    expect(inbox.asked).toBe(1);
    clock.now += 60_000;
    await turn(mailer);
    expect(inbox.asked).toBe(2);
    clock.now += 299_000;
    await turn(mailer);
    expect(inbox.asked).toBe(2);
    inbox.refuses = { code: 452, at: 'data' };
    clock.now += 1_000;
    await turn(mailer);
    expect(inbox.asked).toBe(3);
    inbox.refuses = null;
    clock.now += 900_000;
    await turn(mailer);
    await turn(mailer);
    expect(inbox.mails).toHaveLength(1);
    expect(inbox.asked).toBe(4);
  });

  test('one that never takes it is not asked again, and what is of no use any more is given up', async () => {
    const { inbox, mailer } = await both();
    inbox.refuses = { code: 550 };
    expect(await mailer.post(mail)).toBe('refused');
    inbox.refuses = { code: 554, at: 'data' };
    expect(await mailer.post(mail)).toBe('refused');
    clock.now += 24 * HOUR_MS;
    await turn(mailer);
    expect(inbox.asked).toBe(2);
    expect(warned).toMatchObject([{ fate: 'refused' }, { fate: 'refused' }]);
    inbox.refuses = { code: 450 };
    expect(await mailer.post({ ...mail, useful_ms: 120_000 })).toBe('later');
    clock.now += 60_000;
    await turn(mailer);
    inbox.refuses = null;
    clock.now += 24 * HOUR_MS;
    await turn(mailer);
    expect([inbox.asked, inbox.mails.length]).toEqual([4, 0]);
  });

  test('tries end after a while, whatever the server says', async () => {
    const { inbox, mailer } = await both();
    inbox.refuses = { code: 421 };
    await mailer.post(mail);
    for (let hour = 0; hour < 30; hour += 1) {
      clock.now += HOUR_MS;
      await turn(mailer);
    }
    expect(inbox.asked).toBe(6);
  });

  test('a server that is away is tried again when it may be back', async () => {
    const first = await openInbox();
    const port = Number(new URL(first.url).port);
    await first.close();
    const mailer = mailerTo(first.url);
    expect(await mailer.post(mail)).toBe('later');
    const back = await inboxWith({ port });
    clock.now += 60_000;
    await turn(mailer);
    expect(back.mails).toHaveLength(1);
  });

  const login = { user: 'ink', pass: 'a%20secret' };
  test.each([
    ['STARTTLS', { tls: 'starttls', login }],
    ['TLS from the first byte', { tls: 'implicit', login }],
  ] as const)(
    'a login under %s; a certificate that nobody vouches for is not believed',
    async (_, options) => {
      const inbox = await inboxWith({ ...options, login: { user: 'ink', pass: 'a secret' } });
      const url = inbox.url.replace('a secret', login.pass);
      expect(await mailerTo(url).send(mail)).toBe('later');
      expect(inbox.asked).toBe(0);
      expect(await mailerTo(`${url}?tls.rejectUnauthorized=false`).send(mail)).toBe('taken');
      expect(inbox.mails[0]).toMatchObject({ secure: true, user: 'ink' });
    },
  );

  test('a wrong login is for people to mend: the mail is not given up for it', async () => {
    const inbox = await inboxWith({ tls: 'starttls', login: { user: 'ink', pass: 'right' } });
    const url = inbox.url.replace('right', 'wrong');
    expect(await mailerTo(`${url}?tls.rejectUnauthorized=false`).send(mail)).toBe('later');
    expect(inbox.asked).toBe(0);
    expect(JSON.stringify(warned)).not.toContain('wrong@');
  });

  test('a login is shown to another machine under TLS only, unless the address says otherwise', async () => {
    expect(needsTls('smtp://ink:secret@mail.example')).toBe(true);
    expect(needsTls('smtp://mail.example')).toBe(false);
    expect(needsTls('smtps://ink:secret@mail.example')).toBe(false);
    for (const here of ['localhost', '127.0.0.1', '[::1]'])
      expect(needsTls(`smtp://ink:secret@${here}:25`)).toBe(false);
    const { inbox, mailer } = await both({ login: { user: 'ink', pass: 'secret' } });
    expect(await mailerTo(`${inbox.url}?requireTLS=true`).send(mail)).toBe('later');
    expect(inbox.mails).toEqual([]);
    expect(await mailer.send(mail)).toBe('taken');
    expect(inbox.mails[0]).toMatchObject({ secure: false, user: 'ink' });
  });

  test('without a mail server the log gets the link, and nothing waits', async () => {
    const told: object[] = [];
    const quiet = { info: (what: object) => told.push(what), warn: () => undefined };
    const none = createMailer({ mail: null }, quiet as never, () => clock.now);
    expect([none.sends, await none.send(mail), await none.post(mail), none.jobs]).toEqual([
      false,
      'none',
      'none',
      [],
    ]);
    expect(told[0]).toMatchObject({ to: mail.to, link: mail.link });
  });

  test('its settings', async () => {
    const url = 'smtps://user:hunter2@mail.example';
    expect(readConfig({ INKWELL_SMTP_URL: url, INKWELL_MAIL_FROM: 'a@b.example' }).mail).toEqual({
      url,
      from: 'a@b.example',
    });
    expect(() => readConfig({ INKWELL_SMTP_URL: url })).toThrow(/^INKWELL_MAIL_FROM: (?!.*hunter2)/);
    expect(() => readConfig({ INKWELL_SMTP_URL: 'http://mail' })).toThrow(/^INKWELL_SMTP_URL/);
    const inbox = await inboxWith();
    expect(readConfig(mailEnv(inbox)).mail).toEqual({ url: inbox.url, from: FROM });
  });
});
