import {
  type SchemaState,
  citusState,
  distributeStatements,
  migrate as migrateRoom,
  openLedger,
} from '@inkwell/ledger';
import { APP_MIGRATIONS, hasPeople, readConfig, seedDemo, shardsOf } from '@inkwell/server';
import { pino } from 'pino';
import { CliError, type Command, type Invocation, UsageError } from '../command.ts';
import { isDataFolder, openAlone, schemasOf } from '../instance.ts';
import { count } from '../tell.ts';

/** Commands about the database itself: no server can do these for us. */

const nameOf = (room: string, number: number): string => `${room}/${String(number).padStart(6, '0')}`;

function tellPending({ io, json, flags }: Invocation, states: SchemaState[]): 0 | 1 {
  const pending = states.flatMap(({ room, pending: some }) => some.map(({ number }) => nameOf(room, number)));
  if (json) io.out(JSON.stringify({ pending }));
  else if (flags.print === true)
    for (const { room, pending: some } of states)
      for (const { number, sql } of some) io.out(`-- ${nameOf(room, number)}\n${sql.trimEnd()}\n`);
  else if (pending.length === 0) io.out('The schema is up to date.');
  else for (const name of pending) io.out(`pending  ${name}`);
  return flags.check === true && pending.length > 0 ? 1 : 0;
}

/** `inkwell migrate`: brings the schema up to date, as a server does when it starts. */
export const migrate: Command = {
  name: 'migrate',
  summary: 'bring the database’s schema up to date',
  usage: '[--check | --print]',
  about: [
    'A server does so by itself when it starts; this is for those who want it done before. Each migration runs once, in ' +
      'a transaction of its own, one process at a time. A database that is newer than this Inkwell is refused.',
    'A new ledger gets its shards here, as many as INKWELL_SHARDS says: their number never changes afterwards.',
  ],
  options: {
    check: { says: 'change nothing; end with 1 if a migration is pending' },
    print: { says: 'change nothing; print the SQL of what is pending' },
  },
  takes: [0, 0],
  run: async (call) => {
    const { io, json, flags } = call;
    const config = readConfig(io.env);
    const only_looks = flags.check === true || flags.print === true;
    if (only_looks && config.database_url === null && !isDataFolder(config.data_dir))
      throw new CliError(`There is no database in ${config.data_dir} yet.`, 1);
    const database = await openAlone(config);
    try {
      const states = await schemasOf(database);
      if (only_looks) return tellPending(call, states);
      await migrateRoom(database, 'app', APP_MIGRATIONS);
      // The ledger gets its shards and its first plans with its schema.
      await (await openLedger({ database, ...shardsOf(config) })).close();
      const ran = states.flatMap(({ room, pending }) => pending.map(({ number }) => nameOf(room, number)));
      if (json) io.out(JSON.stringify({ ran }));
      else if (ran.length === 0) io.out('The schema was up to date.');
      else for (const name of ran) io.out(`done  ${name}`);
      return 0;
    } finally {
      await database.close();
    }
  },
};

/** `inkwell seed demo`: what a first start writes. */
export const seed: Command = {
  name: 'seed',
  summary: 'write the demo workspaces into an empty database',
  usage: 'demo',
  about: [
    'Two workspaces with people, documents and some weeks of usage, as the first start on a new data folder writes ' +
      'them. Refused where there are people already.',
  ],
  options: {},
  takes: [1, 1],
  run: async ({ args, io, json }) => {
    if (args[0] !== 'demo') throw new UsageError(`There is one content to write: demo. Not "${args[0]}".`);
    const config = readConfig(io.env);
    const database = await openAlone(config);
    try {
      await migrateRoom(database, 'app', APP_MIGRATIONS);
      if (await hasPeople(database))
        throw new CliError('There are people in this database already: the demo is for an empty one.', 1);
      const log = pino({ level: 'silent' });
      const { account, name } = await seedDemo(database, Date.now(), log, shardsOf(config));
      if (json) io.out(JSON.stringify({ account, name }));
      else
        io.out(
          `${name} is written (account ${account}). Start the server, and open the link that it prints.`,
        );
      return 0;
    } finally {
      await database.close();
    }
  },
};

/** `inkwell distribute`: the ledger's tables on a Citus cluster. */
export const distribute: Command = {
  name: 'distribute',
  summary: 'distribute the ledger’s tables over a Citus cluster',
  usage: '[--apply]',
  about: [
    'Prints the statements that make the ledger’s tables distributed ones by shard, all of them colocated; with --apply ' +
      'it runs them. What belongs to the instance (plans, test clocks, operators’ keys) and the app’s own tables stay on ' +
      'the coordinator.',
    'Run it right after the first migrate, before there is traffic: Citus moves what is there and refuses writes meanwhile. ' +
      'INKWELL_SHARDS sets how many shards a new ledger has; docs/scale.md says how many, and how to change it.',
  ],
  options: { apply: { says: 'run the statements; the citus extension must be there' } },
  takes: [0, 0],
  run: async ({ flags, io, json }) => {
    const config = readConfig(io.env);
    if (flags.apply !== true) {
      const statements = distributeStatements();
      if (json) io.out(JSON.stringify({ statements }));
      else for (const statement of statements) io.out(`${statement};`);
      return 0;
    }
    if (config.database_url === null)
      throw new CliError(
        'Citus is an extension of a PostgreSQL server: DATABASE_URL must name its coordinator.',
        1,
      );
    const database = await openAlone(config);
    try {
      const states = await schemasOf(database);
      if (states.some(({ pending }) => pending.length > 0))
        throw new CliError('The schema is not up to date. Run: inkwell migrate', 1);
      const citus = await citusState(database);
      if (citus === null)
        throw new CliError(
          'The citus extension is not in this database. On the coordinator run: create extension citus',
          1,
        );
      const statements = distributeStatements(citus.distributed);
      for (const statement of statements) {
        await database.query(statement);
        io.err(statement);
      }
      if (json) io.out(JSON.stringify({ citus: citus.version, statements }));
      else io.out(`${count(statements.length, 'table')} distributed, by Citus ${citus.version}.`);
      return 0;
    } finally {
      await database.close();
    }
  },
};
