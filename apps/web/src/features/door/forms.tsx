import { type FormEvent, useState } from 'react';
import { InkwellError, app, newKey, openAnew } from '../../shared/api/client.ts';
import { FIRST_PAGE } from './first-page.ts';
import { forgetReferral, keptReferral } from './referral.ts';
import { Field, Refusal, faultOf, useSubmit } from '../../shared/ui/form.tsx';
import { CurrentPassword, NewPassword } from '../../shared/ui/password.tsx';

/** The forms of the door. Each is done when its promise says so; what comes after is the caller's. */

interface Entering {
  readonly invitation?: string | undefined;
  /** The address that an invitation is for: it can't be another. */
  readonly mail?: string | null | undefined;
  readonly entered: () => void;
}

export function SignIn({
  invitation,
  mail: given,
  entered,
  forgotten,
}: Entering & { readonly forgotten?: () => void }) {
  const [mail, setMail] = useState(given ?? '');
  const [password, setPassword] = useState('');
  const { submit, busy, refusal } = useSubmit();
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const body = { mail, password, ...(invitation === undefined ? {} : { invitation }) };
    if (await submit(() => app.entry.signIn(body))) entered();
  };
  return (
    <form className="mt-6" onSubmit={(event) => void send(event)}>
      <Field
        label="Mail"
        type="email"
        autoComplete="username"
        required
        readOnly={given !== undefined && given !== null}
        value={mail}
        onValue={setMail}
        fault={faultOf(refusal, 'mail')}
      />
      <CurrentPassword value={password} onValue={setPassword} fault={faultOf(refusal, 'password')} />
      <Refusal refusal={refusal} />
      <div className="mt-6 flex items-center justify-between gap-4">
        <button type="submit" className="button button-ink" disabled={busy}>
          Sign in
        </button>
        {forgotten && (
          <button type="button" className="link" onClick={forgotten}>
            Forgotten password
          </button>
        )}
      </div>
    </form>
  );
}

export function SignUp({
  invitation,
  mail: given,
  entered,
  submit: label,
}: Entering & { readonly submit: string }) {
  const [name, setName] = useState('');
  const [mail, setMail] = useState(given ?? '');
  const [password, setPassword] = useState('');
  const { submit, busy, refusal } = useSubmit();
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const body = {
      name,
      mail,
      password,
      ref: keptReferral(),
      ...(invitation === undefined ? {} : { invitation }),
    };
    if (await submit(() => app.entry.signUp(body))) entered();
  };
  return (
    <form className="mt-6" onSubmit={(event) => void send(event)}>
      <Field
        label="Your name"
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
        autoComplete="username"
        required
        readOnly={given !== undefined && given !== null}
        value={mail}
        onValue={setMail}
        fault={faultOf(refusal, 'mail')}
      />
      <NewPassword value={password} onValue={setPassword} fault={faultOf(refusal, 'password')} />
      <Refusal refusal={refusal} />
      <button type="submit" className="button button-ink mt-6" disabled={busy}>
        {label}
      </button>
    </form>
  );
}

/** A name, and the workspace opens. */
export function StartWorkspace(props: {
  readonly submit: string;
  /** The code of the link that brought this person here. */
  readonly referral: string | null;
}) {
  const [name, setName] = useState('');
  const { submit, busy, refusal } = useSubmit();
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    const body = { name, time_zone: timeZone, ref: props.referral };
    if (!(await submit(() => app.workspaces.create(body)))) return;
    forgetReferral();
    openAnew(await firstPage());
  };
  return (
    <form className="mt-6" onSubmit={(event) => void send(event)}>
      <Field
        label="Workspace name"
        autoComplete="organization"
        required
        maxLength={80}
        value={name}
        onValue={setName}
        fault={faultOf(refusal, 'name')}
      />
      <Refusal refusal={refusal} />
      <button type="submit" className="button button-ink mt-6" disabled={busy}>
        {props.submit}
      </button>
    </form>
  );
}

/** Where a new workspace opens: at its first document, or at the command box where none could be made. */
async function firstPage(): Promise<string> {
  try {
    const { document } = await app.documents.create(FIRST_PAGE, { idempotency_key: newKey() });
    return `/documents/${document}`;
  } catch (cause) {
    if (!(cause instanceof InkwellError)) throw cause;
    return '/';
  }
}

/** People paste the whole link as often as its token. */
export function tokenOf(pasted: string): string {
  return /[?&]token=([^&#\s]+)/.exec(pasted)?.[1] ?? pasted.trim();
}

export function TokenForm() {
  const [token, setToken] = useState('');
  const { submit, busy, refusal } = useSubmit();
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (await submit(() => app.session.create(tokenOf(token)))) openAnew(window.location.pathname);
  };
  return (
    <form className="mt-2" onSubmit={(event) => void send(event)}>
      <Field
        label="Paste the link or its token here"
        autoComplete="off"
        spellCheck={false}
        value={token}
        onValue={setToken}
      />
      <Refusal refusal={refusal} />
      <button type="submit" className="button button-ink mt-6" disabled={busy || token.trim() === ''}>
        Open
      </button>
    </form>
  );
}
