import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { Check, Circle, ListChecks, X } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { app, client, openAnew } from '../../shared/api/client.ts';
import { useBalance } from '../../shared/api/live.ts';
import { useAccount, useMe } from '../../shared/api/queries.ts';
import { mayManage, useSession } from '../../shared/api/session.ts';
import { recall, remember } from '../../shared/theme/theme.ts';
import { useSubmit } from '../../shared/ui/form.tsx';
import { hidePopover } from '../../shared/ui/hide-popover.ts';
import type { Shape } from '../../shared/ui/rail.tsx';
import { useTeam } from '../team/queries.ts';
import { type Standing, type Step, beginning, readProgress, stepsFor, ticked } from './progress.ts';

const DISMISSED = 'dismissed';

/** What this device keeps under a name, also where it refuses storage until the page is left. */
function useKept(name: string): [string | null, (next: string) => void] {
  const [kept, setKept] = useState(() => recall(name));
  const keep = (next: string) => {
    remember(name, next);
    setKept(next);
  };
  return [kept, keep];
}

interface FirstSteps {
  readonly steps: readonly Step[];
  readonly done: readonly Step[];
  /** The demo's person of the staff, who is one click away; null elsewhere. */
  readonly helper: string | null;
  readonly dismiss: () => void;
}

/** What there is to try here; null once it is dismissed on this device, and until it is known. */
export function useFirstSteps(): FirstSteps | null {
  const session = useSession();
  const { account, workspace, role, staff } = session;
  const [kept, keep] = useKept(`inkwell.first-run.${account}`);
  const phase = useAccount().data?.phase;
  const unseen = kept !== DISMISSED;
  const door = useQuery({
    queryKey: ['door'],
    queryFn: () => app.entry.door(),
    staleTime: Infinity,
    enabled: unseen,
  });
  const demo = door.data?.demo?.workspace === workspace.name ? door.data.demo : null;
  const helper = demo?.people.find((person) => person.says === 'staff')?.member ?? null;
  const steps = stepsFor({
    is_demo: demo !== null,
    trialing: phase === 'trialing',
    manages: mayManage(session),
    owner: role === 'owner',
    staff,
    has_helper: helper !== null,
  });
  const wanted = unseen && door.isSuccess && phase !== undefined && steps.length > 0;
  const now = useStanding(wanted);
  const before = readProgress(kept);
  const progress = wanted && now !== null ? ticked(before ?? beginning(now), now) : before;
  const text = progress === null ? null : JSON.stringify(progress);
  useEffect(() => {
    if (wanted && text !== null && text !== kept) keep(text);
  });
  if (!wanted || progress === null) return null;
  return { steps, done: progress.done, helper, dismiss: () => keep(DISMISSED) };
}

/** Read anew whenever the ledger moved; null until all of it is known. */
function useStanding(wanted: boolean): Standing | null {
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
    enabled: wanted && balance !== null,
    placeholderData: (last) => last,
  });
  const me = useMe(wanted).data;
  const team = useTeam(wanted).data;
  if (!data || !balance || !me || !team) return null;
  return {
    run: data.run,
    grant: data.newest?.grant ?? '',
    grant_source: data.newest?.source ?? null,
    refunds_used: balance.refunds.used,
    cycle: balance.cycle.number,
    path,
    is_known: me.mail !== null && me.has_password,
    people: team.members.length + team.invitations.length,
  };
}

const POPOVER = {
  full: 'fixed bottom-16 left-[240px] w-64',
  narrow: 'fixed bottom-16 left-[64px] w-64',
  strip: 'fixed top-12 right-2 w-64',
} as const;

interface Props {
  readonly shape: Shape;
  readonly first: FirstSteps;
}

