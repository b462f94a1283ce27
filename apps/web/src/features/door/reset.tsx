import { type FormEvent, useState } from 'react';
import { app, openAnew } from '../../shared/api/client.ts';
import { Field, Refusal, faultOf, useSubmit } from '../../shared/ui/form.tsx';
import { NewPassword } from '../../shared/ui/password.tsx';
import { DoorFrame } from './frame.tsx';

/** Asks for a link. What follows is the same whether or not the address is known. */
export function AskReset({ back }: { readonly back: () => void }) {
  const [mail, setMail] = useState('');
  const [by, setBy] = useState<'mail' | 'staff' | null>(null);
  const { submit, busy, refusal } = useSubmit();
  const send = async (event: FormEvent) => {
    event.preventDefault();
    await submit(async () => setBy((await app.entry.askReset(mail)).by));
  };
  return (
    <DoorFrame title="A new password">
      {by === null ? (
        <form className="mt-2" onSubmit={(event) => void send(event)}>
          <Field
            label="Mail"
            type="email"
            autoComplete="username"
            required
            value={mail}
            onValue={setMail}
            fault={faultOf(refusal, 'mail')}
          />
          <Refusal refusal={refusal} />
          <button type="submit" className="button button-ink mt-6" disabled={busy}>
            Ask for a link
          </button>
        </form>
      ) : (
        <output className="block mt-4 text-16">
          {by === 'mail'
            ? `If ${mail} is known here, a link is on its way. It works once, for an hour.`
            : 'This instance sends no mail. If the address is known, whoever runs it can hand you a link: ask them.'}
        </output>
      )}
      <p className="mt-8 border-t border-rule pt-4">
        <button type="button" className="link" onClick={back}>
          Back to sign in
        </button>
      </p>
    </DoorFrame>
  );
}

/** Where a reset's link leads: the token stands behind the `#`, which browsers keep to themselves. */
export function ResetPage() {
  const [token] = useState(() => window.location.hash.slice(1));
  const [password, setPassword] = useState('');
  const [done, setDone] = useState(false);
  const { submit, busy, refusal } = useSubmit();
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (await submit(() => app.entry.resetPassword(token, password))) setDone(true);
  };
  return (
    <DoorFrame title={done ? 'Your new password is set' : 'Set a new password'}>
      {done ? (
        <>
          <output className="block mt-4 text-16">You were signed out everywhere.</output>
          <button type="button" className="button button-ink mt-6" onClick={() => openAnew()}>
            Sign in
          </button>
        </>
      ) : (
        <form className="mt-2" onSubmit={(event) => void send(event)}>
          <NewPassword
            label="New password"
            value={password}
            onValue={setPassword}
            fault={faultOf(refusal, 'password')}
          />
          <Refusal refusal={refusal} />
          <button type="submit" className="button button-ink mt-6" disabled={busy || token === ''}>
            Set password
          </button>
        </form>
      )}
    </DoorFrame>
  );
}
