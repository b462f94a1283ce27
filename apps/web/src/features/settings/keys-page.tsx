import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { client, readEvery } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/queries.ts';
import { mayManage, useSession } from '../../shared/api/session.ts';
import type { Key, KeyMade } from '../../shared/api/types.ts';
import { day, dayAndClock } from '../../shared/format/date.ts';
import { announce } from '../../shared/ui/announce.ts';
import { CopyLine, Field, Refusal, faultOf, useSubmit } from '../../shared/ui/form.tsx';
import { Section } from '../../shared/ui/page.tsx';
import { Await, Empty } from '../../shared/ui/states.tsx';
import { SettingsPage } from '../../shared/ui/tabs.tsx';
import { Twice } from '../team/member-acts.tsx';

export function KeysPage() {
  const session = useSession();
  return (
    <SettingsPage title="API keys">
      {mayManage(session) ? <Keys /> : <Empty>API keys are for owners and admins.</Empty>}
    </SettingsPage>
  );
}

const refresh = () => queryClient.invalidateQueries({ queryKey: ['keys'] });

function Keys() {
  const { account } = useSession();
  const keys = useQuery({
    queryKey: ['keys', account],
    queryFn: () => readEvery((page) => client.keys.list(account, page)),
  });
  return (
    <>
      <p className="max-w-[68ch] text-muted">
        A key lets a program spend, vote and read in this workspace, and nothing else.{' '}
        <a className="link" href="/docs">
          The API’s documentation
        </a>
      </p>
      <NewKey />
      <Section title="Keys">
        <Await query={keys} label="Reading the keys" failed="Couldn’t read the keys.">
          {(list) =>
            list.length === 0 ? (
              <Empty>No key yet.</Empty>
            ) : (
              <ul className="border-b border-rule">
                {list.map((key) => (
                  <KeyRow key={key.key} row={key} />
                ))}
              </ul>
            )
          }
        </Await>
      </Section>
    </>
  );
}

function NewKey() {
  const { account } = useSession();
  const [name, setName] = useState('');
  const [made, setMade] = useState<KeyMade | null>(null);
  const { submit, busy, refusal } = useSubmit();
  const make = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await submit(async () => setMade(await client.keys.create(account, { name }))))) return;
    setName('');
    announce('The key is made. It is shown this once.');
    await refresh();
  };
  return (
    <div className="mb-8">
      <form className="flex max-w-md items-end gap-2" onSubmit={(event) => void make(event)}>
        <div className="min-w-0 flex-1">
          <Field
            label="What is it for?"
            required
            maxLength={100}
            autoComplete="off"
            value={name}
            onValue={setName}
            fault={faultOf(refusal, 'name')}
          />
        </div>
        <button type="submit" className="button button-ink" disabled={busy}>
          Make a key
        </button>
      </form>
      <Refusal refusal={refusal} />
      {made && (
        <div className="mt-6 border-l-2 border-ink pl-4">
          <p>Keep it now: only its hash stays here.</p>
          <CopyLine label={`${made.name}, shown this once`} text={made.secret} />
        </div>
      )}
    </div>
  );
}

function KeyRow({ row }: { readonly row: Key }) {
  const { submit, busy, refusal } = useSubmit();
  const revoke = async () => {
    if (!(await submit(() => client.keys.revoke(row.account, row.key)))) return;
    announce(`${row.name} is revoked.`);
    await refresh();
  };
  const used = row.last_used_at === null ? 'never used' : `last used ${dayAndClock(row.last_used_at)}`;
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-t border-rule py-3">
      <span className={row.revoked ? 'text-muted' : ''}>
        <span className="font-label">{row.name}</span>
        <span className="block text-13 text-muted">
          ends in {row.hint}, made {day(row.created_at)}, {used}
        </span>
      </span>
      {row.revoked ? (
        <span className="text-muted">Revoked{row.revoked_at === null ? '' : ` ${day(row.revoked_at)}`}</span>
      ) : (
        <Twice ask="Revoke" sure={`Yes, revoke ${row.name}`} busy={busy} act={() => void revoke()} />
      )}
      <Refusal refusal={refusal} />
    </li>
  );
}
