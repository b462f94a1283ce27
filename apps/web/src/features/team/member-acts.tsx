import { type FormEvent, useId, useRef, useState } from 'react';
import { app, client, newKey, openAnew } from '../../shared/api/client.ts';
import { mayManage, useSession } from '../../shared/api/session.ts';
import type { MemberUsage, Team, TeamMember } from '../../shared/api/types.ts';
import { announce } from '../../shared/ui/announce.ts';
import { Refusal, useSubmit } from '../../shared/ui/form.tsx';
import { capOf } from './cap.tsx';
import { refreshTeam } from './queries.ts';

/** What can be done about one person, behind one button: role, cap, handing over, removing; leaving for oneself. */
export function MemberActs(props: {
  readonly member: TeamMember;
  readonly row: MemberUsage | undefined;
  readonly team: Team;
}) {
  const { member } = props;
  const session = useSession();
  const dialog = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(false);
  const is_self = member.member === session.member;
  if (!mayManage(session) && !is_self) return null;
  if (is_self && member.role === 'member') return <Leave team={props.team} />;
  const show = () => {
    setOpen(true);
    dialog.current?.showModal();
  };
  return (
    <>
      <button type="button" className="link" aria-label={`Change ${member.name}`} onClick={show}>
        Change
      </button>
      <dialog
        ref={dialog}
        aria-label={`Change ${member.name}`}
        className="popover fixed inset-0! m-auto! h-fit w-[min(26rem,calc(100vw-32px))] p-6 text-left whitespace-normal backdrop:bg-[rgb(0_0_0/0.4)]"
        onClose={() => setOpen(false)}
      >
        {open && <Changes {...props} close={() => dialog.current?.close()} />}
      </dialog>
    </>
  );
}

type ChangesProps = Parameters<typeof MemberActs>[0] & { readonly close: () => void };

function Changes({ member, row, team, close }: ChangesProps) {
  const session = useSession();
  const { submit, busy, refusal } = useSubmit();
  const is_self = member.member === session.member;
  const act = async (does: () => Promise<unknown>, done: string) => {
    if (!(await submit(does))) return;
    await refreshTeam();
    announce(done);
    close();
  };
  return (
    <>
      <h2 className="title text-22">{member.name}</h2>
      {member.role !== 'owner' && (
        <RoleForm
          member={member}
          busy={busy}
          set={(role) =>
            act(
              () => app.workspaces.setRole(team.workspace, member.member, role),
              `${member.name} is ${role === 'admin' ? 'an admin' : 'a member'} now.`,
            )
          }
        />
      )}
      <CapForm
        row={row}
        busy={busy}
        set={(cap) =>
          act(
            () =>
              cap === undefined
                ? client.members.removeCap(team.workspace, member.member, { idempotency_key: newKey() })
                : client.members.setCap(
                    team.workspace,
                    member.member,
                    { cap },
                    { idempotency_key: newKey() },
                  ),
            `The cap of ${member.name} is changed.`,
          )
        }
      />
      <Refusal refusal={refusal} />
      <div className="mt-6 flex flex-wrap gap-x-6 gap-y-3 border-t border-rule pt-4">
        {is_self ? (
          member.role !== 'owner' && <Leave team={team} />
        ) : (
          <Farewells
            member={member}
            team={team}
            remove={() =>
              act(() => app.workspaces.remove(team.workspace, member.member), `${member.name} is removed.`)
            }
          />
        )}
        <button type="button" className="link ml-auto" onClick={close}>
          Close
        </button>
      </div>
    </>
  );
}

