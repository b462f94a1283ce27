import { useId, useState } from 'react';
import { useSession } from '../../shared/api/session.ts';
import type { Account, MemberUsage, Team, TeamMember } from '../../shared/api/types.ts';
import { ago, day } from '../../shared/format/date.ts';
import { count, figure } from '../../shared/format/number.ts';
import { RestButton, useFirstRows } from '../../shared/ui/rest-button.tsx';
import { ScrollBox } from '../../shared/ui/scroll-box.tsx';
import { useNow } from '../../shared/ui/use-now.ts';
import { MemberActs } from './member-acts.tsx';

const HEAD = 'py-2 pl-4 max-sm:pl-2 text-left font-label text-muted first:pl-0';
const CELL = 'border-t border-rule py-3 pl-4 max-sm:pl-2 align-top whitespace-nowrap first:pl-0';
const DAY_MS = 86_400_000;

export const ROLE_NAMES = { owner: 'Owner', admin: 'Admin', member: 'Member' } as const;

function lastActive(member: TeamMember, now: number, zone: string): string {
  if (member.last_active_at === null) return 'not yet';
  const then = Date.parse(member.last_active_at);
  return now - then < DAY_MS ? ago(then, now) : day(then, zone);
}

/** From so many people on there is a field to find one by. */
const MANY = 20;

/** Every word that was typed begins a word of the name, or stands in the address. */
function isAsked(member: TeamMember, asked: string): boolean {
  const names = member.name.toLowerCase().split(/\s+/);
  const typed = asked.toLowerCase().split(/\s+/).filter(Boolean);
  return typed.every(
    (word) => names.some((name) => name.startsWith(word)) || member.mail?.toLowerCase().includes(word),
  );
}

interface People {
  readonly team: Team;
  readonly usage: readonly MemberUsage[];
  readonly account: Account;
}

/** Who belongs here, what they used this cycle and what is left of their cap. */
export function MemberTable(props: People) {
  const { members } = props.team;
  const id = useId();
  const [asked, setAsked] = useState('');
  const found = members.filter((member) => isAsked(member, asked));
  const { shown, hidden, showAll } = useFirstRows(found);
  return (
    <>
      {members.length > MANY && (
        <div className="mb-4">
          <label htmlFor={id} className="mb-1 block font-label">
            Find somebody
          </label>
          <input
            id={id}
            type="search"
            className="field w-full max-w-[320px]"
            placeholder="Name or mail address"
            value={asked}
            onChange={(event) => setAsked(event.target.value)}
          />
          {asked.trim() !== '' && (
            <output className="mt-1 block text-13 text-muted">
              {found.length === 0
                ? 'Nobody is called that.'
                : `${count(found.length, 'person', 'people')} found.`}
            </output>
          )}
        </div>
      )}
      {found.length > 0 && <Rows {...props} members={shown} />}
      <RestButton hidden={hidden} says={count(hidden, 'more person', 'more people')} showAll={showAll} />
    </>
  );
}

const COLUMNS = ['Name', 'Role', 'Used this cycle', 'Left of the cap', 'Last active', ''];

function Rows(props: People & { readonly members: readonly TeamMember[] }) {
  const { members, team, usage, account } = props;
  const now = useNow(30_000);
  const used = new Map(usage.map((row) => [row.member, row]));
  return (
    <ScrollBox label="People" className="relative overflow-x-auto pb-8">
      <table className="w-full border-collapse">
        <thead>
          <tr>
            {COLUMNS.map((name, index) => (
              <th
                key={name}
                scope="col"
                className={`${HEAD} ${index === 2 || index === 3 ? 'text-right' : ''} ${index === 4 ? 'pl-8 max-sm:hidden' : ''}`}
              >
                {name === '' ? <span className="sr-only">Changes</span> : name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <MemberRow
              key={member.member}
              member={member}
              row={used.get(member.member)}
              team={team}
              account={account}
              now={now}
            />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function MemberRow(props: {
  readonly member: TeamMember;
  readonly row: MemberUsage | undefined;
  readonly team: Team;
  readonly account: Account;
  readonly now: number;
}) {
  const { member, row, team, account, now } = props;
  const { member: own } = useSession();
  return (
    <tr>
      <th scope="row" className={`${CELL} text-left font-body`}>
        <span className="font-label">{member.name}</span>
        {member.member === own && <span className="text-muted"> (you)</span>}
        {member.mail !== null && (
          <span className="block text-13 text-muted max-sm:hidden">{member.mail}</span>
        )}
      </th>
      <td className={CELL}>
        {ROLE_NAMES[member.role]}
        {member.staff && <span className="block text-13 text-muted">Staff</span>}
      </td>
      <td className={`${CELL} text-right`}>{figure((row?.spent ?? 0) - (row?.refunded ?? 0))}</td>
      <td className={`${CELL} text-right`}>
        <CapLeft row={row} fallback={account.default_member_cap} />
      </td>
      <td className={`${CELL} pl-8 max-sm:hidden`}>{lastActive(member, now, account.time_zone)}</td>
      <td className={`${CELL} text-right`}>
        <MemberActs member={member} row={row} team={team} />
      </td>
    </tr>
  );
}

/** Members who have used nothing yet are not in the ledger's list: the workspace's cap is theirs, whole. */
function CapLeft(props: { readonly row: MemberUsage | undefined; readonly fallback: number | null }) {
  const cap = props.row === undefined ? props.fallback : props.row.cap;
  if (cap === null) return <span className="text-muted">no cap</span>;
  const left = props.row?.left ?? cap;
  return (
    <>
      <span className={left === 0 ? 'text-bad' : ''}>{figure(left)}</span>
      <span className="text-muted"> of {figure(cap)}</span>
    </>
  );
}
