import { link, open, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CliError } from './command.ts';
import type { Io } from './io.ts';

export const pathOf = ({ cwd }: Pick<Io, 'cwd'>, name: string): string => resolve(cwd, name);

/**
 * Writes a new file that only this user can read. It has its name once it is whole: until then it is a `.part`. Throws
 * `CliError` if there is a file of this name.
 */
export async function writeNew(path: string, bytes: AsyncIterable<Uint8Array>): Promise<number> {
  const part = `${path}.part`;
  const file = await open(part, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST')
      throw new CliError(`${part} is there already: an earlier try, or one under way.`);
    throw error;
  });
  let size_bytes = 0;
  try {
    try {
      for await (const chunk of bytes) {
        await file.writeFile(chunk);
        size_bytes += chunk.byteLength;
      }
      await file.sync();
    } finally {
      await file.close();
    }
    // A link fails where a rename would overwrite.
    await link(part, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new CliError(`${path} is there already. Name another file.`);
    throw error;
  } finally {
    await rm(part, { force: true });
  }
  return size_bytes;
}
