import { useQuery } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { app, openAnew } from '../../shared/api/client.ts';
import { queryClient, useMe } from '../../shared/api/queries.ts';
import type { Me, SignedIn } from '../../shared/api/types.ts';
import { ago, day, dayAndClock } from '../../shared/format/date.ts';
import { announce } from '../../shared/ui/announce.ts';
import { Field, Refusal, faultOf, useSubmit } from '../../shared/ui/form.tsx';
import { Section } from '../../shared/ui/page.tsx';
import { CurrentPassword, NewPassword } from '../../shared/ui/password.tsx';
import { Await } from '../../shared/ui/states.tsx';
import { SettingsPage } from '../../shared/ui/tabs.tsx';
import { useNow } from '../../shared/ui/use-now.ts';
import { ProofForm } from '../mail/proof.tsx';
import { deviceOf } from './device.ts';
import { Export } from './export.tsx';

export function YouPage() {
  const me = useMe();
  return (
    <SettingsPage title="You">
      <Await query={me} label="Reading your account" failed="Couldn’t read your account.">
        {(read) => (
          <>
            <Details me={read} />
            <MailState me={read} />
            <Password me={read} />
            <Sessions />
            <Export
              title="Your data"
              button="Download what is yours"
              pathOf={(documents) => app.me.exportPath(documents)}
            >
              What is kept of you, and of each workspace that you belong to your own documents, private ones
              included, your runs with their outputs, and your usage.
            </Export>
          </>
        )}
      </Await>
    </SettingsPage>
  );
}

function Details({ me }: { readonly me: Me }) {
  const [name, setName] = useState(me.name);
  const [mail, setMail] = useState(me.mail ?? '');
  const { submit, busy, refusal } = useSubmit();
  const same = name.trim() === me.name && mail.trim() === (me.mail ?? '');
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const body = {
      ...(name.trim() === me.name ? {} : { name }),
      ...(mail === (me.mail ?? '') ? {} : { mail }),
    };
    if (!(await submit(async () => queryClient.setQueryData(['me'], await app.me.patch(body))))) return;
    announce('Saved.');
    // An address that is confirmed stays until the new one is.
    setMail(queryClient.getQueryData<Me>(['me'])?.mail ?? '');
    await queryClient.invalidateQueries({ queryKey: ['session'] });
    await queryClient.invalidateQueries({ queryKey: ['team'] });
  };
  return (
    <form className="mb-8 max-w-sm" onSubmit={(event) => void save(event)}>
      <Field
        label="Name"
        autoComplete="name"
        required
        maxLength={80}
        value={name}
        onValue={setName}
        fault={faultOf(refusal, 'name')}
      />
      <Field
        label="Mail"
        type="email"
        autoComplete="email"
        required={me.mail !== null}
        value={mail}
        onValue={setMail}
        {...(me.mail === null
          ? { hint: 'With a mail address and a password you sign in without the link.' }
          : {})}
        fault={faultOf(refusal, 'mail')}
      />
      <Refusal refusal={refusal} />
      <button type="submit" className="button mt-4" disabled={busy || same}>
        Save
      </button>
    </form>
  );
}

/** Whether the address is confirmed, what waits, and what is mailed; nothing where the instance sends no mail. */
function MailState({ me }: { readonly me: Me }) {
  const { submit, busy, refusal } = useSubmit();
  const [done, setDone] = useState<string | null>(null);
  if (me.mail_confirmed === null) return null;
  const waits = me.proof?.mail ?? (me.mail_confirmed ? null : me.mail);
  const keep = async () => {
    const mail = me.mail ?? '';
    if (await submit(async () => queryClient.setQueryData(['me'], await app.me.patch({ mail }))))
      announce('The address stays.');
  };
  return (
    <Section title="What is mailed to you">
      {me.mail_confirmed && me.mail !== null && (
        <p className="flex items-center gap-2">
          <Check aria-hidden="true" className="size-4 shrink-0 text-good" />
          {me.mail} is confirmed.
        </p>
      )}
      {me.mail === null && <p className="text-muted">No address yet.</p>}
      {waits !== null && (
        <div className="mt-3 border-l-2 border-reserve pl-3">
          <p className="mb-2">
            {waits} is not confirmed yet.
            {me.mail_confirmed && ` ${me.mail ?? ''} stays until it is. `}
            {me.mail_confirmed && (
              <button type="button" className="link" disabled={busy} onClick={() => void keep()}>
                Keep {me.mail}
              </button>
            )}
          </p>
          <ProofForm key={waits} mail={waits} onDone={setDone} />
        </div>
      )}
      {done !== null && <output className="mt-3 block">{done}</output>}
      <Notices notices={me.notices === true} />
      <Refusal refusal={refusal} />
    </Section>
  );
}

