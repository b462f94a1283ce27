import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { client } from '../../shared/api/client.ts';
import { mayManage, useSession } from '../../shared/api/session.ts';
import type { Webhook, WebhookMade } from '../../shared/api/types.ts';
import { announce } from '../../shared/ui/announce.ts';
import { useSubmit } from '../../shared/ui/form.tsx';
import { Section } from '../../shared/ui/page.tsx';
import { Await, Empty } from '../../shared/ui/states.tsx';
import { SettingsPage } from '../../shared/ui/tabs.tsx';
import { type Draft, NEW, Secret, WebhookForm } from './form.tsx';
import { refreshWebhooks, useWebhooks } from './queries.ts';
import { healthOf, isTroubled, typesSaid } from './words.ts';

export function WebhooksPage() {
  const session = useSession();
  return (
    <SettingsPage title="Webhooks">
      {mayManage(session) ? <Webhooks /> : <Empty>Webhooks are for owners and admins.</Empty>}
    </SettingsPage>
  );
}

function Webhooks() {
  const query = useWebhooks();
  return (
    <>
      <p className="mb-6 max-w-[68ch] text-muted">
        A webhook tells another program what happens to this workspace’s credits, as it happens: figures and
        ids, never texts.{' '}
        <a className="link" href="/docs#events">
          What is sent, and how to check it
        </a>
      </p>
      <Await query={query} label="Reading the webhooks" failed="Couldn’t read the webhooks.">
        {(hooks) => (
          <>
            <NewWebhook is_first={hooks.length === 0} />
            {hooks.length > 0 && (
              <Section title="Registered">
                <ul className="border-b border-rule">
                  {hooks.map((hook) => (
                    <HookRow key={hook.webhook} hook={hook} />
                  ))}
                </ul>
              </Section>
            )}
          </>
        )}
      </Await>
    </>
  );
}

/** The form stands open until there is a webhook, and behind a button from then on. */
function NewWebhook({ is_first }: { readonly is_first: boolean }) {
  const { account } = useSession();
  const [asked, setAsked] = useState(false);
  const [made, setMade] = useState<WebhookMade | null>(null);
  const { submit, busy, refusal, forget } = useSubmit();
  const save = async (draft: Draft) => {
    if (!(await submit(async () => setMade(await client.webhooks.create(account, draft))))) return;
    setAsked(false);
    announce('The webhook is registered. Its secret is shown this once.');
    await refreshWebhooks();
  };
  const close = () => {
    forget();
    setAsked(false);
  };
  return (
    <div className="mb-8">
      {made && (
        <Secret secret={made.secret}>
          Keep it now, where {new URL(made.url).host} can read it: each delivery is signed with it.{' '}
          <Link to="/settings/webhooks/$webhook" params={{ webhook: made.webhook }} className="link">
            Send a test
          </Link>
        </Secret>
      )}
      {is_first || asked ? (
        <WebhookForm
          draft={NEW}
          submit="Register"
          busy={busy}
          refusal={refusal}
          save={save}
          aside={
            !is_first && (
              <button type="button" className="link" onClick={close}>
                Not now
              </button>
            )
          }
        />
      ) : (
        <button type="button" className="button" onClick={() => setAsked(true)}>
          Add a webhook
        </button>
      )}
    </div>
  );
}

function HookRow({ hook }: { readonly hook: Webhook }) {
  return (
    <li className="border-t border-rule py-3">
      <Link to="/settings/webhooks/$webhook" params={{ webhook: hook.webhook }} className="link break-all">
        {hook.url}
      </Link>
      {hook.description !== '' && <span className="block">{hook.description}</span>}
      <span className={`block text-13 ${isTroubled(hook) ? 'text-bad' : 'text-muted'}`}>
        {healthOf(hook)}
      </span>
      <span className="block text-13 text-muted">{typesSaid(hook)}</span>
    </li>
  );
}
