import { DatabaseError, FolderLockedError, SchemaError, isOutOfReach } from '@inkwell/ledger';
import { InkwellError } from '@inkwell/sdk';
import { ConfigError, WriterConfigError } from '@inkwell/server';
import { CliError, type Exit } from './command.ts';

export interface Failure {
  exit: Exit;
  /** A stable word for programs. */
  code: string;
  /** One sentence or more for people. */
  says: string;
}

/** Codes of the contract that mean "not now" or "not you" rather than "no". */
const UNASKED = new Set([
  'invalid_request',
  'unauthorized',
  'not_allowed',
  'rate_limited',
  'unavailable',
  'internal_error',
  'route_not_found',
  'network_error',
]);

const MORE: Partial<Record<string, string>> = {
  unauthorized:
    'The server does not know this operator key. Give the right one with --key or INKWELL_OPERATOR_KEY.',
  network_error: 'The server can’t be reached. --url tells where it is; else HOST and PORT do.',
  route_not_found:
    'The server does not know this route: it is older than this command line, or it is no Inkwell.',
};

/** What can go wrong, in plain sentences; null for what is a fault of our own. */
export function failureOf(error: unknown): Failure | null {
  if (error instanceof CliError) return { exit: error.exit, code: 'failed', says: error.message };
  if (error instanceof InkwellError) {
    const { code, message } = error;
    return { exit: UNASKED.has(code) ? 2 : 1, code, says: MORE[code] ?? message };
  }
  if (error instanceof ConfigError || error instanceof WriterConfigError)
    return { exit: 2, code: 'wrong_setting', says: error.message };
  if (error instanceof FolderLockedError) return { exit: 2, code: 'folder_locked', says: error.message };
  if (error instanceof SchemaError) return { exit: 2, code: 'wrong_schema', says: error.message };
  if (isOutOfReach(error) || error instanceof DatabaseError)
    return { exit: 2, code: 'unavailable', says: `The database can't be used: ${error.message}` };
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  // What the file system refuses: no such file, no permission, no space.
  if (typeof code === 'string' && syscall !== undefined) return { exit: 2, code, says: `${message}.` };
  return null;
}
