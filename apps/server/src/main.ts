import { DatabaseError, FolderLockedError, SchemaError } from '@inkwell/ledger';
import { ConfigError, readConfig } from './config.ts';
import { type Running, startServer } from './start.ts';
import { WriterConfigError } from './writing/choose.ts';

/** The process: starts the server, says where it is, and stops it when told to. */

/** After the drain (config.ts): what is still open then is cut. */
const STOP_WITHIN_MS = 10_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** What can go wrong at the start, in one line; null for what is a fault of our own. */
function reasonOf(error: unknown): string | null {
  if (error instanceof ConfigError || error instanceof WriterConfigError) return error.message;
  if (error instanceof FolderLockedError || error instanceof SchemaError) return error.message;
  if (error instanceof DatabaseError) return `The database can't be used: ${error.message}`;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return 'The port is taken by another program. Choose another one with PORT.';
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return message;
  return null;
}

function stopOnSignal(running: Running, drain_ms: number): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    say('Stopping: open work is settled first.');
    setTimeout(() => process.exit(1), drain_ms + STOP_WITHIN_MS).unref();
    running.close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

try {
  const config = readConfig(process.env);
  const running = await startServer({ config, say });
  stopOnSignal(running, config.drain_ms);
  if (running.operator_key !== null)
    say(`Operator key, shown this once: ${running.operator_key} (INKWELL_OPERATOR_KEY sets another)`);
  say(`Inkwell is ready: ${running.sign_in_url}`);
} catch (error) {
  const reason = reasonOf(error);
  if (reason === null) throw error;
  process.stderr.write(`Inkwell can't start. ${reason}\n`);
  process.exit(1);
}
