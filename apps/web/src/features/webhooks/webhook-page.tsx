import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { client } from '../../shared/api/client.ts';
import { mayManage, useSession } from '../../shared/api/session.ts';
import type { Webhook, WebhookMade } from '../../shared/api/types.ts';
import { day, dayAndClock } from '../../shared/format/date.ts';
import { announce } from '../../shared/ui/announce.ts';
import { Refusal, useSubmit } from '../../shared/ui/form.tsx';
import { Await, Empty } from '../../shared/ui/states.tsx';
import { SettingsPage } from '../../shared/ui/tabs.tsx';
import { Twice } from '../team/member-acts.tsx';
import { Deliveries } from './deliveries.tsx';
import { type Draft, Secret, WebhookForm } from './form.tsx';
import { refreshWebhooks, useWebhook } from './queries.ts';
import { healthOf, isTroubled, typesSaid } from './words.ts';

export function WebhookPage() {
  const session = useSession();
  return (
    <SettingsPage
      title="Webhook"
      aside={
        <Link to="/settings/webhooks" className="link">
          All webhooks
        </Link>
      }
    >
      {mayManage(session) ? <One /> : <Empty>Webhooks are for owners and admins.</Empty>}
    </SettingsPage>
  );
}

function One() {
  const { webhook } = useParams({ from: '/settings/webhooks/$webhook' });
  const query = useWebhook(webhook);
  return (
    <Await query={query} label="Reading the webhook" failed="Couldn’t read this webhook.">
      {(hook) => (
        <>
          <Head hook={hook} />
          <Deliveries hook={hook} />
        </>
      )}
    </Await>
  );
}

function Head({ hook }: { readonly hook: Webhook }) {
  const { account } = useSession();
  const [editing, setEditing] = useState(false);
  const { submit, busy, refusal, forget } = useSubmit();
  const save = async (draft: Draft) => {
    if (!(await submit(() => client.webhooks.patch(account, hook.webhook, draft)))) return;
    setEditing(false);
    announce('The webhook is changed.');
    await refreshWebhooks();
  };
  const close = () => {
    forget();
    setEditing(false);
  };
  if (editing)
    return (
      <div className="mb-8">
        <WebhookForm
          draft={hook}
          submit="Save"
          busy={busy}
          refusal={refusal}
          save={(draft) => {
            const { url, description, types } = draft;
            return save({ url, description, types });
          }}
          aside={
            <button type="button" className="link" onClick={close}>
              Leave as it is
            </button>
          }
        />
      </div>
    );
  return (
    <div className="mb-8">
      <p className="title text-22 break-all">{hook.url}</p>
      {hook.description !== '' && <p className="mt-1">{hook.description}</p>}
      <p className={`mt-1 ${isTroubled(hook) ? 'text-bad' : ''}`}>{healthOf(hook)}.</p>
      <p className="mt-1 text-13 text-muted">
        {typesSaid(hook)}. Registered {day(hook.created_at)}.
        {hook.old_secret_until !== null &&
          ` The secret before this one signs along until ${dayAndClock(hook.old_secret_until)}.`}
      </p>
      <Acts hook={hook} edit={() => setEditing(true)} />
    </div>
  );
}

/** What can be done with it. */
function Acts({ hook, edit }: { readonly hook: Webhook; readonly edit: () => void }) {
  const { account } = useSession();
  const navigate = useNavigate();
  const [made, setMade] = useState<WebhookMade | null>(null);
  const { submit, busy, refusal } = useSubmit();
  const { webhook, state } = hook;
  const act = async (does: () => Promise<unknown>, says: string) => {
    if (!(await submit(does))) return;
    announce(says);
    await refreshWebhooks();
  };
  const turn = (to: 'on' | 'paused', says: string) =>
    void act(() => client.webhooks.patch(account, webhook, { state: to }), says);
  const remove = async () => {
    if (!(await submit(() => client.webhooks.delete(account, webhook)))) return;
    announce('The webhook is removed.');
    // Away first: what is gone is not to be read anew.
    await navigate({ to: '/settings/webhooks' });
    await refreshWebhooks();
  };
  return (
    <>
      <div className="mt-4 flex flex-wrap items-center gap-x-6 gap-y-3">
        <button
          type="button"
          className="button"
          disabled={busy || state !== 'on'}
          onClick={() => void act(() => client.webhooks.test(account, webhook), 'A test is on its way.')}
        >
          Send a test
        </button>
        <Switch state={state} busy={busy} turn={turn} />
        <button type="button" className="link" disabled={busy} onClick={edit}>
          Change
        </button>
        <Twice
          ask="New secret"
          sure="Yes, make a new secret"
          busy={busy}
          act={() =>
            void act(
              async () => setMade(await client.webhooks.rotate(account, webhook)),
              'There is a new secret. It is shown this once.',
            )
          }
        />
        <Twice ask="Remove" sure="Yes, remove it and its log" busy={busy} act={() => void remove()} />
      </div>
      <Refusal refusal={refusal} />
      {made && (
        <Secret secret={made.secret}>
          Keep it now. The secret before it signs along for a day, so that nothing is lost while you change
          over.
        </Secret>
      )}
    </>
  );
}

function Switch(props: {
  readonly state: Webhook['state'];
  readonly busy: boolean;
  readonly turn: (to: 'on' | 'paused', says: string) => void;
}) {
  const { state, turn } = props;
  const turns = () =>
    state === 'on' ? turn('paused', 'The webhook is paused.') : turn('on', 'The webhook is on.');
  return (
    <button type="button" className="link" disabled={props.busy} onClick={turns}>
      {state === 'on' ? 'Pause' : state === 'paused' ? 'Resume' : 'Switch on'}
    </button>
  );
}
