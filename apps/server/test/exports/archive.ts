import { crc32 } from 'node:zlib';
import { expect } from 'vitest';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const STORED = 0;

/** The files of an archive by their names, read by its directory; each must be whole by its own checksum. */
export function filesOf(archive: Buffer): Map<string, string> {
  const end = archive.lastIndexOf(Buffer.from(Uint32Array.of(END).buffer));
  expect(end, 'the archive breaks off').toBeGreaterThan(0);
  const count = archive.readUInt16LE(end + 10);
  const files = new Map<string, string>();
  for (let at = archive.readUInt32LE(end + 16), n = 0; n < count; n += 1) {
    expect(archive.readUInt32LE(at)).toBe(ENTRY);
    expect(archive.readUInt16LE(at + 10)).toBe(STORED);
    const [sum, size] = [archive.readUInt32LE(at + 16), archive.readUInt32LE(at + 24)];
    const [name_bytes, more_bytes] = [archive.readUInt16LE(at + 28), archive.readUInt16LE(at + 30)];
    const name = archive.toString('utf8', at + 46, at + 46 + name_bytes);
    const local = archive.readUInt32LE(at + 42);
    expect(archive.readUInt32LE(local)).toBe(LOCAL);
    const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const bytes = archive.subarray(from, from + size);
    expect(crc32(bytes), name).toBe(sum);
    expect(files.has(name), `${name} is there twice`).toBe(false);
    files.set(name, bytes.toString());
    at += 46 + name_bytes + more_bytes + archive.readUInt16LE(at + 32);
  }
  return files;
}

/** The values of a file with one JSON value a line. */
export const linesOf = <T = Record<string, unknown>>(text: string | undefined): T[] =>
  (text ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);

/** The rows of a file of commas without quotes, each by the names of its head. */
export function rowsOf(text: string | undefined): Record<string, string>[] {
  const [head = '', ...lines] = (text ?? '').trimEnd().split('\r\n');
  const names = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, n) => [names[n], cell])));
}
