import { useNavigate, useSearch } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useAccount, useNameOf } from '../../shared/api/queries.ts';
import { useSession } from '../../shared/api/session.ts';
import { ago, cycleDays, day, dayKey } from '../../shared/format/date.ts';
import { Segmented } from '../../shared/ui/controls.tsx';
import { Section } from '../../shared/ui/page.tsx';
import { Await, Empty } from '../../shared/ui/states.tsx';
import { SettingsPage } from '../../shared/ui/tabs.tsx';
import { useNow } from '../../shared/ui/use-now.ts';
import { type Burn, BurnChart } from './burn-chart.tsx';
import { usageCsv } from './csv.ts';
import { DailyBars } from './daily-bars.tsx';
import { type Reading, burnDays, forecast, pastSentence, usageSentence } from './forecast.ts';
import type { HistorySearch } from '../history/search.ts';
import type { UsageSearch } from './search.ts';
import { type Cycle, type Snapshot, useCycles, useSnapshot } from './snapshot.ts';
import { DayTable, MemberTable } from './tables.tsx';

export function UsagePage() {
  const search = useSearch({ from: '/settings/usage' });
  const navigate = useNavigate({ from: '/settings/usage' });
  const query = useSnapshot(search);
  const zone = useAccount().data?.time_zone ?? 'UTC';
  const go = (next: UsageSearch) => void navigate({ search: next, replace: true });
  return (
    <SettingsPage
      title="Usage"
      wide
      aside={<Updated at={query.dataUpdatedAt} snapshot={query.data} zone={zone} />}
    >
      <CyclePicker search={search} zone={zone} go={go} />
      <Await query={query} label="Reading the usage" failed="Couldn’t read the usage.">
        {(snapshot) => <Reads snapshot={snapshot} search={search} zone={zone} go={go} />}
      </Await>
    </SettingsPage>
  );
}

const cycleOf = ({ cycle }: UsageSearch) => (cycle === undefined ? {} : { cycle });

/** This cycle and those before it. */
function CyclePicker(props: {
  readonly search: UsageSearch;
  readonly zone: string;
  readonly go: (search: UsageSearch) => void;
}) {
  const { search, zone, go } = props;
  const id = useId();
  const cycles = useCycles().data ?? [];
  const pick = (number: number) => {
    const is_current = cycles.some((cycle) => cycle.number === number && cycle.is_current);
    go({ ...(is_current ? {} : { cycle: number }), ...(search.by ? { by: search.by } : {}) });
  };
  const picked = search.cycle ?? cycles.find((cycle) => cycle.is_current)?.number;
  const nameOf = ({ starts_at, ends_at, is_current }: Cycle) =>
    `${is_current ? 'This cycle, ' : ''}${day(starts_at, zone)} to ${day(ends_at, zone)}`;
  return (
    <div className="flex items-center gap-2">
      <label htmlFor={id} className="text-13 text-muted">
        Cycle
      </label>
      <select
        id={id}
        className="field min-w-56 font-label"
        value={picked ?? ''}
        disabled={cycles.length < 2}
        onChange={(event) => pick(Number(event.target.value))}
      >
        {cycles.map((cycle) => (
          <option key={cycle.number} value={cycle.number}>
            {nameOf(cycle)}
          </option>
        ))}
      </select>
    </div>
  );
}

function Reads(props: {
  readonly snapshot: Snapshot;
  readonly search: UsageSearch;
  readonly zone: string;
  readonly go: (search: UsageSearch) => void;
}) {
  const { snapshot, search, zone, go } = props;
  const now = useNow(60_000);
  const nameOf = useNameOf();
  if (snapshot.members.totals.outputs === 0 && snapshot.members.totals.credits === 0) {
    return <Empty>Nothing written this cycle. 50 credits is about a paragraph.</Empty>;
  }
  const until = untilOf(snapshot, now, zone);
  const keys = cycleDays(snapshot.starts_at, snapshot.ends_at, zone, until);
  const byDay = new Map(snapshot.splits.map((split) => [split.day, split.total]));
  const days = burnDays(keys, byDay, snapshot.limit, dayKey(until, zone));
  const reading = readingOf(snapshot, until, days.at(-1)?.even ?? 0);
  const ahead = snapshot.balance ? forecast(reading) : null;
  const divide = (by: string) => go({ ...cycleOf(search), ...(by === 'source' ? { by } : {}) });
  return (
    <>
      <Opening snapshot={snapshot} reading={reading} zone={zone} />
      <BurnSection burn={{ days, keys, limit: snapshot.limit, ahead }} />
      <Section title="Day by day" aside={<Divide by={search.by ?? 'member'} onChange={divide} />}>
        <DailyBars
          keys={keys}
          splits={snapshot.splits}
          cycle={snapshot.number}
          nameOf={search.by === 'source' ? sourceName : nameOf}
          filterOf={(key) => filterOf(search.by ?? 'member', key, snapshot.number)}
        />
      </Section>
      <Section title="By member">
        <MemberTable
          usage={snapshot.members}
          capped={snapshot.balance !== null}
          cycle={snapshot.number}
          nameOf={nameOf}
        />
      </Section>
    </>
  );
}

