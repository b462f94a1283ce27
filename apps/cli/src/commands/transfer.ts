import { createReadStream, openAsBlob } from 'node:fs';
import { linesOf } from '@inkwell/ledger';
import { ASKING, CliError, type Command, textOf } from '../command.ts';
import { pathOf, writeNew } from '../files.ts';
import { onInstance } from '../instance.ts';
import type { Io } from '../io.ts';
import { count } from '../tell.ts';

const LINE_FEED = 10;

interface Counted {
  header: { account?: unknown; entries?: unknown } | null;
  lines: number;
}

/** Passes bytes on, and sees whether they are as many lines as their header says: an answer may break off. */
async function* whole(bytes: AsyncIterable<Uint8Array>, seen: Counted): AsyncGenerator<Uint8Array> {
  let first = '';
  for await (const chunk of bytes) {
    if (seen.header === null) {
      first += new TextDecoder().decode(chunk);
      const end = first.indexOf('\n');
      if (end >= 0) seen.header = JSON.parse(first.slice(0, end)) as Counted['header'];
    }
    for (const byte of chunk) if (byte === LINE_FEED) seen.lines += 1;
    yield chunk;
  }
  if (seen.header === null || seen.lines !== Number(seen.header.entries) + 1)
    throw new CliError('The export broke off before its end. Try again.');
}

async function toOutput(io: Io, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of bytes) await io.write(chunk);
}

/** `inkwell export`: an account as a file. */
export const exportAccount: Command = {
  name: 'export',
  summary: 'write an account’s journal into a file',
  usage: 'ACCOUNT [--out FILE]',
  about: [
    'Lines of JSON: a header, then every entry of the journal with the text that was hashed. It holds credits, members’ ' +
      'ids, reasons and keys of requests; people, texts and documents are not the ledger’s, and are not in it.',
    'Without --out it goes to the output.',
  ],
  options: { out: { value: 'FILE', says: 'a new file, readable by you alone' }, ...ASKING },
  takes: [1, 1],
  run: (call) => {
    const { args, flags, io, json } = call;
    const [account] = args as [string];
    const out = textOf(flags, 'out');
    return onInstance(call, async (client) => {
      const seen: Counted = { header: null, lines: 0 };
      const bytes = async () => whole(await client.accounts.export(account), seen);
      if (out === undefined) {
        await toOutput(io, await bytes());
        return 0;
      }
      const file = pathOf(io, out);
      const size_bytes = await writeNew(file, bytes);
      const entries = seen.lines - 1;
      if (json) io.out(JSON.stringify({ account, file, entries, size_bytes }));
      else io.out(`${account}: ${count(entries, 'entry', 'entries')} in ${file}`);
      return 0;
    });
  },
};

/** The account that a file is of; the rest of its header is the ledger's to judge. */
async function accountOf(file: string): Promise<string> {
  for await (const line of linesOf(createReadStream(file))) {
    let header: unknown;
    try {
      header = JSON.parse(line);
    } catch {
      break;
    }
    const { account } = (header ?? {}) as { account?: unknown };
    if (typeof account === 'string') return account;
    break;
  }
  throw new CliError(`${file} is not the export of an account.`);
}

/** `inkwell import`: an account out of its file. */
export const importAccount: Command = {
  name: 'import',
  summary: 'make an account out of such a file',
  usage: 'FILE',
  about: [
    'The file is replayed by the engine and its hashes are checked before anything is written; then all of it is ' +
      'written, or nothing. Balances, receipts and used idempotency keys are what they were. An account that is there ' +
      'already is refused.',
    'The plan that the account is on must be in the catalogue here. The account’s shard waits while it is written.',
  ],
  options: ASKING,
  takes: [1, 1],
  run: (call) => {
    const { args, io, json } = call;
    const file = pathOf(io, args[0]!);
    return onInstance(call, async (client) => {
      const account = await accountOf(file);
      const made = await client.accounts.import(account, await openAsBlob(file));
      const { ok, difference } = await client.accounts.verify(account);
      if (!ok) throw new CliError(`${account} is here, and does not verify: ${difference}`, 1);
      if (json) io.out(JSON.stringify(made));
      else io.out(`${account}: ${count(made.entries, 'entry', 'entries')} imported and verified.`);
      return 0;
    });
  },
};
