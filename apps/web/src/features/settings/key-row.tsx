import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { client } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/queries.ts';
import type { KeyListed } from '../../shared/api/types.ts';
import { day, dayAndClock } from '../../shared/format/date.ts';
import { count, credits, figure } from '../../shared/format/number.ts';
import { announce } from '../../shared/ui/announce.ts';
import { Refusal, useSubmit } from '../../shared/ui/form.tsx';
import { Twice } from '../team/member-acts.tsx';
import { KeyRequests } from './key-requests.tsx';

export const refreshKeys = () => queryClient.invalidateQueries({ queryKey: ['keys'] });

/** A key: what it is for, what it used in this cycle, and its requests day by day when opened. */
export function KeyRow({ row }: { readonly row: KeyListed }) {
  const { submit, busy, refusal } = useSubmit();
  const [open, setOpen] = useState(false);
  const id = useId();
  const revoke = async () => {
    if (!(await submit(() => client.keys.revoke(row.account, row.key)))) return;
    announce(`${row.name} is revoked.`);
    await refreshKeys();
  };
  const used = row.last_used_at === null ? 'never used' : `last used ${dayAndClock(row.last_used_at)}`;
  return (
    <li className="border-t border-rule py-3">
      <div className="grid grid-cols-[minmax(0,1fr)_auto_7rem] items-baseline gap-x-6 gap-y-1 max-sm:grid-cols-[minmax(0,1fr)_auto]">
        <span className={row.revoked ? 'text-muted' : ''}>
          <span className="font-label wrap-anywhere">{row.name}</span>
          <span className="block text-13 text-muted">
            ends in {row.hint}, made {day(row.created_at)}, {used}
          </span>
        </span>
        <Used row={row} />
        <span className="text-right max-sm:col-start-2">
          {row.revoked ? (
            <span className="text-muted">
              Revoked{row.revoked_at === null ? '' : ` ${day(row.revoked_at)}`}
            </span>
          ) : (
            <Twice ask="Revoke" sure={`Yes, revoke ${row.name}`} busy={busy} act={() => void revoke()} />
          )}
        </span>
        <button
          type="button"
          className="link w-fit text-13 max-sm:col-start-1 max-sm:row-start-2"
          aria-expanded={open}
          aria-controls={id}
          aria-label={`${open ? 'Hide the days' : 'Requests by day'} of ${row.name}`}
          onClick={() => setOpen(!open)}
        >
          {open ? 'Hide the days' : 'Requests by day'}
        </button>
      </div>
      <Refusal refusal={refusal} />
      <div id={id} className={open ? 'mt-2' : ''}>
        {open && <KeyRequests account={row.account} keyId={row.key} name={row.name} />}
      </div>
    </li>
  );
}

/** In this cycle: the credits lead to their outputs, the refusals to the log. */
function Used({ row }: { readonly row: KeyListed }) {
  const { usage } = row;
  return (
    <span className="text-right">
      <Link
        to="/history"
        search={{ key: row.key }}
        className="inline-block min-h-6 hover:text-ink hover:underline"
        title="Open in History"
      >
        {credits(usage.credits)}
      </Link>
      <span className="block text-13 text-muted">
        {count(usage.requests, 'request')}
        {usage.refused > 0 && (
          <>
            ,{' '}
            <Link
              to="/settings/keys"
              search={{ key: row.key }}
              resetScroll={false}
              className="inline-block min-h-6 hover:text-ink hover:underline"
            >
              {figure(usage.refused)} refused
            </Link>
          </>
        )}
      </span>
    </span>
  );
}
