import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { app, client } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/queries.ts';
import { useSession } from '../../shared/api/session.ts';
import type { StaffWorkspace } from '../../shared/api/types.ts';
import { clock, day } from '../../shared/format/date.ts';
import { count, figure } from '../../shared/format/number.ts';
import { announce } from '../../shared/ui/announce.ts';
import { Refusal, useSubmit } from '../../shared/ui/form.tsx';
import { Section } from '../../shared/ui/page.tsx';
import { Await } from '../../shared/ui/states.tsx';
import { Bar } from '../billing/buckets.tsx';
import { AwardForm } from './award-form.tsx';
import { Awards } from './awards.tsx';
import { StaffPage } from './frame.tsx';
import { Journal } from './journal.tsx';

export function StaffWorkspacePage() {
  const { staff } = useSession();
  const { account } = useParams({ from: '/staff/workspaces/$account' });
  const query = useQuery({
    queryKey: ['staff', 'workspace', account],
    queryFn: () => app.staff.workspaces.get(account),
    enabled: staff,
  });
  return (
    <StaffPage title={query.data?.name ?? 'Workspace'}>
      <Await query={query} label="Reading the workspace" failed="Couldn’t read this workspace.">
        {(workspace) => <Workspace workspace={workspace} />}
      </Await>
    </StaffPage>
  );
}

function Workspace({ workspace }: { readonly workspace: StaffWorkspace }) {
  const { account, state, owners, members, created_at, plan_name } = workspace;
  return (
    <>
      <p className="title text-22">
        {state.trial_waits ? 'Trial not started' : PHASES[state.phase]}, {plan_name}, billed by the{' '}
        {state.interval}
      </p>
      <p className="mt-1 text-muted">
        {owners.map(({ name, mail }) => (mail === null ? name : `${name}, ${mail}`)).join('; ') || 'No owner'}
        ; {count(members, 'person', 'people')}, since {day(created_at)}. Id {account}.{' '}
        <Link to="/staff" className="link">
          Find another
        </Link>
      </p>
      <Unconfirmed owners={owners} />
      <Verified account={account} seq={state.balance.seq} />
      <Bars workspace={workspace} />
      <Section title="Award credits">
        <AwardForm workspace={workspace} />
      </Section>
      <Section title="Last awards">
        <Awards workspace={workspace} />
      </Section>
      <Section title="Journal">
        <Journal account={account} seq={state.balance.seq} />
      </Section>
    </>
  );
}

/** Owners whose mail address is not confirmed: by hand, for people whom no mail reaches. */
function Unconfirmed({ owners }: Pick<StaffWorkspace, 'owners'>) {
  const { submit, busy, refusal } = useSubmit();
  const open = owners.filter(({ mail, mail_confirmed }) => mail !== null && mail_confirmed === false);
  const confirm = async (member: string, mail: string) => {
    if (!(await submit(() => app.staff.people.confirmMail(member, mail)))) return;
    announce(`${mail} is confirmed.`);
    await queryClient.invalidateQueries({ queryKey: ['staff'] });
  };
  return (
    <>
      {open.map(({ member, name, mail }) => (
        <p key={member} className="mt-1 text-muted">
          {name}’s address is not confirmed.{' '}
          <button type="button" className="link" disabled={busy} onClick={() => void confirm(member, mail!)}>
            Confirm by hand
          </button>
        </p>
      ))}
      <Refusal refusal={refusal} />
    </>
  );
}

const PHASES = {
  trialing: 'In its trial',
  active: 'Active',
  paused: 'Paused',
  canceled: 'Canceled',
} as const;

/** Replays the whole journal and says whether every balance is what it says (J2). */
function Verified({ account, seq }: { readonly account: string; readonly seq: number }) {
  const query = useQuery({
    queryKey: ['staff', 'verify', account, seq],
    queryFn: async () => ({ ...(await client.accounts.verify(account)), at: Date.now() }),
    placeholderData: (last) => last,
  });
  return (
    <div className="mt-3 min-h-5 text-13">
      <Await query={query} label="Verifying the journal" failed="Couldn’t verify the journal.">
        {(found) => (
          <p className={found.ok ? 'text-good' : 'text-bad'}>
            {found.ok
              ? `Verified ${figure(found.entries)} entries, ${clock(found.at)}`
              : `Entry ${found.first_bad_entry ?? 0} does not fit, ${clock(found.at)}`}{' '}
            <button type="button" className="link" onClick={() => void query.refetch()}>
              Verify again
            </button>
          </p>
        )}
      </Await>
    </div>
  );
}

const part = (some: number, all: number) => some / Math.max(1, all);

function Bars({ workspace }: { readonly workspace: StaffWorkspace }) {
  const { balance } = workspace.state;
  const bucket = balance.trial ?? balance.plan;
  const { bonus, refunds, cycle } = balance;
  const trial = balance.trial !== null;
  const all = bonus.available + bonus.held + bonus.spent;
  return (
    <section aria-label="Balances" className="pt-2 pb-8">
      {bucket && (
        <Bar
          name={<span>{trial ? 'Trial' : 'Plan'}</span>}
          says={`${figure(bucket.available)} of ${figure(bucket.limit)} left`}
          note={`${trial ? 'ends' : 'resets'} ${day(cycle.ends_at)}`}
          part={part(bucket.available, bucket.limit)}
          held={part(bucket.held, bucket.limit)}
          fill="bg-ink"
        />
      )}
      <Bar
        name="Bonus"
        says={`${figure(bonus.available)} left`}
        note={`${figure(bonus.spent)} spent so far`}
        part={part(bonus.available, all)}
        held={part(bonus.held, all)}
        fill="hatched"
      />
      <Bar
        name="Refunds"
        says={`${figure(refunds.left)} of ${figure(refunds.cap)} left`}
        note={`${figure(refunds.used)} refunded this cycle`}
        part={part(refunds.left, refunds.cap)}
        held={0}
        fill="bg-good"
      />
    </section>
  );
}
