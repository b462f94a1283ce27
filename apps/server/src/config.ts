import { resolve } from 'node:path';

/** What the server is told by its environment (docs: README "Configuration"). */
export interface Config {
  port: number;
  host: string;
  /** null: PGlite in the data folder. */
  database_url: string | null;
  data_dir: string;
  /** Shards of the ledger of a new database; null: two on a server, one embedded. A database keeps its own number. */
  shards: number | null;
  /** null: made at the first start and printed once. */
  operator_key: string | null;
  /** null: the demo on a new data folder without a database server, nothing otherwise. */
  seed: 'demo' | 'none' | null;
  /** The address that people use, when a proxy stands before the server; null: host and port. */
  public_url: string | null;
  body_limit_bytes: number;
  /** Commands that may wait in one lane of the ledger before requests are answered 429. */
  queue_limit: number;
  /** How long `/readyz` answers 503 while everything else is still served, when the server is told to stop. */
  drain_ms: number;
  log_level: LogLevel;
  /** null: no mail is sent. */
  mail: { url: string; from: string } | null;
  /** Whether workspaces' webhooks may lead to this machine and to private networks, and do without TLS. */
  webhook_private: boolean;
  support: { email: string | null; url: string | null };
  /** For the writer: its own variables are read where it is chosen. */
  env: Record<string, string | undefined>;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

export const MIN_OPERATOR_KEY_CHARS = 24;
/** Each shard is a lane with a connection of its own. */
const MAX_SHARDS = 1_024;
const BODY_LIMIT_BYTES = 8 * 1024 * 1024;

/** Every variable of our own that the server reads; any other `INKWELL_…` is a slip of the pen. */
export const VARIABLES = [
  'INKWELL_BODY_LIMIT_BYTES',
  'INKWELL_DATA_DIR',
  'INKWELL_DRAIN_S',
  'INKWELL_LOG_LEVEL',
  'INKWELL_MAIL_FROM',
  'INKWELL_MODEL',
  'INKWELL_MODEL_API_KEY',
  'INKWELL_MODEL_BASE_URL',
  'INKWELL_OPERATOR_KEY',
  'INKWELL_PUBLIC_URL',
  'INKWELL_QUEUE_LIMIT',
  'INKWELL_SEED',
  'INKWELL_SHARDS',
  'INKWELL_SMTP_URL',
  'INKWELL_SUPPORT_EMAIL',
  'INKWELL_SUPPORT_URL',
  'INKWELL_WEBHOOK_PRIVATE',
] as const;

/** A wrong setting, in one line that names the variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(variable: string, rule: string) {
    super(`${variable}: ${rule}`);
  }
}

type Env = Record<string, string | undefined>;

const given = (env: Env, name: string): string | null => {
  const value = env[name]?.trim();
  return value === undefined || value === '' ? null : value;
};

function whole(env: Env, name: string, fallback: number, min: number, max: number): number {
  const text = given(env, name);
  if (text === null) return fallback;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max)
    throw new ConfigError(name, `must be a whole number from ${min} to ${max}, not "${text}".`);
  return value;
}

function oneOf<const T extends readonly string[]>(env: Env, name: string, values: T): T[number] | null {
  const text = given(env, name);
  if (text === null || values.includes(text)) return text;
  throw new ConfigError(name, `must be one of ${values.join(', ')}, not "${text}".`);
}

function urlOf(env: Env, name: string, protocols: string[]): string | null {
  const text = given(env, name);
  if (text === null) return null;
  const url = URL.parse(text);
  // The value may hold a password, so the message does not repeat it.
  if (url === null || !protocols.includes(url.protocol))
    throw new ConfigError(
      name,
      `must be an address that starts with ${protocols.map((p) => `${p}//`).join(' or ')}.`,
    );
  return text.replace(/\/+$/, '');
}

function operatorKey(env: Env): string | null {
  const key = given(env, 'INKWELL_OPERATOR_KEY');
  if (key === null) return null;
  if (key.length < MIN_OPERATOR_KEY_CHARS || key.length > 400 || !/^[\x21-\x7e]+$/.test(key))
    throw new ConfigError(
      'INKWELL_OPERATOR_KEY',
      `must have ${MIN_OPERATOR_KEY_CHARS} to 400 printable ASCII characters and no spaces.`,
    );
  return key;
}

/** A mail server (`smtp://` or `smtps://`, with its user and password) and the sender's address. */
function mailOf(env: Env): Config['mail'] {
  const url = urlOf(env, 'INKWELL_SMTP_URL', ['smtp:', 'smtps:']);
  const from = given(env, 'INKWELL_MAIL_FROM');
  if (url === null) return null;
  if (from === null || !from.includes('@'))
    throw new ConfigError(
      'INKWELL_MAIL_FROM',
      'must be the sender’s mail address where INKWELL_SMTP_URL is set.',
    );
  return { url, from };
}

/** Reads the environment. Throws `ConfigError` for a value that can't be meant. */
export function readConfig(env: Env): Config {
  return {
    port: whole(env, 'PORT', 3000, 0, 65_535),
    host: given(env, 'HOST') ?? '127.0.0.1',
    database_url: urlOf(env, 'DATABASE_URL', ['postgres:', 'postgresql:']),
    data_dir: resolve(given(env, 'INKWELL_DATA_DIR') ?? '.inkwell'),
    shards: given(env, 'INKWELL_SHARDS') === null ? null : whole(env, 'INKWELL_SHARDS', 0, 1, MAX_SHARDS),
    operator_key: operatorKey(env),
    seed: oneOf(env, 'INKWELL_SEED', ['demo', 'none']),
    public_url: urlOf(env, 'INKWELL_PUBLIC_URL', ['http:', 'https:']),
    body_limit_bytes: whole(env, 'INKWELL_BODY_LIMIT_BYTES', BODY_LIMIT_BYTES, 65_536, 256 * 1024 * 1024),
    queue_limit: whole(env, 'INKWELL_QUEUE_LIMIT', 20_000, 100, 1_000_000),
    drain_ms: 1_000 * whole(env, 'INKWELL_DRAIN_S', 0, 0, 600),
    log_level: oneOf(env, 'INKWELL_LOG_LEVEL', LOG_LEVELS) ?? 'info',
    mail: mailOf(env),
    webhook_private: oneOf(env, 'INKWELL_WEBHOOK_PRIVATE', ['allow', 'refuse']) === 'allow',
    support: {
      email: given(env, 'INKWELL_SUPPORT_EMAIL'),
      url: urlOf(env, 'INKWELL_SUPPORT_URL', ['http:', 'https:']),
    },
    env,
  };
}

/** What a server on this host and port answers to on its own machine. */
export function ownAddress(host: string, port: number): string {
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
}
