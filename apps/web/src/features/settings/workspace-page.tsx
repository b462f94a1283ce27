import { type FormEvent, useState } from 'react';
import { app, openAnew } from '../../shared/api/client.ts';
import { useMe } from '../../shared/api/queries.ts';
import { mayManage, useSession } from '../../shared/api/session.ts';
import { Field, Refusal, faultOf, useSubmit } from '../../shared/ui/form.tsx';
import { Page, Section } from '../../shared/ui/page.tsx';
import { SettingsPage } from '../../shared/ui/tabs.tsx';
import { StartWorkspace } from '../door/forms.tsx';
import { Export } from './export.tsx';

export function WorkspacePage() {
  const session = useSession();
  return (
    <SettingsPage title="Workspace">
      {mayManage(session) ? <Rename /> : <p className="title text-22">{session.workspace.name}</p>}
      <p className="mt-6 mb-8 text-13 text-muted">
        Its id, which programs name it by: <code className="font-sans text-text">{session.account}</code>
        <Support />
      </p>
      {mayManage(session) && <ExportWorkspace />}
      {session.role === 'owner' && <Delete />}
    </SettingsPage>
  );
}

/** Where this instance's people ask for help; whoever runs it says so. */
function Support() {
  const { url, email } = useSession().support;
  if (url === null && email === null) return null;
  return (
    <span className="mt-1 block">
      Support:{' '}
      <a className="link" href={url ?? `mailto:${email}`}>
        {email ?? url}
      </a>
    </span>
  );
}

function Rename() {
  const { account, workspace } = useSession();
  const [name, setName] = useState(workspace.name);
  const { submit, busy, refusal } = useSubmit();
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (await submit(() => app.workspaces.rename(account, name))) openAnew('/settings/workspace');
  };
  return (
    <form className="max-w-sm" onSubmit={(event) => void save(event)}>
      <Field
        label="Name"
        required
        maxLength={80}
        value={name}
        onValue={setName}
        fault={faultOf(refusal, 'name')}
      />
      <Refusal refusal={refusal} />
      <button type="submit" className="button mt-4" disabled={busy || name.trim() === workspace.name}>
        Save
      </button>
    </form>
  );
}

function ExportWorkspace() {
  const { account, workspace } = useSession();
  return (
    <Export
      title="Export"
      button={`Download ${workspace.name}`}
      pathOf={(documents) => app.workspaces.exportPath(account, documents)}
    >
      One archive of its documents, every run with its outputs, what programs charged, the usage of each
      cycle, grants, members, and the journal with its hashes, which anybody can check. Private documents of
      others stay theirs and are left out.
    </Export>
  );
}

/** For good: the name is typed again. */
function Delete() {
  const { account, workspace } = useSession();
  const [name, setName] = useState('');
  const { submit, busy, refusal } = useSubmit();
  const remove = async (event: FormEvent) => {
    event.preventDefault();
    if (await submit(() => app.workspaces.delete(account, name))) openAnew();
  };
  return (
    <Section title="Delete this workspace">
      <p className="max-w-[68ch]">
        Its documents, outputs, keys and invitations are removed at once, and nobody can open it any more. The
        plan is canceled and what is left of its credits expires. The record of credits stays with whoever
        runs this instance. This can’t be undone.
      </p>
      <form className="max-w-sm" onSubmit={(event) => void remove(event)}>
        <Field
          label={`Type ${workspace.name} to delete it`}
          autoComplete="off"
          spellCheck={false}
          value={name}
          onValue={setName}
        />
        <Refusal refusal={refusal} />
        <button
          type="submit"
          className="button mt-4 border-bad! text-bad disabled:border-rule! disabled:text-faint"
          disabled={busy || name.trim() !== workspace.name}
        >
          Delete {workspace.name}
        </button>
      </form>
    </Section>
  );
}

/** Another workspace of one's own. */
export function NewWorkspacePage() {
  const me = useMe();
  const owns = me.data?.workspaces.some(({ role }) => role === 'owner') ?? false;
  return (
    <Page title="Start another workspace">
      <p className="max-w-[68ch] text-muted">
        {owns
          ? 'A person has one trial. This workspace starts without credits; its plan is started in Billing.'
          : 'Your first workspace starts with a trial; a person has one.'}
      </p>
      <div className="max-w-sm">
        <StartWorkspace submit="Start workspace" referral={null} />
      </div>
    </Page>
  );
}
