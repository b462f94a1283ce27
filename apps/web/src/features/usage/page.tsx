import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { getUsageCsv } from '../../shared/api/client.ts';
import { useAccount } from '../../shared/api/queries.ts';
import { useSession } from '../../shared/api/session.ts';
import { ago, day, dayKey, dayKeys } from '../../shared/format/date.ts';
import { credits } from '../../shared/format/number.ts';
import { Segmented } from '../../shared/ui/controls.tsx';
import { Page, Section } from '../../shared/ui/page.tsx';
import { Await, Empty } from '../../shared/ui/states.tsx';
import { SettingsTabs } from '../../shared/ui/tabs.tsx';
import { useNow } from '../../shared/ui/use-now.ts';
import { BurnChart } from './burn-chart.tsx';
import { DailyBars } from './daily-bars.tsx';
import { type Reading, burnDays, forecast, usageSentence } from './forecast.ts';
import type { UsageSearch } from './search.ts';
import { type Snapshot, useSnapshot } from './snapshot.ts';
import { DayTable, MemberTable } from './tables.tsx';

export function UsagePage() {
  const search = useSearch({ from: '/settings/usage' });
  const navigate = useNavigate({ from: '/settings/usage' });
  const query = useSnapshot(search);
  const zone = useAccount().data?.time_zone ?? 'UTC';
  const go = (next: UsageSearch) => void navigate({ search: next, replace: true });
  const pick = (cycle: string) =>
    go({ ...(cycle === 'previous' ? { cycle } : {}), ...(search.by ? { by: search.by } : {}) });
  return (
    <Page title="Usage" wide aside={<Updated at={query.dataUpdatedAt} search={search} />}>
      <SettingsTabs />
      <Segmented
        legend="Cycle"
        value={search.cycle ?? 'current'}
        choices={[
          { value: 'current', label: 'This cycle' },
          { value: 'previous', label: 'Previous cycle' },
        ]}
        onChange={pick}
      />
      <Await
        query={query}
        label="Reading the usage"
        failed={
          search.cycle ? 'There is no earlier cycle, or it couldn’t be read.' : 'Couldn’t read the usage.'
        }
      >
        {(snapshot) => <Reads snapshot={snapshot} search={search} zone={zone} go={go} />}
      </Await>
    </Page>
  );
}

function Reads(props: {
  readonly snapshot: Snapshot;
  readonly search: UsageSearch;
  readonly zone: string;
  readonly go: (search: UsageSearch) => void;
}) {
  const { snapshot, search, zone, go } = props;
  if (snapshot.members.totals.outputs === 0 && snapshot.members.totals.credits === 0) {
    return <Empty>Nothing written this cycle. 50 credits is about a paragraph.</Empty>;
  }
  const keys = dayKeys(snapshot.starts_at, snapshot.ends_at, zone);
  return (
    <>
      <Opening snapshot={snapshot} zone={zone} />
      <BurnSection snapshot={snapshot} zone={zone} keys={keys} />
      <Section
        title="Day by day"
        aside={
          <Segmented
            legend="Divide by"
            value={search.by ?? 'member'}
            choices={[
              { value: 'member', label: 'Member' },
              { value: 'source', label: 'Source' },
            ]}
            onChange={(by) =>
              go({ ...(search.cycle ? { cycle: search.cycle } : {}), ...(by === 'source' ? { by } : {}) })
            }
          />
        }
      >
        <DailyBars keys={keys} splits={snapshot.splits} />
      </Section>
      <Section title="By member">
        <MemberTable usage={snapshot.members} capped={snapshot.balance !== null} />
      </Section>
    </>
  );
}

function readingOf(snapshot: Snapshot, now: number): Reading {
  const { balance, members, days } = snapshot;
  const bucket = balance?.trial ?? balance?.plan;
  const used = members.totals.credits;
  return {
    starts_at: snapshot.starts_at,
    ends_at: snapshot.ends_at,
    now: balance ? now : Date.parse(snapshot.ends_at),
    limit: snapshot.limit,
    plan_used: Math.min(used, bucket?.spent ?? used),
    used,
    plan_left: bucket ? bucket.available + bucket.held : 0,
    bonus_left: balance && balance.phase === 'active' ? balance.bonus.available : 0,
    active_days: days.filter((row) => row.credits > 0).length,
  };
}

function Opening({ snapshot, zone }: { readonly snapshot: Snapshot; readonly zone: string }) {
  const now = useNow(60_000);
  if (!snapshot.balance) {
    return (
      <p className="title my-6 text-22">
        <strong>{credits(snapshot.members.totals.credits)}</strong> used from {day(snapshot.starts_at, zone)}{' '}
        to {day(snapshot.ends_at, zone)}.
      </p>
    );
  }
  const words = usageSentence(readingOf(snapshot, now), zone);
  return (
    <p className="title my-6 max-w-[68ch] text-22">
      <strong>{words.strong}</strong>
      {words.rest}
    </p>
  );
}

function BurnSection(props: {
  readonly snapshot: Snapshot;
  readonly zone: string;
  readonly keys: readonly string[];
}) {
  const { snapshot, zone, keys } = props;
  const [table, setTable] = useState(false);
  const now = useNow(60_000);
  const reading = readingOf(snapshot, now);
  const byDay = new Map(snapshot.days.map((row) => [row.key, row.credits]));
  const last = snapshot.balance ? dayKey(now, zone) : (keys.at(-1) ?? '');
  const days = burnDays(keys, byDay, snapshot.limit, last);
  const ahead = snapshot.balance ? forecast(reading) : null;
  return (
    <Section
      title="Over the cycle"
      aside={
        <button type="button" className="link" aria-pressed={table} onClick={() => setTable(!table)}>
          {table ? 'Show as chart' : 'Show as table'}
        </button>
      }
    >
      {table ? <DayTable days={days} /> : <BurnChart burn={{ days, keys, limit: snapshot.limit, ahead }} />}
    </Section>
  );
}

function Updated({ at, search }: { readonly at: number; readonly search: UsageSearch }) {
  const { account } = useSession();
  const now = useNow(1_000);
  const save = async () => {
    const blob = await getUsageCsv(account, { cycle: search.cycle ?? 'current', group_by: 'member' });
    const url = URL.createObjectURL(blob);
    const link = document.createElement('a');
    link.href = url;
    link.download = `inkwell-usage-${search.cycle ?? 'current'}.csv`;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <p className="flex gap-4 text-13 text-muted">
      {at > 0 && <span>Updated {ago(at, now)}</span>}
      <button type="button" className="link" onClick={() => void save()}>
        Download CSV
      </button>
    </p>
  );
}
