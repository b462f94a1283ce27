import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { app } from '../../shared/api/client.ts';
import { useSession } from '../../shared/api/session.ts';
import type { StaffActList } from '../../shared/api/types.ts';
import { dayAndClock } from '../../shared/format/date.ts';
import { figure } from '../../shared/format/number.ts';
import { MoreButton } from '../../shared/ui/more-button.tsx';
import { Await, Empty } from '../../shared/ui/states.tsx';
import { StaffPage } from './frame.tsx';

type Act = StaffActList['data'][number];

const SAYS: Record<string, string> = {
  award: 'awarded',
  awardGrant: 'awarded',
  revoke: 'revoked a grant',
  revokeGrant: 'revoked a grant',
  createResetLink: 'made a link for a new password',
  addStaff: 'made somebody staff',
  removeStaff: 'took the staff role away',
  confirmMailByHand: 'confirmed a mail address by hand',
  createPromo: 'made a promo code',
  closePromo: 'closed a promo code',
  approveReferral: 'approved a referral',
  declineReferral: 'declined a referral',
  editPlan: 'edited the plan',
  pauseAccount: 'paused the plan',
  resumeAccount: 'resumed the plan',
  cancelAccount: 'canceled the plan',
  createWebhook: 'registered a webhook',
  patchWebhook: 'changed a webhook',
  deleteWebhook: 'removed a webhook',
  rotateWebhookSecret: 'replaced the secret of a webhook',
  testWebhook: 'tested a webhook',
  replayDelivery: 'replayed a delivery',
  replayDead: 'replayed dead deliveries',
  createInstanceWebhook: 'registered a webhook of the instance',
  patchInstanceWebhook: 'changed a webhook of the instance',
  deleteInstanceWebhook: 'removed a webhook of the instance',
  rotateInstanceWebhookSecret: 'replaced the secret of a webhook of the instance',
  testInstanceWebhook: 'tested a webhook of the instance',
  replayInstanceDelivery: 'replayed a delivery of the instance',
  replayInstanceDead: 'replayed dead deliveries of the instance',
};

export function ActsPage() {
  return (
    <StaffPage title="Record">
      <p className="mb-4 text-muted">
        What staff have done on this instance, newest first. Nothing is ever removed.
      </p>
      <Acts />
    </StaffPage>
  );
}

function Acts() {
  const { staff } = useSession();
  const query = useInfiniteQuery({
    queryKey: ['staff', 'acts'],
    queryFn: ({ pageParam, signal }) =>
      app.staff.acts({ signal, ...(pageParam === null ? {} : { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    enabled: staff,
  });
  return (
    <Await query={query} label="Reading the record" failed="Couldn’t read the record.">
      {({ pages }) =>
        pages[0]?.data.length === 0 ? (
          <Empty>Staff have done nothing yet.</Empty>
        ) : (
          <>
            <ul className="border-b border-rule">
              {pages.flatMap(({ data }) => data.map((act) => <ActRow key={act.act} act={act} />))}
            </ul>
            <MoreButton query={query} label="Show earlier acts" />
          </>
        )
      }
    </Await>
  );
}

function ActRow({ act }: { readonly act: Act }) {
  const grant = act.target?.startsWith('grant_') ?? false;
  return (
    <li className="border-t border-rule py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        <span>
          <span className="font-label">{act.member === null ? 'An operator’s key' : act.name}</span>{' '}
          {SAYS[act.what] ?? act.what}
          {act.credits !== null && ` ${figure(act.credits)}`}
          {act.target !== null && !grant && act.target !== act.account && ` (${act.target})`}
          {act.account !== null && ', '}
          {act.account !== null && act.workspace !== null && (
            <Link to="/staff/workspaces/$account" params={{ account: act.account }} className="link">
              {act.workspace}
            </Link>
          )}
          {act.account !== null && act.workspace === null && act.account}
          {!act.done && <span className="text-bad">, refused</span>}
        </span>
        <span className="text-13 text-muted">{dayAndClock(act.at)}</span>
      </div>
      {act.reason !== null && <p className="mt-1 text-13">{act.reason}</p>}
      {act.note !== null && <p className="mt-1 text-13 text-muted">Note: {act.note}</p>}
    </li>
  );
}
