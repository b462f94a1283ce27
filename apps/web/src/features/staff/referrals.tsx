import { useQuery } from '@tanstack/react-query';
import { app } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/queries.ts';
import type { Referral } from '../../shared/api/types.ts';
import { day } from '../../shared/format/date.ts';
import { announce } from '../../shared/ui/announce.ts';
import { Refusal, useSubmit } from '../../shared/ui/form.tsx';
import { Section } from '../../shared/ui/page.tsx';
import { Await, Empty } from '../../shared/ui/states.tsx';

/** Workspaces that came by another one's link. Without payments staff say when both sides are paid (L4). */
export function Referrals() {
  const query = useQuery({ queryKey: ['staff', 'referrals'], queryFn: () => app.staff.referrals.list() });
  return (
    <Section title="Referrals">
      <Await query={query} label="Reading the referrals" failed="Couldn’t read the referrals.">
        {({ data, paid_by }) => (
          <>
            <p className="mb-2 text-muted">
              {paid_by === 'staff'
                ? 'This instance takes no payments: both sides get 10,000 credits when you approve.'
                : 'Both sides get 10,000 credits at the first payment of the workspace that came.'}
            </p>
            {data.length === 0 ? (
              <Empty>No workspace came by a link yet.</Empty>
            ) : (
              <ul className="border-b border-rule">
                {data.map((row) => (
                  <Row key={row.account} row={row} may_approve={paid_by === 'staff'} />
                ))}
              </ul>
            )}
          </>
        )}
      </Await>
    </Section>
  );
}

const STATES = {
  waiting: 'Waits',
  paying: 'Being paid',
  paid: 'Paid',
  declined: 'Declined',
} as const;

function Row({ row, may_approve }: { readonly row: Referral; readonly may_approve: boolean }) {
  const { submit, busy, refusal } = useSubmit();
  const decide = async (decision: 'approve' | 'decline') => {
    if (!(await submit(() => app.staff.referrals.decide(row.account, decision)))) return;
    announce(decision === 'approve' ? 'Approved. Both workspaces have their credits.' : 'Declined.');
    await queryClient.invalidateQueries({ queryKey: ['staff'] });
  };
  const came = row.workspace ?? row.account;
  const waits = row.state === 'waiting' || row.state === 'paying';
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2 border-t border-rule py-3">
      <span>
        <span className="font-label">{came}</span> came by {row.referrer_workspace ?? row.referrer}
        <span className="block text-13 text-muted">
          {row.owner === null ? '' : `${row.owner}, `}
          {row.phase}, since {day(row.created_at)}
          {row.decided_at !== null &&
            `. ${STATES[row.state]} ${day(row.decided_at)}${row.decided_by === null ? '' : ` by ${row.decided_by}`}`}
        </span>
      </span>
      {waits ? (
        <span className="flex items-center gap-4">
          {may_approve && (
            <button
              type="button"
              className="button"
              disabled={busy}
              aria-label={`Approve the referral of ${came}`}
              onClick={() => void decide('approve')}
            >
              Approve
            </button>
          )}
          {row.state === 'waiting' && (
            <button
              type="button"
              className="link"
              disabled={busy}
              aria-label={`Decline the referral of ${came}`}
              onClick={() => void decide('decline')}
            >
              Decline
            </button>
          )}
        </span>
      ) : (
        <span className="text-muted">{STATES[row.state]}</span>
      )}
      <Refusal refusal={refusal} />
    </li>
  );
}