/** Handing the workspace to a member, and removing them. */
function Farewells(props: {
  readonly member: TeamMember;
  readonly team: Team;
  readonly remove: () => Promise<void>;
}) {
  const { member, team } = props;
  const session = useSession();
  const { submit, busy, refusal } = useSubmit();
  const hand = async () => {
    if (await submit(() => app.workspaces.transfer(team.workspace, member.member)))
      openAnew('/settings/team');
  };
  return (
    <>
      {session.role === 'owner' && (
        <Twice
          ask="Make owner"
          sure={`Yes, hand ${team.name} to ${member.name}`}
          busy={busy}
          act={() => void hand()}
        />
      )}
      {member.role !== 'owner' && (
        <Twice ask="Remove" sure={`Yes, remove ${member.name}`} busy={busy} act={() => void props.remove()} />
      )}
      <Refusal refusal={refusal} />
    </>
  );
}

/** What can't be undone is asked for twice, in the same place. */
export function Twice(props: {
  readonly ask: string;
  readonly sure: string;
  readonly busy: boolean;
  readonly act: () => void;
}) {
  const [asked, setAsked] = useState(false);
  return (
    <button
      type="button"
      className={asked ? 'link text-bad!' : 'link'}
      disabled={props.busy}
      onBlur={() => setAsked(false)}
      onClick={() => (asked ? props.act() : setAsked(true))}
    >
      {asked ? props.sure : props.ask}
    </button>
  );
}

function Leave({ team }: { readonly team: Team }) {
  const { submit, busy, refusal } = useSubmit();
  const leave = async () => {
    if (await submit(() => app.workspaces.leave(team.workspace))) openAnew();
  };
  return (
    <>
      <Twice ask="Leave" sure={`Yes, leave ${team.name}`} busy={busy} act={() => void leave()} />
      <Refusal refusal={refusal} />
    </>
  );
}

function RoleForm(props: {
  readonly member: TeamMember;
  readonly busy: boolean;
  readonly set: (role: 'admin' | 'member') => Promise<void>;
}) {
  const id = useId();
  return (
    <div className="mt-4">
      <label htmlFor={id} className="font-label">
        Role
      </label>
      <select
        id={id}
        className="field mt-1 block w-full"
        value={props.member.role}
        disabled={props.busy}
        aria-describedby={`${id}-says`}
        onChange={(event) => void props.set(event.target.value === 'admin' ? 'admin' : 'member')}
      >
        <option value="member">Member</option>
        <option value="admin">Admin</option>
      </select>
      <p id={`${id}-says`} className="mt-1 text-13 text-muted">
        Members write and see usage. Admins also see prices, change the plan and look after people.
      </p>
    </div>
  );
}

function CapForm(props: {
  readonly row: MemberUsage | undefined;
  readonly busy: boolean;
  /** undefined: back to the cap for everybody; null: none at all. */
  readonly set: (cap: number | null | undefined) => Promise<void>;
}) {
  const id = useId();
  const own = props.row?.cap_source === 'member' ? props.row.cap : null;
  const [typed, setTyped] = useState(own === null ? '' : String(own));
  const cap = capOf(typed);
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (cap !== undefined && cap !== null) void props.set(cap);
  };
  return (
    <form className="mt-4" onSubmit={save}>
      <label htmlFor={id} className="font-label">
        Own cap, credits a cycle
      </label>
      <div className="mt-1 flex gap-2">
        <input
          id={id}
          className="field min-w-0 flex-1 text-right"
          inputMode="numeric"
          placeholder="As for everybody"
          value={typed}
          aria-invalid={cap === undefined}
          onChange={(event) => setTyped(event.target.value)}
        />
        <button
          type="submit"
          className="button"
          disabled={props.busy || cap === undefined || cap === null || cap === own}
        >
          Save
        </button>
      </div>
      <p className="mt-2 flex gap-6 text-13">
        <button type="button" className="link" disabled={props.busy} onClick={() => void props.set(null)}>
          No cap at all
        </button>
        {props.row?.cap_source === 'member' && (
          <button
            type="button"
            className="link"
            disabled={props.busy}
            onClick={() => void props.set(undefined)}
          >
            As for everybody
          </button>
        )}
      </p>
    </form>
  );
}
