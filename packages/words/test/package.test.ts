import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { expect, it } from 'vitest';
import { generate, UNICODE_VERSION } from '../scripts/generate.ts';
import { CLASSES } from '../src/classes.ts';
import type { countWords } from '../src/index.ts';
import { COUNTER_VERSION, counterFor } from '../src/index.ts';

it('keeps its old versions', () => {
  expect(counterFor(COUNTER_VERSION)?.countWords('one two')).toBe(2);
  expect(counterFor('words-v1')?.createWordCounter().push('one two')).toBe(2);
  expect(counterFor('words-v0')).toBeUndefined();
});

it('is frozen: another table is another version', () => {
  expect(createHash('sha256').update(CLASSES).digest('hex')).toBe(
    'ac5923fdcbbe9d679e6bbc34f7dddd8c6c2b6aa44f795effd59dcbbb09b9726c',
  );
});

it.runIf(process.versions.unicode === UNICODE_VERSION)('is what the generator makes of Unicode 17', () => {
  expect(readFileSync(new URL('../src/classes.generated.ts', import.meta.url), 'utf8')).toBe(generate());
});

it('is under 4 KB gzipped in a browser and counts there as here', async () => {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: true,
      lib: {
        entry: fileURLToPath(new URL('../src/index.ts', import.meta.url)),
        formats: ['es'],
        fileName: 'words',
      },
    },
  });
  const [output] = [built].flat();
  if (!output || !('output' in output)) throw new Error('vite gave no bundle');
  const { code } = output.output[0];
  expect(gzipSync(code, { level: 9 }).length).toBeLessThan(4096);
  const bundle = (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`)) as {
    countWords: typeof countWords;
  };
  expect(bundle.countWords('1. Hello 世界 𝗕𝗼𝗹𝗱')).toBe(4);
});
