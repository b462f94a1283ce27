// `npm test`: every test there is, on both back ends and in Chromium. The last line says how many passed and failed.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWeb, install, run, say } from './lib.mjs';

install();
buildWeb();
const folder = mkdtempSync(join(tmpdir(), 'inkwell-test-'));
const report = join(folder, 'report.json');
const { status } = run('vitest', [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...process.argv.slice(2),
]);
const counts = existsSync(report)
  ? JSON.parse(readFileSync(report, 'utf8'))
  : { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0 };
rmSync(folder, { recursive: true, force: true });
const skipped = counts.numPendingTests + (counts.numTodoTests ?? 0);
const failed = Math.max(counts.numFailedTests, status === 0 ? 0 : 1);
say(`${counts.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(status ?? 1);