/** Shown as it was clicked; what the server does not take goes back. */
function Notices({ notices }: { readonly notices: boolean }) {
  const [wanted, setWanted] = useState(notices);
  const { submit, busy, refusal } = useSubmit();
  const choose = async (wants: boolean) => {
    setWanted(wants);
    const saved = await submit(async () =>
      queryClient.setQueryData(['me'], await app.me.patch({ notices: wants })),
    );
    if (saved) announce(wants ? 'Mails are on.' : 'Mails are off.');
    else setWanted(!wants);
  };
  return (
    <>
      <label className="mt-4 flex items-start gap-3">
        <input
          type="checkbox"
          className="mt-0.5 size-4 accent-ink"
          checked={wanted}
          aria-disabled={busy}
          onChange={(event) => void choose(event.target.checked)}
        />
        <span>
          Mail me about credits
          <span className="block text-13 text-muted">
            When a workspace that you own or manage runs low, runs out, or comes to the end of its trial.
          </span>
        </span>
      </label>
      <Refusal refusal={refusal} />
    </>
  );
}

function Password({ me }: { readonly me: Me }) {
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const { submit, busy, refusal } = useSubmit();
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const body = { current: me.has_password ? current : null, password };
    if (!(await submit(() => app.me.password(body)))) return;
    setCurrent('');
    setPassword('');
    announce('Your password is changed. You were signed out elsewhere.');
    await queryClient.invalidateQueries({ queryKey: ['me'] });
    await queryClient.invalidateQueries({ queryKey: ['sessions'] });
  };
  return (
    <Section title="Password">
      {me.mail === null ? (
        <p className="text-muted">Save a mail address first: you sign in with both.</p>
      ) : (
        <form className="max-w-sm" onSubmit={(event) => void save(event)}>
          {me.has_password && (
            <CurrentPassword
              label="Current password"
              value={current}
              onValue={setCurrent}
              fault={faultOf(refusal, 'current')}
            />
          )}
          <NewPassword
            label={me.has_password ? 'New password' : 'Password'}
            value={password}
            onValue={setPassword}
            fault={faultOf(refusal, 'password')}
          />
          <Refusal refusal={refusal} />
          <button type="submit" className="button mt-4" disabled={busy}>
            {me.has_password ? 'Change password' : 'Set password'}
          </button>
        </form>
      )}
    </Section>
  );
}

function Sessions() {
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: () => app.me.sessions() });
  const { submit, busy, refusal } = useSubmit();
  const act = async (end: () => Promise<void>, says: string) => {
    if (!(await submit(end))) return;
    announce(says);
    await queryClient.invalidateQueries({ queryKey: ['sessions'] });
  };
  const others = () => act(() => app.me.endOthers(), 'Signed out everywhere else.');
  return (
    <Section title="Where you are signed in">
      <Await query={sessions} label="Reading your sessions" failed="Couldn’t read your sessions.">
        {({ data }) => (
          <>
            <ul className="border-b border-rule">
              {data.map((session) => (
                <SessionRow
                  key={session.session}
                  session={session}
                  busy={busy}
                  end={() => void act(() => app.me.endSession(session.session), 'Signed out there.')}
                />
              ))}
            </ul>
            <Refusal refusal={refusal} />
            <p className="mt-4 flex flex-wrap gap-6">
              <button
                type="button"
                className="button"
                disabled={busy}
                onClick={() => void submit(() => app.session.end()).then((ended) => ended && openAnew())}
              >
                Sign out
              </button>
              {data.length > 1 && (
                <button type="button" className="button" disabled={busy} onClick={() => void others()}>
                  Sign out everywhere else
                </button>
              )}
            </p>
          </>
        )}
      </Await>
    </Section>
  );
}

function SessionRow(props: { readonly session: SignedIn; readonly busy: boolean; readonly end: () => void }) {
  const { session } = props;
  const now = useNow(30_000);
  const device = deviceOf(session.device);
  const last = Date.parse(session.last_used_at);
  const used = now - last < 86_400_000 ? ago(last, now) : day(last);
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-t border-rule py-3">
      <span>
        <span className="font-label">{device}</span>
        {session.is_current && <span className="text-muted"> (here)</span>}
        <span className="block text-13 text-muted">
          signed in {dayAndClock(session.signed_in_at)}, last used {used}
          {session.address !== null && `, from ${session.address}`}
        </span>
      </span>
      {!session.is_current && (
        <button
          type="button"
          className="link"
          disabled={props.busy}
          aria-label={`Sign out ${device}`}
          onClick={props.end}
        >
          Sign out
        </button>
      )}
    </li>
  );
}
