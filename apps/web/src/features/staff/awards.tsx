import { type FormEvent, useState } from 'react';
import { app, newKey } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/queries.ts';
import type { StaffWorkspace } from '../../shared/api/types.ts';
import { day } from '../../shared/format/date.ts';
import { figure } from '../../shared/format/number.ts';
import { announce } from '../../shared/ui/announce.ts';
import { Field, Refusal, faultOf, useSubmit } from '../../shared/ui/form.tsx';
import { Empty } from '../../shared/ui/states.tsx';

const SOURCES = {
  staff: 'staff',
  referral: 'referral',
  promo: 'promo code',
  purchase: 'bought',
  goodwill: 'goodwill',
} as const;

type Award = StaffWorkspace['awards'][number];

/** The last bonus grants with what is left of each. */
export function Awards({ workspace }: { readonly workspace: StaffWorkspace }) {
  const { account, awards } = workspace;
  if (awards.length === 0) return <Empty>No bonus credits were awarded yet.</Empty>;
  return (
    <ul className="border-b border-rule">
      {awards.map((award) => (
        <li key={award.grant} className="border-t border-rule py-3">
          <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
            <span className="min-w-0 flex-1 basis-64">
              {award.reason ?? 'No reason given'}
              <span className="block text-13 text-muted">
                {whence(award)}, {day(award.created_at)}
                {award.note !== null && <>. Note: {award.note}</>}
              </span>
            </span>
            <span className="text-right">
              <span className="title text-16">{figure(award.amount)}</span>
              <span className="block text-13 text-muted">
                {award.state === 'revoked'
                  ? `${figure(award.revoked)} revoked`
                  : `${figure(award.available)} left`}
              </span>
            </span>
          </div>
          {award.state === 'open' && award.available > 0 && award.source !== 'purchase' && (
            <RevokeForm account={account} grant={award.grant} label="Revoke unspent" />
          )}
        </li>
      ))}
    </ul>
  );
}

const whence = ({ by, source }: Award): string =>
  by ?? (source === null ? 'unknown' : `by ${SOURCES[source]}`);

/** G4: takes back what is unspent, after a reason that the customer sees. */
export function RevokeForm(props: {
  readonly account: string;
  readonly grant: string;
  readonly label: string;
}) {
  const [open, setOpen] = useState(false);
  const [key] = useState(newKey);
  const [reason, setReason] = useState('');
  const { submit, busy, refusal } = useSubmit();
  if (!open)
    return (
      <button type="button" className="link mt-2" onClick={() => setOpen(true)}>
        {props.label}
      </button>
    );
  const revoke = async (event: FormEvent) => {
    event.preventDefault();
    const { account, grant } = props;
    const send = () => app.staff.workspaces.revoke(account, grant, { reason }, { idempotency_key: key });
    if (!(await submit(send))) return;
    announce('What was unspent is revoked.');
    await queryClient.invalidateQueries({ queryKey: ['staff'] });
  };
  return (
    <form className="max-w-xl" onSubmit={(event) => void revoke(event)}>
      <Field
        label="Reason for revoking (the customer sees this)"
        required
        minLength={10}
        maxLength={200}
        autoComplete="off"
        value={reason}
        onValue={setReason}
        fault={faultOf(refusal, 'reason')}
      />
      <Refusal refusal={refusal} />
      <div className="mt-3 flex items-center gap-4">
        <button type="submit" className="button border-bad! text-bad" disabled={busy}>
          Revoke what is unspent
        </button>
        <button type="button" className="link" onClick={() => setOpen(false)}>
          Keep it
        </button>
      </div>
    </form>
  );
}
