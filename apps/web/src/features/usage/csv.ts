import { csvOf } from '@inkwell/contract/csv';
import type { Usage } from '../../shared/api/types.ts';

/** Spreadsheets take a file for UTF-8 by this mark alone; without it "Jürgen" is not to be read. */
const UTF8_MARK = '\uFEFF';

/** The usage by member as a file for spreadsheets: the figures that the page shows, each person by id and name. */
export function usageCsv({ data }: Usage, nameOf: (member: string) => string): string {
  const rows = data.map(({ key, credits, refunded, outputs }) => {
    return [key, nameOf(key), credits, refunded, outputs];
  });
  return UTF8_MARK + csvOf(['member', 'name', 'credits', 'refunded', 'outputs'], rows);
}
