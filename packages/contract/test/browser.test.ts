import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** The files that a module brings along when it runs, itself included: types are gone by then. */
function loadedBy(file: URL): string[] {
  const source = readFileSync(file, 'utf8');
  const imports = [...source.matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)';/gm)].map(
    (match) => match[1] as string,
  );
  return imports.flatMap((name) =>
    name.startsWith('.') ? [name, ...loadedBy(new URL(name, file))] : [name],
  );
}

describe('what a browser imports', () => {
  it.each([
    ['types.ts', ['./constants.ts']],
    ['errors.ts', []],
  ])('%s brings no zod along', (name, loaded) => {
    expect(loadedBy(new URL(`../src/${name}`, import.meta.url))).toEqual(loaded);
  });

  it('would be noticed', () => {
    expect(loadedBy(new URL('../src/index.ts', import.meta.url))).toContain('zod');
  });
});