/** The sources as people know them; each is a kind in History. */
const SOURCES = { command: 'Commands', compose: 'Compose', template: 'Templates', api: 'API' } as const;

const isSource = (source: string): source is keyof typeof SOURCES => source in SOURCES;
const sourceName = (source: string) => (isSource(source) ? SOURCES[source] : source);

function filterOf(by: string, key: string, cycle: number): HistorySearch | null {
  if (by === 'member') return { member: key, cycle };
  return isSource(key) ? { kind: key, cycle } : null;
}

const DAY_MS = 86_400_000;

/** Up to when a cycle's days are shown: now, or its end; its last morning only where something was written then. */
function untilOf(snapshot: Snapshot, now: number, zone: string): number {
  if (snapshot.balance) return now;
  const end = Date.parse(snapshot.ends_at) - 1;
  const morning = dayKey(end, zone);
  return snapshot.splits.some((split) => split.day === morning) ? end : end - DAY_MS;
}

function Divide({ by, onChange }: { readonly by: string; readonly onChange: (by: string) => void }) {
  const choices = [
    { value: 'member', label: 'Member' },
    { value: 'source', label: 'Source' },
  ];
  return <Segmented legend="Divide by" value={by} choices={choices} onChange={onChange} />;
}

function readingOf(snapshot: Snapshot, now: number, even: number): Reading {
  const { balance, members, splits } = snapshot;
  const bucket = balance?.trial ?? balance?.plan;
  const used = members.totals.credits;
  return {
    starts_at: snapshot.starts_at,
    ends_at: snapshot.ends_at,
    now,
    limit: snapshot.limit,
    plan_used: Math.min(used, bucket?.spent ?? used),
    used,
    plan_left: bucket ? bucket.available + bucket.held : 0,
    bonus_left: balance && balance.phase === 'active' ? balance.bonus.available : 0,
    active_days: splits.filter((split) => split.total > 0).length,
    even,
    in_trial: balance?.phase === 'trialing',
  };
}

function Opening(props: { readonly snapshot: Snapshot; readonly reading: Reading; readonly zone: string }) {
  const { snapshot, reading, zone } = props;
  const words = snapshot.balance
    ? usageSentence(reading, zone)
    : pastSentence(snapshot.members.totals.credits, snapshot, zone);
  return (
    <p className="title my-6 max-w-[68ch] text-22 text-pretty">
      <strong>{words.strong}</strong>
      {words.rest}
    </p>
  );
}

function BurnSection({ burn }: { readonly burn: Burn }) {
  const [table, setTable] = useState(false);
  const swap = (
    <button type="button" className="link" onClick={() => setTable(!table)}>
      {table ? 'Show as chart' : 'Show as table'}
    </button>
  );
  return (
    <Section title="Over the cycle" aside={swap}>
      {table ? <DayTable days={burn.days} /> : <BurnChart burn={burn} />}
    </Section>
  );
}

function Updated(props: {
  readonly at: number;
  readonly snapshot: Snapshot | undefined;
  readonly zone: string;
}) {
  const { at, snapshot, zone } = props;
  const { workspace } = useSession();
  const nameOf = useNameOf();
  const now = useNow(1_000);
  if (snapshot === undefined) return null;
  const save = () =>
    saveFile(
      `${workspace.name} usage ${dayKey(snapshot.starts_at, zone)}.csv`,
      usageCsv(snapshot.members, nameOf),
    );
  return (
    <p className="flex gap-4 text-13 text-muted">
      {at > 0 && <span>Updated {ago(at, now)}</span>}
      <button type="button" className="link" onClick={save}>
        Download CSV
      </button>
    </p>
  );
}

function saveFile(name: string, csv: string): void {
  const url = URL.createObjectURL(new Blob([csv], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
