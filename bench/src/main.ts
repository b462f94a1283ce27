import { parseArgs } from 'node:util';
import { costTable, machine, record, table } from './report.ts';
import { type Cost, measureCosts } from './cost.ts';
import { benchDisk } from './disk.ts';
import { benchDump } from './dump.ts';
import { benchEmbedded } from './embedded.ts';
import { benchGrowth } from './growth.ts';
import { benchHttp } from './http.ts';
import { benchHotAccount, benchInProcess } from './in-process.ts';
import { benchStart } from './start.ts';
import { type Row, benchWords } from './words.ts';
import { World } from './world.ts';

/** `npm run bench`: measures all that docs/performance.md promises; `-- --only NAME`, `-- --quick`. */

const costs: Cost[] = [];

const BENCHMARKS: Record<string, (world: World) => Promise<Row[]>> = {
  process: benchInProcess,
  hot: benchHotAccount,
  http: benchHttp,
  growth: benchGrowth,
  dump: benchDump,
  disk: benchDisk,
  embedded: benchEmbedded,
  words: benchWords,
  cost: async (world) => {
    costs.push(...(await measureCosts(world)));
    return [];
  },
  start: benchStart,
};

const { values } = parseArgs({
  options: { only: { type: 'string', multiple: true }, quick: { type: 'boolean', default: false } },
});
const names = values.only ?? Object.keys(BENCHMARKS);
const unknown = names.find((name) => !(name in BENCHMARKS));
if (unknown !== undefined) {
  process.stderr.write(
    `There is no benchmark "${unknown}". There are: ${Object.keys(BENCHMARKS).join(', ')}.\n`,
  );
  process.exit(1);
}

const world = new World(values.quick);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    // Nothing is left behind: neither a server nor its data.
    void world.close().finally(() => process.exit(130));
  });
const rows: Row[] = [];
try {
  for (const name of names) {
    const start = performance.now();
    process.stderr.write(`${name} …`);
    const found = await BENCHMARKS[name]!(world);
    process.stderr.write(` ${((performance.now() - start) / 1000).toFixed(0)} s\n`);
    rows.push(...found);
  }
  const { version, folder } = await world.about();
  const on = machine(version, folder);
  process.stdout.write(`${JSON.stringify(on)}\n\n${table(rows)}\n`);
  if (costs.length > 0) process.stdout.write(`\n${costTable(costs)}\n`);
  record({ date: new Date().toISOString(), quick: values.quick, machine: on, rows, costs });
} finally {
  await world.close();
}
if (rows.some((row) => !row.ok)) process.exitCode = 1;
