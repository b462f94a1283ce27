import type { Routes } from '@inkwell/contract';
import { dateOfDay, dayOf, instantText } from '@inkwell/engine';
import type { CycleRow, Ledger, Loaded, UsageSpan } from '@inkwell/ledger';
import { type Handlers, ok } from '../http/call.ts';
import { csvOf } from '@inkwell/contract/csv';
import { read } from './context.ts';

type Asked = number | 'current' | 'previous';

interface Found {
  span: UsageSpan;
  /** null for a span of days, and for a cycle that the account has not had. */
  cycle: ReturnType<typeof cycleView> | null;
}

const cycleView = ({ number, starts_at, ends_at }: Pick<CycleRow, 'number' | 'starts_at' | 'ends_at'>) => ({
  number,
  starts_at: instantText(starts_at),
  ends_at: instantText(ends_at),
});

async function cycleOf(ledger: Ledger, loaded: Loaded, asked: Asked): Promise<Found & { number: number }> {
  const current = loaded.state.cycle;
  const number = asked === 'current' ? current.number : asked === 'previous' ? current.number - 1 : asked;
  const span = { cycle: number };
  if (number === current.number) return { number, span, cycle: cycleView(current) };
  const row = (await ledger.reads.cycles(loaded)).find((cycle) => cycle.number === number);
  return { number, span, cycle: row === undefined ? null : cycleView(row) };
}

const DAY_MS = 86_400_000;
const isDate = (text: string): boolean => text.length === 10;

/** The first day of a span: the day itself, or the one of the account's zone that holds the instant. */
const firstDay = (loaded: Loaded, edge: string): number =>
  isDate(edge) ? Date.parse(edge) / DAY_MS : dayOf(loaded.state, Date.parse(edge));

/** The day that a span ends before: one that an instant cuts still counts. */
function endDay(loaded: Loaded, edge: string): number {
  if (isDate(edge)) return Date.parse(edge) / DAY_MS;
  return dayOf(loaded.state, Date.parse(edge) - 1) + 1;
}

/** How much a media type is wanted (`q` of `Accept`); 0 if it is not named. */
function wanted(accept: string, media: string): number {
  const named = accept.split(',').map((part) =>
    part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/),
  );
  const parts = named.find(([type]) => type === media);
  if (parts === undefined) return 0;
  const weight = Number(parts.find((part) => part.startsWith('q='))?.slice(2) ?? 1);
  return Number.isNaN(weight) ? 0 : weight;
}

/** CSV for whoever names it, unless JSON is wanted more. */
function wantsCsv(request: Request | null): boolean {
  const accept = request?.headers.get('accept') ?? '';
  const weight = wanted(accept, 'text/csv');
  return weight > 0 && weight >= wanted(accept, 'application/json');
}

type UsageRoutes = Pick<Routes, 'getUsage' | 'getDailyUsage' | 'listCycles'>;

/** Usage by member, day, source and label, as JSON and CSV; the cycles to choose from. */
export const usageHandlers = (ledger: Ledger): Handlers<UsageRoutes> => ({
  getUsage: (call) =>
    read(ledger, call, async (loaded) => {
      const { from, to, group_by, cycle: asked } = call.query;
      const { span, cycle }: Found =
        from === undefined || to === undefined
          ? await cycleOf(ledger, loaded, asked ?? 'current')
          : { span: { from_day: firstDay(loaded, from), to_day: endDay(loaded, to) }, cycle: null };
      const { data: rows, totals } = await ledger.reads.usage(loaded, span, group_by);
      const data = rows.map((row) => ({
        ...row,
        key: typeof row.key === 'number' ? dateOfDay(row.key) : row.key,
      }));
      if (!wantsCsv(call.request)) return ok({ data, totals, group_by, cycle });
      const file = `usage-${call.params.account.replaceAll(/[^\w.-]/g, '-')}-by-${group_by}.csv`;
      return {
        status: 200,
        body: csvOf([group_by, 'credits', 'refunded', 'outputs'], data.map(lineOf)),
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="${file}"`,
          vary: 'Accept',
        },
      };
    }),
  getDailyUsage: (call) =>
    read(ledger, call, async (loaded) => {
      const { by } = call.query;
      const { number, cycle } = await cycleOf(ledger, loaded, call.query.cycle);
      const rows = await ledger.reads.usageByDay(loaded, number, by);
      const data = rows.map(({ day, ...row }) => ({ day: dateOfDay(day), ...row }));
      return ok({ data, by, cycle });
    }),
  listCycles: (call) =>
    read(ledger, call, async (loaded) => {
      const rows = await ledger.reads.cycles(loaded);
      const current = loaded.state.cycle;
      const data = rows.map((row) => ({
        ...cycleView(row),
        plan: row.plan,
        credits: row.number === current.number ? current.limit : row.credits,
        is_current: row.number === current.number,
      }));
      return ok({ data, next_cursor: null });
    }),
});

interface UsageLine {
  key: string;
  credits: number;
  refunded: number;
  outputs: number;
}

const lineOf = ({ key, credits, refunded, outputs }: UsageLine) => [key, credits, refunded, outputs];
