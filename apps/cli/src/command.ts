import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Io } from './io.ts';

/**
 * What a command ends with.
 * - 0: done.
 * - 1: the answer is no: it was refused, a journal does not fit, migrations are pending, a check failed.
 * - 2: it could not be asked: the command was not understood, a setting is wrong, the instance is out of reach.
 */
export type Exit = 0 | 1 | 2;

/** Why a command could not do its work, in plain sentences; nothing of it is a bug. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exit: Exit;

  constructor(message: string, exit: Exit = 2) {
    super(message);
    this.exit = exit;
  }
}

/** The command line was not understood. */
export class UsageError extends CliError {}

export interface Option {
  /** What stands behind it: `--out FILE`. Without one it is a switch. */
  value?: string;
  says: string;
}

export type Flags = Record<string, string | boolean | undefined>;

export interface Invocation {
  /** What stands beside the options, in order. */
  args: string[];
  flags: Flags;
  /** The answer is for a program. */
  json: boolean;
  io: Io;
}

export interface Command {
  /** `verify`, `account show`. */
  name: string;
  summary: string;
  /** What follows the name: `ACCOUNT CREDITS --reason TEXT`. */
  usage: string;
  /** What one has to know, in paragraphs. */
  about: string[];
  options: Record<string, Option>;
  /** How many arguments beside the options: at least and at most. */
  takes: readonly [number, number];
  run(call: Invocation): Promise<Exit>;
}

/** Options of every command. */
export const COMMON: Record<string, Option> = {
  json: { says: 'answer in JSON, for programs' },
  help: { says: 'tell what the command does' },
};

/** Options of the commands that may have to ask a running server. */
export const ASKING: Record<string, Option> = {
  url: { value: 'URL', says: 'the server to ask; else HOST and PORT, or this machine' },
  key: { value: 'KEY', says: 'its operator key; else INKWELL_OPERATOR_KEY' },
};

type Specs = NonNullable<ParseArgsConfig['options']>;

/** Parses what follows a command's name. Throws `UsageError`. */
export function parse(command: Command, argv: string[], io: Io): Invocation {
  const known = { ...command.options, ...COMMON };
  const options: Specs = Object.fromEntries(
    Object.entries(known).map(([name, { value }]) => [
      name,
      value === undefined ? { type: 'boolean' } : { type: 'string' },
    ]),
  );
  let parsed;
  try {
    parsed = parseArgs({ args: argv, options, allowPositionals: true, strict: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith('ERR_PARSE_ARGS')) throw error;
    throw new UsageError(`${message.split('. ')[0]}.`);
  }
  const { positionals: args, values } = parsed;
  const flags = values as Flags;
  const [least, most] = command.takes;
  if (flags.help !== true && (args.length < least || args.length > most))
    throw new UsageError(`It is: inkwell ${command.name} ${command.usage}`.trimEnd());
  return { args, flags, json: flags.json === true, io };
}

/** The text of an option; undefined if it is not given. */
export function textOf(flags: Flags, name: string): string | undefined {
  const value = flags[name];
  return typeof value === 'string' ? value : undefined;
}

/** The text of an option that can't be left out. */
export function needed(flags: Flags, name: string): string {
  const text = textOf(flags, name);
  if (text === undefined) throw new UsageError(`--${name} is missing.`);
  return text;
}

/** A whole number as it is written: digits, with commas or underscores between them if one likes. */
export function wholeOf(text: string, what: string): number {
  const digits = text.replaceAll(/[,_]/g, '');
  if (!/^\d{1,15}$/.test(digits)) throw new UsageError(`${what} must be a whole number, not "${text}".`);
  return Number(digits);
}

/** One of a closed set of words. */
export function choiceOf<const T extends readonly string[]>(
  text: string | undefined,
  what: string,
  values: T,
): T[number] | undefined {
  if (text === undefined || values.includes(text)) return text;
  throw new UsageError(`${what} must be one of ${values.join(', ')}, not "${text}".`);
}
