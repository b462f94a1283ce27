import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import type { Cost } from './cost.ts';
import type { Row } from './words.ts';

/** What a run measured on: without it the figures say nothing. */
export interface Machine {
  cpu: string;
  cores: number;
  memory_gb: number;
  file_system: string;
  node: string;
  postgres: string;
  commit: string;
}

const RESULTS = new URL('../results.jsonl', import.meta.url);

const said = (command: string, args: string[]): string => {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown';
  }
};

export function machine(postgres: string, data_folder: string): Machine {
  const processors = cpus();
  return {
    cpu: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memory_gb: Math.round(totalmem() / 2 ** 30),
    file_system: said('stat', ['-f', '-c', '%T', data_folder]),
    node: process.version,
    postgres,
    commit: said('git', ['-C', import.meta.dirname, 'rev-parse', '--short', 'HEAD']),
  };
}

const figure = (value: number): string => {
  if (value >= 1000) return Math.round(value).toLocaleString('en');
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
};

/** `≥ 3` where a ratio must be reached, `< 1` where a limit must not be. */
const targetOf = ({ baseline, target }: Row): string =>
  baseline === 'limit' ? '< 1' : `≥ ${target.toLocaleString('en')}`;

/** The rows as a table in Markdown, which a terminal shows as well. */
export function table(rows: Row[]): string {
  const head = ['measure', 'value', 'baseline', 'ratio', 'target', 'ok'];
  const lines = rows.map((row) => [
    row.measure,
    `${figure(row.value)} ${row.unit}`,
    row.baseline === 'limit'
      ? `limit ${figure(row.baseline_value)}`
      : `${row.baseline}: ${figure(row.baseline_value)}`,
    figure(row.ratio),
    targetOf(row),
    row.ok ? 'yes' : 'NO',
  ]);
  return markdown(head, lines);
}

function markdown(head: string[], lines: string[][]): string {
  const widths = head.map((name, i) => Math.max(name.length, ...lines.map((line) => line[i]!.length)));
  const line = (cells: string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...lines.map(line)].join('\n');
}

/** What a charge takes, as a table of the same kind. */
export function costTable(costs: Cost[]): string {
  const head = ['a charge', 'charges/s', 'Node CPU µs', 'PostgreSQL CPU µs', 'WAL bytes', 'charges an fsync'];
  return markdown(
    head,
    costs.map((cost) => [
      cost.way,
      figure(cost.charges_per_s),
      figure(cost.node_us),
      figure(cost.postgres_us),
      figure(cost.wal_bytes),
      figure(cost.charges_per_fsync),
    ]),
  );
}

/** Keeps the run: one line of JSON. */
export function record(run: {
  date: string;
  quick: boolean;
  machine: Machine;
  rows: Row[];
  costs: Cost[];
}): void {
  appendFileSync(RESULTS, `${JSON.stringify(run)}\n`);
}
