// `npm run check`: types, lint, dead code, format, unit tests. The first failure ends it.
import { install, run, say } from './lib.mjs';

install();
const steps = [
  ['types', 'tsc', ['-p', 'tsconfig.json']],
  ['types of the page', 'tsc', ['-p', 'apps/web/tsconfig.json']],
  ['types of the browser tests', 'tsc', ['-p', 'tests/browser/tsconfig.json']],
  ['lint', 'oxlint', ['--type-aware', '--quiet']],
  ['dead code', 'knip', ['--no-progress']],
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['unit tests', 'vitest', ['run', '--project', 'unit', '--reporter', 'dot']],
];
for (const [name, command, args] of /** @type {[string, string, string[]][]} */ (steps)) {
  const from = Date.now();
  const { status } = run(command, args);
  say(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - from) / 1000).toFixed(1)} s)`);
  if (status !== 0) process.exit(status ?? 1);
}
