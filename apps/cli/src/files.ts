import { link, open, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CliError } from './command.ts';
import type { Io } from './io.ts';

export const pathOf = ({ cwd }: Pick<Io, 'cwd'>, name: string): string => resolve(cwd, name);

/**
 * Makes a new file that only this user can read. It has its name once it is whole: until then it is a `.part`, which
 * `fill` writes. Throws `CliError` if there is a file of this name.
 */
export async function makeNew(path: string, fill: (part: string) => Promise<void>): Promise<number> {
  const part = `${path}.part`;
  await createEmpty(part);
  try {
    await fill(part);
    const { size } = await stat(part);
    // A link fails where a rename would overwrite.
    await link(part, path);
    return size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new CliError(`${path} is there already. Name another file.`);
    throw error;
  } finally {
    await rm(part, { force: true });
  }
}

async function createEmpty(part: string): Promise<void> {
  try {
    await (await open(part, 'wx', 0o600)).close();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new CliError(`${part} is there already: an earlier try, or one under way.`);
  }
}

/** The same, out of bytes as they come. They are asked for when there is a file to write them to. */
export const writeNew = (path: string, bytes: () => Promise<AsyncIterable<Uint8Array>>): Promise<number> =>
  makeNew(path, async (part) => {
    const file = await open(part, 'w');
    try {
      for await (const chunk of await bytes()) await file.writeFile(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
  });
