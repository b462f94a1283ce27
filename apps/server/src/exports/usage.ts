import { dateOfDay, instantText } from '@inkwell/engine';
import type { Ledger, Loaded } from '@inkwell/ledger';
import { csvOf } from '@inkwell/contract/csv';
import { encoded } from './pages.ts';
import type { ExportFile } from './zip.ts';

const FIGURES = ['credits', 'refunded', 'outputs'];

/** A cycle's number, so that files sort as cycles do. */
const numbered = (cycle: number): string => String(cycle).padStart(4, '0');

/**
 * What was used, a file a cycle: by day, member and source, and by label where there are labels (B4). With `member` what
 * that member used alone.
 */
export async function* usageFiles(
  reads: Ledger['reads'],
  loaded: Loaded,
  folder: string,
  member: string | null,
): AsyncGenerator<ExportFile, void, undefined> {
  const cycles = (await reads.cycles(loaded)).toReversed();
  const rows = cycles.map(({ number, starts_at, ends_at, plan, credits }) => {
    const granted = number === loaded.state.cycle.number ? loaded.state.cycle.limit : credits;
    return [number, instantText(starts_at), instantText(ends_at), plan, granted];
  });
  const head = ['cycle', 'starts_at', 'ends_at', 'plan', 'granted'];
  yield { name: `${folder}usage/cycles.csv`, bytes: encoded(csvOf(head, rows)) };
  for (const { number } of cycles) yield* cycleFiles(reads, loaded, number, { folder, member });
}

async function* cycleFiles(
  reads: Ledger['reads'],
  loaded: Loaded,
  cycle: number,
  { folder, member }: { folder: string; member: string | null },
): AsyncGenerator<ExportFile, void, undefined> {
  const all = await reads.usageOfCycle(loaded, cycle);
  const name = `${folder}usage/cycle-${numbered(cycle)}`;
  const own = all.filter((row) => row.label === '' && (member === null || row.member === member));
  const lines = own.map(({ day, member: who, source, credits, refunded, outputs }) => {
    return [dateOfDay(day), who, source, credits, refunded, outputs];
  });
  yield { name: `${name}.csv`, bytes: encoded(csvOf(['day', 'member', 'source', ...FIGURES], lines)) };
  const labels = member === null ? all.filter((row) => row.label !== '') : [];
  if (labels.length === 0) return;
  const by_label = labels.map(({ day, label, credits, refunded, outputs }) => {
    return [dateOfDay(day), label, credits, refunded, outputs];
  });
  yield { name: `${name}-labels.csv`, bytes: encoded(csvOf(['day', 'label', ...FIGURES], by_label)) };
}
