import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { app } from '../../shared/api/client.ts';
import { useSession } from '../../shared/api/session.ts';
import type { FoundWorkspaces } from '../../shared/api/types.ts';
import { day } from '../../shared/format/date.ts';
import { count } from '../../shared/format/number.ts';
import { Await, Empty } from '../../shared/ui/states.tsx';
import { StaffPage } from './frame.tsx';

export function FindPage() {
  return (
    <StaffPage title="Staff">
      <Find />
    </StaffPage>
  );
}

/** Finds workspaces; without a question the newest are shown. */
function Find() {
  const { staff } = useSession();
  const { q = '' } = useSearch({ from: '/staff' });
  const navigate = useNavigate();
  const [text, setText] = useState(q);
  const found = useQuery({
    queryKey: ['staff', 'find', q],
    queryFn: () => app.staff.workspaces.find(q),
    placeholderData: (last) => last,
    enabled: staff,
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    void navigate({ to: '/staff', search: text.trim() === '' ? {} : { q: text.trim() } });
  };
  return (
    <>
      <search>
        <form className="flex max-w-xl items-end gap-2" onSubmit={send}>
          <div className="min-w-0 flex-1">
            <label htmlFor="staff-find" className="font-label">
              Name of a workspace, or mail of a member
            </label>
            <input
              id="staff-find"
              type="search"
              className="field mt-1 block w-full"
              maxLength={254}
              autoComplete="off"
              spellCheck={false}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </div>
          <button type="submit" className="button button-ink">
            Find
          </button>
        </form>
      </search>
      <h2 className="title mt-8 mb-2 text-22">{q === '' ? 'Newest workspaces' : `Found for “${q}”`}</h2>
      <Await query={found} label="Looking for workspaces" failed="Couldn’t look for workspaces.">
        {({ data }) =>
          data.length === 0 ? (
            <Empty>No workspace has this name, id or member.</Empty>
          ) : (
            <ul className="border-b border-rule">
              {data.map((one) => (
                <Found key={one.account} one={one} />
              ))}
            </ul>
          )
        }
      </Await>
    </>
  );
}

function Found({ one }: { readonly one: FoundWorkspaces['data'][number] }) {
  const { owner } = one;
  const whose = owner === null ? '' : `${owner.name}${owner.mail === null ? '' : `, ${owner.mail}`}, `;
  return (
    <li className="border-t border-rule">
      <Link
        to="/staff/workspaces/$account"
        params={{ account: one.account }}
        className="flex min-h-11 flex-wrap items-baseline justify-between gap-x-6 py-3 hover:text-ink"
      >
        <span className="font-label">{one.name}</span>
        <span className="text-13 text-muted">
          {one.phase}, {one.plan}, {count(one.members, 'person', 'people')}, {whose}since{' '}
          {day(one.created_at)}
        </span>
      </Link>
    </li>
  );
}
