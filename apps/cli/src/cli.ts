import { createRequire } from 'node:module';
import { COMMON, type Command, type Exit, type Option, UsageError, parse } from './command.ts';
import { accountCommands } from './commands/account.ts';
import { backup, restore } from './commands/backup.ts';
import { grant, usage } from './commands/credits.ts';
import { doctor } from './commands/doctor.ts';
import { distribute, migrate, seed } from './commands/schema.ts';
import { bench, start } from './commands/start.ts';
import { exportAccount, importAccount } from './commands/transfer.ts';
import { verify } from './commands/verify.ts';
import { failureOf } from './failure.ts';
import { type Io, painted } from './io.ts';
import { wrapped } from './tell.ts';

/** In the order in which they are told. */
export const COMMANDS: readonly Command[] = [
  start,
  migrate,
  seed,
  doctor,
  verify,
  grant,
  ...accountCommands,
  usage,
  exportAccount,
  importAccount,
  backup,
  restore,
  distribute,
  bench,
];

const { version } = createRequire(import.meta.url)('../package.json') as { version: string };

const EXITS =
  'It ends with 0 when it is done; with 1 when the answer is no (refused, a journal does not fit, migrations are ' +
  'pending, a check failed); with 2 when it could not be asked (not understood, a wrong setting, out of reach).';

function tellAll(io: Io): void {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  io.out('Inkwell on the command line: npm run inkwell -- COMMAND …');
  io.out('');
  for (const { name, summary } of COMMANDS)
    io.out(`  ${painted(io, 'bold', name.padEnd(width))}  ${summary}`);
  io.out('');
  io.out('inkwell help COMMAND tells more of each.');
  for (const line of wrapped(EXITS)) io.out(line);
}

function tellOptions(io: Io, options: Record<string, Option>): void {
  const told = Object.entries(options).map(
    ([name, { value, says }]) => [value === undefined ? `--${name}` : `--${name} ${value}`, says] as const,
  );
  const width = Math.max(...told.map(([name]) => name.length));
  for (const [name, says] of told) io.out(`  ${name.padEnd(width)}  ${says}`);
}

function tellOne(io: Io, command: Command): void {
  io.out(painted(io, 'bold', `inkwell ${command.name} ${command.usage}`.trimEnd()));
  io.out('');
  io.out(`${command.summary[0]!.toUpperCase()}${command.summary.slice(1)}.`);
  for (const paragraph of command.about) for (const line of ['', ...wrapped(paragraph)]) io.out(line);
  io.out('');
  tellOptions(io, { ...command.options, ...COMMON });
}

/** The command that the first words name, and what follows it. */
function find(argv: string[]): { command: Command | undefined; rest: string[] } {
  for (const words of [2, 1]) {
    const name = argv.slice(0, words).join(' ');
    const command = COMMANDS.find((one) => one.name === name);
    if (command !== undefined) return { command, rest: argv.slice(words) };
  }
  return { command: undefined, rest: argv };
}

function unknown(argv: string[]): UsageError {
  const [first] = argv;
  const below = COMMANDS.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => name);
  return new UsageError(
    below.length > 0 ? `It is one of: ${below.join(', ')}.` : `There is no command "${first}".`,
  );
}

async function run(argv: string[], io: Io): Promise<Exit> {
  const [first, ...others] = argv;
  if (first === undefined) {
    tellAll(io);
    return 2;
  }
  if (first === '--version') {
    io.out(version);
    return 0;
  }
  const asks_help = first === 'help' || first === '--help';
  const words = asks_help ? others : argv;
  if (words.length === 0) {
    tellAll(io);
    return 0;
  }
  const { command, rest } = find(words);
  if (command === undefined) throw unknown(words);
  if (asks_help) {
    tellOne(io, command);
    return 0;
  }
  const call = parse(command, rest, io);
  if (call.flags.help !== true) return command.run(call);
  tellOne(io, command);
  return 0;
}

/** Runs one command. Resolves with what the process is to end with; rejects for a bug alone. */
export async function runCli(argv: string[], io: Io): Promise<Exit> {
  try {
    return await run(argv, io);
  } catch (error) {
    io.progress(null);
    const failure = failureOf(error);
    if (failure === null) throw error;
    const { exit, code, says } = failure;
    if (argv.includes('--json')) io.err(JSON.stringify({ error: { code, detail: says } }));
    else io.err(`${painted(io, 'red', 'inkwell:')} ${says}`);
    if (error instanceof UsageError && !argv.includes('--json')) {
      const { command } = find(argv);
      io.err(`More: inkwell help${command === undefined ? '' : ` ${command.name}`}`);
    }
    return exit;
  }
}
