import { BACKENDS, testDatabase } from '../../../tests/backends.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestDatabase } from '../../../tests/backends.ts';
import { bigints, ints, texts } from '../src/arrays.ts';

describe.each(BACKENDS)('arrays as bytes, %s', (backend) => {
  let made: TestDatabase;
  beforeAll(async () => (made = await testDatabase(backend)));
  afterAll(() => made.remove());

  const read = async (type: string, bytes: Uint8Array, name?: string) => {
    const text = `select coalesce(json_agg(v), '[]') as v from unnest($1::${type}[]) v`;
    const [row] = await made.database.query<{ v: unknown[] }>(text, [bytes], name);
    return row!.v;
  };

  test('bigint[]: beyond 32 bits, below zero, null, none', async () => {
    const values = [
      0,
      1,
      -1,
      null,
      2 ** 31,
      -(2 ** 31) - 1,
      2 ** 32,
      Number.MAX_SAFE_INTEGER,
      -(2 ** 53) + 1,
    ];
    expect(await read('bigint', bigints(values))).toEqual(values);
    expect(await read('bigint', bigints([]))).toEqual([]);
  });

  test('int[]: the ends of its range, null, none', async () => {
    const values = [0, null, 2 ** 31 - 1, -(2 ** 31)];
    expect(await read('int', ints(values))).toEqual(values);
    expect(await read('int', ints([]))).toEqual([]);
  });

  test('text[]: quotes, braces, every plane of Unicode, long, empty, null, none', async () => {
    const values = ['', '"{a,\\b}"', 'naïve ä', '漢字', '👍🏽', null, 'x'.repeat(100_000), 'NULL'];
    expect(await read('text', texts(values))).toEqual(values);
    expect(await read('text', texts([]))).toEqual([]);
    expect(await read('text', texts(['a\ud800b']))).toEqual(['a\ufffdb']);
  });

  test('a prepared statement takes other values each time, also after an error', async () => {
    expect(await read('text', texts(['a']), 'arrays_test')).toEqual(['a']);
    await expect(read('text', texts(['a\0b']), 'arrays_test')).rejects.toMatchObject({ code: '22021' });
    expect(await read('text', texts(['b', null]), 'arrays_test')).toEqual(['b', null]);
  });
});
