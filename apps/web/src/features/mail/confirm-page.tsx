import { useState } from 'react';
import { app, openAnew } from '../../shared/api/client.ts';
import { Refusal, useSubmit } from '../../shared/ui/form.tsx';
import { DoorFrame } from '../door/frame.tsx';

/**
 * Where the link of a mail leads that confirms an address. It asks for a click: programs that look into mails for their
 * readers follow links as well, and prove nothing.
 */
export function ConfirmPage() {
  const [token] = useState(() => window.location.hash.slice(1));
  const [done, setDone] = useState<{ mail: string; trial: boolean } | null>(null);
  const { submit, busy, refusal } = useSubmit();
  const confirm = () =>
    submit(async () => {
      const { mail, trial_started } = await app.entry.confirmMail(token);
      setDone({ mail, trial: trial_started });
    });
  if (token === '' || refusal?.code === 'link_not_found')
    return (
      <DoorFrame
        title="This link confirms nothing any more"
        lead="It was used, or a newer mail has replaced it, or it is older than three days. If your address is not confirmed yet, sign in and send the mail again."
      >
        <OpenInkwell />
      </DoorFrame>
    );
  if (done !== null)
    return (
      <DoorFrame title="Your mail address is confirmed">
        <output className="mt-4 block text-16">
          {done.mail}
          {done.trial ? ' is yours, and your trial has started.' : ' is yours.'}
        </output>
        <OpenInkwell />
      </DoorFrame>
    );
  return (
    <DoorFrame title="Confirm your mail address" lead="You came here by a link that was mailed to you.">
      <Refusal refusal={refusal} />
      <button type="button" className="button button-ink mt-6" disabled={busy} onClick={() => void confirm()}>
        Confirm this address
      </button>
    </DoorFrame>
  );
}

/** Where the link in a mail about credits leads that says "no more". */
export function MailOffPage() {
  const [token] = useState(() => window.location.hash.slice(1));
  const [done, setDone] = useState(false);
  const { submit, busy, refusal } = useSubmit();
  const stop = () =>
    submit(async () => {
      await app.entry.stopNotices(token);
      setDone(true);
    });
  return (
    <DoorFrame
      title={done ? 'No more mails about credits' : 'Mails about credits'}
      lead={
        done
          ? 'Notices still stand beside the meter. Under Settings, You, the mails can be turned on again.'
          : 'They tell owners and admins when plan credits run low, when credits run out, and when a trial ends.'
      }
    >
      {done ? (
        <OpenInkwell />
      ) : (
        <>
          <Refusal refusal={refusal} />
          <button
            type="button"
            className="button button-ink mt-6"
            disabled={busy || token === ''}
            onClick={() => void stop()}
          >
            Stop these mails
          </button>
        </>
      )}
    </DoorFrame>
  );
}

const OpenInkwell = () => (
  <button type="button" className="button button-ink mt-6" onClick={() => openAnew()}>
    Open Inkwell
  </button>
);
