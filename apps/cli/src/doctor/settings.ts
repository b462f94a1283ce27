import {
  type Config,
  ConfigError,
  VARIABLES,
  WriterConfigError,
  type Writer,
  WriterError,
  checkMail,
  chooseWriter,
  readStripeSettings,
} from '@inkwell/server';
import { type Finding, fail, ok, warn } from './finding.ts';

type Env = Record<string, string | undefined>;

/** The Node that runs TypeScript as it is and has `Temporal`. */
const NODE_MAJOR = 26;
/** Ours as well: the repository's own commands hand it to the server. */
const HANDED_ON = ['INKWELL_CWD'];
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);
const MODEL_WITHIN_MS = 30_000;

export function checkNode(version: string): Finding {
  const major = Number(version.split('.')[0]);
  if (major >= NODE_MAJOR) return ok('Node', version);
  return fail(
    'Node',
    `${version}, and Inkwell needs ${NODE_MAJOR}`,
    'Run it by npm (npm start, npm run inkwell), which brings the right one.',
  );
}

/** How many letters have to be changed, added or left out to make one word of the other. */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}

/** A variable that nothing reads is a setting that somebody believes in. */
export function checkVariables(env: Env): Finding[] {
  const known: string[] = [...VARIABLES, ...HANDED_ON];
  const strange = Object.keys(env).filter((name) => /^INKWELL?_/i.test(name) && !known.includes(name));
  if (strange.length === 0) return [ok('variables', 'all of INKWELL_… are known')];
  return strange.toSorted().map((name) => {
    const [nearest] = known.toSorted((a, b) => distance(name, a) - distance(name, b));
    const is_near = distance(name, nearest!) <= 4;
    return warn(
      'variables',
      `${name} is read by nothing`,
      is_near ? `Is it ${nearest}?` : 'The README lists those that are.',
    );
  });
}

export function checkAddress({ host, public_url }: Config): Finding {
  if (public_url === null) {
    if (LOOPBACK.has(host)) return ok('address', `this machine alone (${host})`);
    return warn(
      'address',
      `it listens on ${host}, and links in mails name this machine`,
      'Set INKWELL_PUBLIC_URL to the address that people use.',
    );
  }
  const url = new URL(public_url);
  const shown = url.origin;
  if (url.pathname !== '/' || url.search !== '')
    return fail(
      'address',
      'INKWELL_PUBLIC_URL has a path behind the host',
      'The page is served at the root of its host: leave the path out.',
    );
  if (url.protocol === 'https:' || LOOPBACK.has(url.hostname)) return ok('address', shown);
  return warn(
    'address',
    `${shown} is not HTTPS: cookies and words go over the wire in the clear`,
    'Put a proxy with a certificate in front, and set INKWELL_PUBLIC_URL to https://…',
  );
}

async function callModel(writer: Writer): Promise<Finding> {
  const signal = AbortSignal.timeout(MODEL_WITHIN_MS);
  const request = {
    instruction: 'Say hello in one word.',
    length: null,
    output_index: 0,
    attempt: 0,
    tone: null,
    language: null,
    context: null,
    messages: null,
    max_words: 5,
    signal,
  };
  let text = '';
  try {
    for await (const chunk of writer.write(request)) text += chunk;
  } catch (error) {
    if (!(error instanceof WriterError)) throw error;
    return fail('writer', `${writer.id} does not answer: ${error.message}`, 'Check its key and address.');
  }
  if (signal.aborted || text.trim() === '')
    return fail('writer', `${writer.id} said nothing in ${MODEL_WITHIN_MS / 1_000} s`, 'Check its address.');
  return ok('writer', `${writer.id} answers`);
}

/** The writer that is configured; with `call` it is asked for a word, which may cost something. */
export async function checkWriter(env: Env, call: boolean): Promise<Finding> {
  try {
    const writer = await chooseWriter(env);
    if (call) return await callModel(writer);
    if (writer.is_demo)
      return ok('writer', 'the demo writer: offline patterns, not a model; INKWELL_MODEL chooses one');
    return ok('writer', `${writer.id} (--model asks it for a word)`);
  } catch (error) {
    if (error instanceof WriterConfigError) return fail('writer', error.message, 'Correct the variable.');
    throw error;
  }
}

export async function checkMailServer({ mail }: Config, call: boolean): Promise<Finding> {
  if (mail === null) return ok('mail', 'no mail server: links go to the log and to staff');
  const { host } = new URL(mail.url);
  if (!call) return ok('mail', `${host} (--mail asks it)`);
  try {
    await checkMail(mail);
    return ok('mail', `${host} answers and takes our user`);
  } catch (error) {
    const { code = 'no answer' } = error as { code?: string };
    // The library's message may repeat what was sent; the code is enough.
    return fail('mail', `${host} does not take us (${code})`, 'Check INKWELL_SMTP_URL.');
  }
}

export function checkPayments(env: Env): Finding {
  try {
    const settings = readStripeSettings(env);
    if (settings === null) return ok('payments', 'none: nothing is charged');
    if (settings.secret_key.includes('_live_')) return ok('payments', 'Stripe, in live mode');
    return warn(
      'payments',
      'Stripe, in test mode: no money moves',
      'Use a live key when customers are to pay.',
    );
  } catch (error) {
    if (error instanceof ConfigError) return fail('payments', error.message, 'Correct the variable.');
    throw error;
  }
}
