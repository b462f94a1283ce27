import { accessSync, constants, mkdirSync, readdirSync } from 'node:fs';
import { FolderLockedError, lockFolder } from '@inkwell/ledger';
import { DATABASE_FOLDER, archive, readConfig } from '@inkwell/server';
import { extract } from 'tar';
import { ASKING, CliError, type Command, textOf } from '../command.ts';
import { makeNew, pathOf, writeNew } from '../files.ts';
import { isDataFolder, onInstance, serverClient } from '../instance.ts';
import { number } from '../tell.ts';
import { tellSum, verifyAll } from './verify.ts';

const RECIPE = 'docs/recipes/backup-and-restore.md';

/** `inkwell backup`: the embedded database as one file. */
export const backup: Command = {
  name: 'backup',
  summary: 'write the embedded database into a file',
  usage: 'FILE',
  about: [
    'A gzipped tar archive of the database as it stood at one moment. A running server is asked for it and goes on; its ' +
      'statements wait while the files are copied. Of a stopped one the folder is read as it is.',
    `A PostgreSQL server has its own tools for this: ${RECIPE} says which.`,
  ],
  options: ASKING,
  takes: [1, 1],
  run: async ({ args, flags, io, json }) => {
    const config = readConfig(io.env);
    const file = pathOf(io, args[0]!);
    const fromServer = async (why: string): Promise<number> =>
      writeNew(file, () => serverClient(config, flags, why).instance.backup());
    const fromFolder = async (): Promise<number> => {
      if (config.database_url !== null)
        throw new CliError(
          `The database is a PostgreSQL server: pg_dump and pg_basebackup back it up (${RECIPE}).`,
          1,
        );
      if (!isDataFolder(config.data_dir)) throw new CliError(`There is no database in ${config.data_dir}.`);
      const unlock = lockFolder(config.data_dir);
      try {
        return await makeNew(file, (part) => archive(config.data_dir, part));
      } finally {
        unlock();
      }
    };
    let size_bytes: number;
    if (textOf(flags, 'url') !== undefined) size_bytes = await fromServer('');
    else
      size_bytes = await fromFolder().catch((error: unknown) => {
        if (error instanceof FolderLockedError) return fromServer(error.message);
        throw error;
      });
    if (json) io.out(JSON.stringify({ file, size_bytes }));
    else io.out(`${number(Math.ceil(size_bytes / 1024))} KiB in ${file}`);
    return 0;
  },
};

async function unpack(file: string, folder: string): Promise<void> {
  accessSync(file, constants.R_OK);
  const filter = (path: string) => path === DATABASE_FOLDER || path.startsWith(`${DATABASE_FOLDER}/`);
  try {
    await extract({ file, cwd: folder, strict: true, filter });
  } catch (error) {
    // What the archive's reader finds wrong has a code of its own; what the disk refuses names a system call.
    if ((error as NodeJS.ErrnoException).syscall !== undefined) throw error;
    throw new CliError(`${file} is not a whole backup: ${(error as Error).message}`);
  }
  if (!isDataFolder(folder)) throw new CliError(`${file} is not a backup of Inkwell.`);
}

/** `inkwell restore`: a data folder out of such a file, verified. */
export const restore: Command = {
  name: 'restore',
  summary: 'make a data folder out of a backup, and verify it',
  usage: 'FILE [--to FOLDER]',
  about: [
    'The folder must be new or empty. Every account of it is verified, as by: inkwell verify --all',
    'Start a server on it with INKWELL_DATA_DIR=FOLDER. The operator key is the one that the backup’s server had.',
  ],
  options: { to: { value: 'FOLDER', says: 'the new data folder; else INKWELL_DATA_DIR' } },
  takes: [1, 1],
  run: async (call) => {
    const { args, flags, io } = call;
    const to = textOf(flags, 'to');
    const folder = to === undefined ? readConfig(io.env).data_dir : pathOf(io, to);
    mkdirSync(folder, { recursive: true });
    if (readdirSync(folder).length > 0) throw new CliError(`${folder} is not empty. Name a new folder.`);
    await unpack(pathOf(io, args[0]!), folder);
    const { DATABASE_URL: _elsewhere, ...env } = io.env;
    const restored = { ...io, env: { ...env, INKWELL_DATA_DIR: folder } };
    return onInstance({ io: restored, flags: {} }, async (client) =>
      tellSum(call, await verifyAll(call, client)),
    );
  },
};
