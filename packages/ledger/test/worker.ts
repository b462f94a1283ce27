import { openLedger, openPostgres } from '../src/index.ts';
import type { Command } from '../src/index.ts';

/**
 * Another process with a ledger of its own on the same database: carries out the commands that it is sent, all at
 * once, and answers with what became of them.
 */
const database = openPostgres({ connection_string: process.argv[2]! });
const ledger = await openLedger({ database, now: () => Number(process.argv[3]) });

process.on('message', (commands: Command[]) => {
  void Promise.all(commands.map((command) => ledger.execute(command))).then((answers) =>
    process.send!(answers),
  );
});
process.on('disconnect', () => {
  void ledger.close().then(() => database.close());
});
process.send!('ready');
