// `npm run check`: types, lint, dead code, format, unit tests. Two steps at a time; the first failure is its result.
import { install, runQuietly, say } from './lib.mjs';

install();

/** The longest first, so that the two lanes end together. @type {[string, string, string[]][]} */
const steps = [
  ['unit tests', 'vitest', ['run', '--project', 'unit', '--reporter', 'dot']],
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['lint', 'oxlint', ['--type-aware', '--quiet']],
  ['types', 'tsc', ['-p', 'tsconfig.json']],
  ['types of the page', 'tsc', ['-p', 'apps/web/tsconfig.json']],
  ['types of the browser tests', 'tsc', ['-p', 'tests/browser/tsconfig.json']],
  ['dead code', 'knip', ['--no-progress']],
];
let failed = 0;

async function lane() {
  for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
    const [name, command, args] = step;
    const from = Date.now();
    const { status, output } = await runQuietly(command, args);
    const took_s = ((Date.now() - from) / 1000).toFixed(1);
    if (status !== 0) process.stdout.write(output);
    say(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${took_s} s)`);
    if (status !== 0) failed ||= status;
  }
}

await Promise.all([lane(), lane()]);
process.exit(failed);
