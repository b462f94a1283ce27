import type { Runs } from '../runs/index.ts';
import { jsonLines, mapped, pages } from './pages.ts';
import type { ExportFile } from './zip.ts';

const PAGE = 50;

/** Runs that this reader may see, with their outputs and texts, newest first; with `member` those that they asked for. */
export function runFile(
  runs: Runs['reader'],
  { account, reader, member }: { account: string; reader: string; member: string | null },
  name: string,
): ExportFile {
  const filter = { account, reader, member: member ?? undefined };
  const rows = pages<Awaited<ReturnType<typeof runs.rows>>[number], string | null>(
    null,
    PAGE,
    (before, limit) => runs.rows({ ...filter, before, limit }),
    ({ run }) => run,
  );
  return { name, bytes: jsonLines(mapped(rows, (page) => runs.details(account, page))) };
}
