import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { Check, Circle, X } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { app, client, openAnew } from '../../shared/api/client.ts';
import { useBalance } from '../../shared/api/live.ts';
import { useAccount } from '../../shared/api/queries.ts';
import { useSession } from '../../shared/api/session.ts';
import type { Door } from '../../shared/api/types.ts';
import { recall, remember } from '../../shared/theme/theme.ts';
import { useSubmit } from '../../shared/ui/form.tsx';
import { STEPS, type Standing, type Step, beginning, readProgress, ticked } from './progress.ts';

const DISMISSED = 'dismissed';
const keyOf = (account: string) => `inkwell.first-run.${account}`;

/** Above the meter, in the demo and in a trial, until it is dismissed on this device. */
export function Checklist() {
  const { account, workspace } = useSession();
  const [kept, setKept] = useState(() => recall(keyOf(account)));
  const phase = useAccount().data?.phase;
  const wanted = kept !== DISMISSED;
  const door = useQuery({
    queryKey: ['door'],
    queryFn: () => app.entry.door(),
    staleTime: Infinity,
    enabled: wanted,
  });
  const demo = door.data?.demo?.workspace === workspace.name ? (door.data?.demo ?? null) : null;
  if (!wanted || (demo === null && phase !== 'trialing')) return null;
  const keep = (next: string) => {
    remember(keyOf(account), next);
    setKept(next);
  };
  return <Steps demo={demo} kept={kept} keep={keep} />;
}

/** Read anew whenever the ledger moved; null until all of it is known. */
function useStanding(): Standing | null {
  const { account } = useSession();
  const balance = useBalance();
  const path = useLocation({ select: (location) => location.pathname });
  const { data } = useQuery({
    queryKey: ['first-run', account, balance?.seq ?? 0],
    queryFn: async () => {
      const [runs, grants] = await Promise.all([
        app.runs.list({ limit: 1 }),
        client.grants.list(account, { limit: 1 }),
      ]);
      return { run: runs.data[0]?.run ?? '', newest: grants.data[0] };
    },
    enabled: balance !== null,
    placeholderData: (last) => last,
  });
  if (!data || !balance) return null;
  return {
    run: data.run,
    grant: data.newest?.grant ?? '',
    grant_source: data.newest?.source ?? null,
    refunds_used: balance.refunds.used,
    cycle: balance.cycle.number,
    path,
  };
}

function Steps(props: {
  readonly demo: Door['demo'];
  readonly kept: string | null;
  readonly keep: (next: string) => void;
}) {
  const { demo, kept, keep } = props;
  const { staff } = useSession();
  const now = useStanding();
  const before = readProgress(kept);
  const progress = now === null ? before : ticked(before ?? beginning(now), now);
  const text = progress === null ? null : JSON.stringify(progress);
  useEffect(() => {
    if (text !== null && text !== kept) keep(text);
  });
  if (progress === null) return null;
  const helper = demo?.people.find((person) => person.says === 'staff') ?? null;
  const steps = STEPS.filter((step) => step !== 'award' || staff || helper !== null);
  const all = steps.every((step) => progress.done.includes(step));
  return (
    <section
      aria-label="First steps"
      className="mx-4 mb-3 border-t border-rule pt-2 [@media(max-height:740px)]:hidden"
    >
      <div className="flex items-center justify-between">
        <h2 className="font-label">{all ? 'You have seen it all' : 'First steps'}</h2>
        <button
          type="button"
          className="icon-button -mr-2 text-muted"
          aria-label="Dismiss the first steps"
          title="Dismiss"
          onClick={() => keep(DISMISSED)}
        >
          <X aria-hidden="true" className="size-4" strokeWidth={1.75} />
        </button>
      </div>
      <ol>
        {steps.map((step) => (
          <Line key={step} done={progress.done.includes(step)}>
            <Act step={step} helper={helper?.member ?? null} />
          </Line>
        ))}
      </ol>
    </section>
  );
}

function Line({ done, children }: { readonly done: boolean; readonly children: ReactNode }) {
  const Icon = done ? Check : Circle;
  return (
    <li className={`flex min-h-7 items-center gap-2 text-13 ${done ? 'text-muted' : ''}`}>
      <Icon
        aria-hidden="true"
        className={`size-3.5 shrink-0 ${done ? 'text-good' : 'text-edge'}`}
        strokeWidth={done ? 2.5 : 1.75}
      />
      <span className="min-w-0">
        {children}
        {done && <span className="sr-only">, done</span>}
      </span>
    </li>
  );
}

const PLACES = {
  run: { to: '/', says: 'Run it' },
  downvote: { to: '/history', says: 'Downvote it' },
  usage: { to: '/settings/usage', says: 'See where credits went' },
} as const;

const AWARD = 'Award yourself 1,000 as staff';
const STEP = 'py-1 text-left hover:text-ink hover:underline';

function Act({ step, helper }: { readonly step: Step; readonly helper: string | null }) {
  const { account, staff } = useSession();
  const { submit, busy, refusal } = useSubmit();
  if (step !== 'award') {
    const { to, says } = PLACES[step];
    return (
      <Link to={to} className={STEP}>
        {says}
      </Link>
    );
  }
  if (staff) {
    return (
      <Link to="/staff/workspaces/$account" params={{ account }} className={STEP}>
        {AWARD}
      </Link>
    );
  }
  /** The demo's staff are one click away. */
  const change = () =>
    submit(async () => {
      await app.entry.demo(helper ?? '');
      openAnew(`/staff/workspaces/${encodeURIComponent(account)}`);
    });
  return (
    <>
      <button type="button" className={STEP} disabled={busy} onClick={() => void change()}>
        {AWARD}
      </button>
      {refusal && <span className="block text-bad">That did not work. Try again</span>}
    </>
  );
}
