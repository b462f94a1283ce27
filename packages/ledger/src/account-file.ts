import {
  type AccountState,
  type CreatedFacts,
  type Entry,
  GENESIS,
  apply,
  createState,
  hashEntry,
  parseBody,
} from '@inkwell/engine';
import type { Loaded, Reads } from './reads.ts';

/**
 * An account as a file: lines of JSON, the first a header, then every entry as it is journalled. The same journal makes
 * the same bytes on every back end, and whatever number of shards the ledger has.
 */

export const FILE_FORMAT = 'inkwell-account';
export const FILE_VERSION = 1;

export interface FileHeader {
  format: typeof FILE_FORMAT;
  version: typeof FILE_VERSION;
  account: string;
  /** How many entries follow, and the hash of the last: a file that was cut off shows it. */
  entries: number;
  head_hash: string;
}

/** `body` is the exact text that was hashed; everything else of an entry is in it or beside it. */
type FileEntry = Pick<
  Entry,
  'seq' | 'at' | 'kind' | 'key' | 'actor' | 'member' | 'output' | 'output_rev' | 'body' | 'hash'
>;

const PAGE = 1_000;

const lineOf = ({ seq, at, kind, key, actor, member, output, output_rev, body, hash }: Entry): string => {
  const entry: FileEntry = { seq, at, kind, key, actor, member, output, output_rev, body, hash };
  return `${JSON.stringify(entry)}\n`;
};

/** The file, in pages of lines. It holds no snapshot: entries never change, and those that come meanwhile are not in it. */
export async function* fileOf(reads: Reads, loaded: Loaded): AsyncGenerator<string> {
  const { account, seq: entries, head: head_hash } = loaded.stored;
  const header: FileHeader = { format: FILE_FORMAT, version: FILE_VERSION, account, entries, head_hash };
  yield `${JSON.stringify(header)}\n`;
  for (let after = 0; after < entries; after += PAGE) {
    const page = await reads.entriesAfter(loaded, after, Math.min(PAGE, entries - after));
    yield page.map(lineOf).join('');
  }
}

/** What is wrong with a file, and in which of its lines. */
export class FileError extends Error {
  readonly line: number;

  constructor(line: number, why: string) {
    super(`line ${line}: ${why}`);
    this.name = 'FileError';
    this.line = line;
  }
}

/** The longest line: an entry is a few hundred characters, a charge with ten thousand slices half a million. */
const MAX_LINE_CHARS = 16 * 1024 * 1024;

/** Lines out of bytes. Only a line feed ends one: reasons that people typed may hold U+2028, which `readline` splits at. */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  let line = 1;
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch (error) {
      throw new FileError(line, `is not UTF-8 (${(error as Error).message})`);
    }
  };
  for await (const chunk of bytes) {
    const parts = (rest + decode(chunk)).split('\n');
    rest = parts.pop()!;
    if (rest.length > MAX_LINE_CHARS) throw new FileError(line + parts.length, 'is too long for an entry');
    for (const part of parts) {
      yield part;
      line += 1;
    }
  }
  rest += decode();
  if (rest !== '') yield rest;
}

type Fields = Record<string, unknown>;

function fieldsOf(line: number, text: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new FileError(line, 'is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FileError(line, 'is not a JSON object');
  return value as Fields;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isHash = (value: unknown): value is string => isText(value) && /^[0-9a-f]{64}$/.test(value);

function headerOf(text: string): FileHeader {
  const fields = fieldsOf(1, text);
  if (fields.format !== FILE_FORMAT) throw new FileError(1, 'is not the header of an exported account');
  if (fields.version !== FILE_VERSION)
    throw new FileError(1, `has version ${String(fields.version)}; this Inkwell reads ${FILE_VERSION}`);
  const { account, entries, head_hash } = fields;
  if (!isText(account) || !isCount(entries) || entries === 0 || !isHash(head_hash))
    throw new FileError(1, 'lacks the account, the number of its entries or the hash of the last one');
  return { format: FILE_FORMAT, version: FILE_VERSION, account, entries, head_hash };
}

const IS_MOVE = 5;
const isMove = (value: unknown): boolean =>
  Array.isArray(value) && value.length === IS_MOVE && value.every((cell) => Number.isSafeInteger(cell));

function entryOf(line: number, text: string): Entry {
  const { seq, at, kind, key, actor, member, output, output_rev, body, hash } = fieldsOf(line, text);
  const is_sound =
    isCount(seq) &&
    Number.isSafeInteger(at) &&
    isText(kind) &&
    isTextOrNull(key) &&
    isText(actor) &&
    isTextOrNull(member) &&
    isTextOrNull(output) &&
    (output_rev === null || isCount(output_rev)) &&
    isText(body) &&
    isHash(hash);
  if (!is_sound) throw new FileError(line, 'is not an entry');
  const parsed = fieldsOf(line, body as string);
  if (
    !Array.isArray(parsed.m) ||
    !parsed.m.every(isMove) ||
    typeof parsed.f !== 'object' ||
    parsed.f === null
  )
    throw new FileError(line, 'has a body that no entry has');
  const entry = { seq, at, kind, key, actor, member, output, output_rev, body, hash } as FileEntry;
  return { ...entry, ...parseBody(entry.body) };
}

/** An account as the lines of its file make it, entry after entry. */
export interface Replay {
  header: FileHeader;
  /** The account after the entry that was read last. */
  state: AccountState;
  entry: Entry;
}

/**
 * Replays a file with the engine's own `apply`, checking the hash chain as it goes. Yields after each entry; the state is
 * one object that changes. Throws `FileError` at the first line that does not fit.
 */
export async function* replay(lines: AsyncIterable<string>): AsyncGenerator<Replay> {
  let header: FileHeader | null = null;
  let state: AccountState | null = null;
  let head = GENESIS;
  let line = 0;
  for await (const text of lines) {
    line += 1;
    if (header === null) {
      header = headerOf(text);
      continue;
    }
    const entry = entryOf(line, text);
    if (hashEntry(header.account, head, entry) !== entry.hash)
      throw new FileError(line, 'the hash does not fit: the entry or one before it was changed');
    state = applied(line, header.account, state, entry);
    head = entry.hash;
    state.head = head;
    yield { header, state, entry };
  }
  if (header === null) throw new FileError(1, 'the file is empty');
  if (state?.seq !== header.entries || head !== header.head_hash)
    throw new FileError(line, `the file ends after ${state?.seq ?? 0} of ${header.entries} entries`);
}

function applied(line: number, account: string, state: AccountState | null, entry: Entry): AccountState {
  if (state === null && entry.kind !== 'account_created')
    throw new FileError(line, 'the first entry does not make the account');
  try {
    const after = state ?? createState(account, entry.at, entry.facts as unknown as CreatedFacts);
    apply(after, entry);
    return after;
  } catch (error) {
    throw new FileError(line, (error as Error).message);
  }
}