/** Heights from which the list has room: the staff's rail has one entry more, and some lists are two steps longer. */
const FITS = [
  ['[@media(max-height:760px)]:hidden', '[@media(min-height:760.02px)]:hidden'],
  ['[@media(max-height:820px)]:hidden', '[@media(min-height:820.02px)]:hidden'],
  ['[@media(max-height:880px)]:hidden', '[@media(min-height:880.02px)]:hidden'],
] as const;

/** Above the meter, where the rail is wide and high enough; elsewhere behind a button. */
export function Checklist({ shape, first }: Props) {
  const { staff } = useSession();
  if (shape !== 'full') return <Folded shape={shape} first={first} />;
  const [open, folded] = FITS[Number(staff) + Number(first.steps.length > 4)]!;
  return (
    <>
      <section aria-label="First steps" className={`mx-4 mb-3 border-t border-rule pt-2 ${open}`}>
        <Steps {...first} />
      </section>
      <div className={`mx-2 mb-2 ${folded}`}>
        <Folded shape="full" first={first} />
      </div>
    </>
  );
}

function Folded({ shape, first }: Props) {
  const id = `first-steps-${shape}`;
  const so_far = `${first.done.length} of ${first.steps.length}`;
  return (
    <>
      {shape === 'narrow' ? (
        <button
          type="button"
          className="icon-button text-muted"
          popoverTarget={id}
          aria-label={`First steps, ${so_far} done`}
          title="First steps"
        >
          <ListChecks aria-hidden="true" className="size-4" strokeWidth={1.75} />
        </button>
      ) : (
        <button
          type="button"
          className="min-h-9 px-2 text-13 whitespace-nowrap pointer-coarse:min-h-11"
          popoverTarget={id}
        >
          <span className="link">First steps</span>
          {shape === 'full' && <span className="text-muted"> {so_far} done</span>}
        </button>
      )}
      <section
        id={id}
        popover="auto"
        aria-label="First steps"
        className={`popover px-4 py-2 ${POPOVER[shape]}`}
      >
        <Steps {...first} />
      </section>
    </>
  );
}

function Steps({ steps, done, helper, dismiss }: FirstSteps) {
  const all = steps.every((step) => done.includes(step));
  return (
    <>
      <div className="flex items-center justify-between">
        <h2 className="font-label">{all ? 'You have seen it all' : 'First steps'}</h2>
        <button
          type="button"
          className="icon-button -mr-2 text-muted"
          aria-label="Dismiss the first steps"
          title="Dismiss"
          onClick={dismiss}
        >
          <X aria-hidden="true" className="size-4" strokeWidth={1.75} />
        </button>
      </div>
      <ol>
        {steps.map((step) => (
          <Line key={step} done={done.includes(step)}>
            <Act step={step} helper={helper} />
          </Line>
        ))}
      </ol>
    </>
  );
}

function Line({ done, children }: { readonly done: boolean; readonly children: ReactNode }) {
  const Icon = done ? Check : Circle;
  return (
    <li
      className={`flex min-h-7 items-center gap-2 text-13 pointer-coarse:min-h-11 ${done ? 'text-muted' : ''}`}
    >
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
  you: { to: '/settings/you', says: 'Say who you are' },
  invite: { to: '/settings/team', says: 'Invite a colleague' },
  run: { to: '/', says: 'Run it' },
  downvote: { to: '/history', says: 'Downvote it' },
  usage: { to: '/settings/usage', says: 'See where credits went' },
} as const;

const AWARD = 'Award yourself 1,000 as staff';
const STEP = 'py-1 text-left hover:text-ink hover:underline pointer-coarse:py-3';

function Act({ step, helper }: { readonly step: Step; readonly helper: string | null }) {
  const { account, staff } = useSession();
  const { submit, busy, refusal } = useSubmit();
  if (step !== 'award') {
    const { to, says } = PLACES[step];
    return (
      <Link to={to} className={STEP} onClick={hidePopover}>
        {says}
      </Link>
    );
  }
  if (staff) {
    return (
      <Link to="/staff/workspaces/$account" params={{ account }} className={STEP} onClick={hidePopover}>
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
