import { type FormEvent, useId, useState } from 'react';
import { app } from '../../shared/api/client.ts';
import type { InvitationMade, Team } from '../../shared/api/types.ts';
import { day } from '../../shared/format/date.ts';
import { announce } from '../../shared/ui/announce.ts';
import { CopyLine, Refusal, faultOf, useSubmit } from '../../shared/ui/form.tsx';
import { Empty } from '../../shared/ui/states.tsx';
import { refreshTeam } from './queries.ts';

/** By mail, or by a link for whoever has it; and those that wait. */
export function Invitations({ team }: { readonly team: Team }) {
  const id = useId();
  const [mail, setMail] = useState('');
  const [role, setRole] = useState<'admin' | 'member'>('member');
  const [made, setMade] = useState<InvitationMade | null>(null);
  const { submit, busy, refusal } = useSubmit();
  const invite = async (address: string | null) => {
    const done = await submit(async () =>
      setMade(await app.workspaces.invite(team.workspace, { mail: address, role })),
    );
    if (!done) return;
    setMail('');
    await refreshTeam();
    announce('The invitation is made.');
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    void invite(mail);
  };
  const fault = faultOf(refusal, 'mail');
  return (
    <>
      <form onSubmit={send}>
        <div className="flex flex-wrap items-end gap-x-2 gap-y-3">
          <div className="min-w-64 flex-1">
            <label htmlFor={`${id}-mail`} className="font-label">
              Mail
            </label>
            <input
              id={`${id}-mail`}
              type="email"
              required
              autoComplete="off"
              className="field mt-1 block w-full"
              value={mail}
              aria-invalid={fault !== undefined}
              onChange={(event) => setMail(event.target.value)}
            />
          </div>
          <As role={role} choose={setRole} />
          <button type="submit" className="button button-ink" disabled={busy}>
            Invite
          </button>
          <button type="button" className="button" disabled={busy} onClick={() => void invite(null)}>
            Make a link
          </button>
        </div>
        {fault !== undefined && (
          <p role="alert" className="mt-1 text-13 text-bad">
            Mail {fault}.
          </p>
        )}
        <Refusal refusal={refusal} />
      </form>
      {made && <Made made={made} />}
      <Waiting team={team} />
    </>
  );
}

function As(props: {
  readonly role: 'admin' | 'member';
  readonly choose: (role: 'admin' | 'member') => void;
}) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="font-label">
        As
      </label>
      <select
        id={id}
        className="field mt-1 block"
        value={props.role}
        onChange={(event) => props.choose(event.target.value === 'admin' ? 'admin' : 'member')}
      >
        <option value="member">Member</option>
        <option value="admin">Admin</option>
      </select>
    </div>
  );
}

function Made({ made }: { readonly made: InvitationMade }) {
  const says =
    made.mail === null
      ? 'Whoever has this link may join, until it is withdrawn or seven days are over.'
      : made.mailed
        ? `A mail is on its way to ${made.mail}. The link works for that address alone.`
        : `No mail was sent. Hand this link to ${made.mail}; it works for that address alone.`;
  return (
    <div className="mt-6 border-l-2 border-ink pl-4">
      <output className="block">{says}</output>
      <CopyLine label="Link, shown this once" text={made.link} />
    </div>
  );
}

function Waiting({ team }: { readonly team: Team }) {
  const { submit, busy, refusal } = useSubmit();
  const withdraw = async (invitation: string) => {
    if (await submit(() => app.workspaces.withdraw(team.workspace, invitation))) {
      await refreshTeam();
      announce('Withdrawn.');
    }
  };
  if (team.invitations.length === 0) return <Empty>No invitation waits.</Empty>;
  return (
    <>
      <h3 className="mt-8 font-label text-muted">Waiting</h3>
      <ul className="mt-1">
        {team.invitations.map((invitation) => {
          const whom = invitation.mail ?? 'Whoever has the link';
          return (
            <li
              key={invitation.invitation}
              className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-t border-rule py-2"
            >
              <span>
                {whom}
                <span className="text-muted">
                  , as {invitation.role}, by {invitation.invited_by}, until {day(invitation.expires_at)}
                </span>
              </span>
              <button
                type="button"
                className="link"
                disabled={busy}
                aria-label={`Withdraw the invitation of ${whom}`}
                onClick={() => void withdraw(invitation.invitation)}
              >
                Withdraw
              </button>
            </li>
          );
        })}
      </ul>
      <Refusal refusal={refusal} />
    </>
  );
}
