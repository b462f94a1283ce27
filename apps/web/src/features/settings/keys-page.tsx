import { type FormEvent, useState } from 'react';
import { client } from '../../shared/api/client.ts';
import { useBalance } from '../../shared/api/live.ts';
import { useKeys } from '../../shared/api/queries.ts';
import { mayManage, useSession } from '../../shared/api/session.ts';
import type { KeyMade } from '../../shared/api/types.ts';
import { day } from '../../shared/format/date.ts';
import { announce } from '../../shared/ui/announce.ts';
import { CopyLine, Field, Refusal, faultOf, useSubmit } from '../../shared/ui/form.tsx';
import { Section } from '../../shared/ui/page.tsx';
import { Await, Empty } from '../../shared/ui/states.tsx';
import { SettingsPage } from '../../shared/ui/tabs.tsx';
import { KeyRow, refreshKeys } from './key-row.tsx';
import { KeyUse } from './key-use.tsx';
import { Refusals } from './refusals.tsx';

export function KeysPage() {
  const session = useSession();
  return (
    <SettingsPage title="API keys">
      {mayManage(session) ? <Keys /> : <Empty>API keys are for owners and admins.</Empty>}
    </SettingsPage>
  );
}

function Keys() {
  const keys = useKeys();
  const balance = useBalance();
  return (
    <>
      <p className="max-w-[68ch] text-muted">
        A key lets a program spend, vote and read in this workspace, and nothing else.{' '}
        <a className="link" href="/docs">
          The API’s documentation
        </a>
      </p>
      <NewKey is_first={keys.data?.length === 0} />
      <Await query={keys} label="Reading the keys" failed="Couldn’t read the keys.">
        {(list) => (
          <>
            <Section
              title="Keys"
              aside={
                balance && (
                  <p className="text-13 text-muted">This cycle, since {day(balance.cycle.starts_at)}</p>
                )
              }
            >
              {list.length === 0 ? (
                <Empty>No key yet.</Empty>
              ) : (
                <ul className="border-b border-rule">
                  {list.map((key) => (
                    <KeyRow key={key.key} row={key} />
                  ))}
                </ul>
              )}
            </Section>
            {list.length > 0 && <Refusals keys={list} />}
          </>
        )}
      </Await>
    </>
  );
}

function NewKey({ is_first }: { readonly is_first: boolean }) {
  const { account } = useSession();
  const [name, setName] = useState('');
  const [made, setMade] = useState<KeyMade | null>(null);
  const { submit, busy, refusal } = useSubmit();
  const make = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await submit(async () => setMade(await client.keys.create(account, { name }))))) return;
    setName('');
    announce('The key is made. It is shown this once.');
    await refreshKeys();
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
      <KeyUse key={String(is_first || made !== null)} open={is_first || made !== null} />
    </div>
  );
}
