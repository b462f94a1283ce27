import { runCli } from './cli.ts';
import { processIo } from './io.ts';

/** The process: `runCli` with the terminal it was started from. */
const io = processIo();
process.exitCode = await runCli(process.argv.slice(2), io);
