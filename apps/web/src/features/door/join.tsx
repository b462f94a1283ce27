import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { InkwellError, app, openAnew } from '../../shared/api/client.ts';
import type { InvitationSeen, Me } from '../../shared/api/types.ts';
import { day } from '../../shared/format/date.ts';
import { Refusal, useSubmit } from '../../shared/ui/form.tsx';
import { Await } from '../../shared/ui/states.tsx';
import { SignIn, SignUp } from './forms.tsx';
import { DoorFrame } from './frame.tsx';

/** Whoever asks while nobody is signed in gets null. */
async function meOrNobody(): Promise<Me | null> {
  try {
    return await app.me.get();
  } catch (cause) {
    if (cause instanceof InkwellError && cause.status === 401) return null;
    throw cause;
  }
}

/** Where an invitation's link leads. */
export function JoinPage() {
  const [token] = useState(() => window.location.hash.slice(1));
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => app.entry.invitation(token),
    retry: false,
  });
  const me = useQuery({ queryKey: ['me-or-nobody'], queryFn: meOrNobody });
  const gone =
    invitation.error instanceof InkwellError && invitation.error.status < 500 && invitation.error.status > 0;
  if (gone)
    return (
      <DoorFrame
        title="This invitation opens nothing any more"
        lead="It was used, withdrawn, or is older than seven days. Ask for a new one."
      >
        <p className="mt-8 border-t border-rule pt-4">
          <a className="link" href="/">
            Go to Inkwell
          </a>
        </p>
      </DoorFrame>
    );
  if (invitation.data === undefined || me.data === undefined)
    return (
      <DoorFrame title="An invitation">
        <Await
          query={invitation.data === undefined ? invitation : me}
          label="Reading the invitation"
          failed="The server can’t be reached."
        >
          {() => null}
        </Await>
      </DoorFrame>
    );
  return <Invited token={token} invitation={invitation.data} me={me.data} />;
}

function Invited(props: {
  readonly token: string;
  readonly invitation: InvitationSeen;
  readonly me: Me | null;
}) {
  const { token, invitation, me } = props;
  const [known, setKnown] = useState(false);
  const lead = `${invitation.invited_by} invites you as ${invitation.role === 'admin' ? 'an admin' : 'a member'}. Until ${day(invitation.expires_at)}.`;
  const entering = { invitation: token, mail: invitation.mail, entered: () => openAnew() };
  return (
    <DoorFrame title={`Join ${invitation.workspace}`} lead={lead}>
      {me !== null ? (
        <Accept token={token} me={me} />
      ) : known ? (
        <SignIn {...entering} />
      ) : (
        <SignUp {...entering} submit={`Join ${invitation.workspace}`} />
      )}
      {me === null && (
        <p className="mt-8 border-t border-rule pt-4">
          <button type="button" className="link" onClick={() => setKnown(!known)}>
            {known ? 'I am new here' : 'I have signed up before'}
          </button>
        </p>
      )}
    </DoorFrame>
  );
}

function Accept({ token, me }: { readonly token: string; readonly me: Me }) {
  const { submit, busy, refusal } = useSubmit();
  const accept = async () => {
    if (await submit(() => app.entry.accept(token))) openAnew();
  };
  const leave = async () => {
    if (await submit(() => app.session.end())) window.location.reload();
  };
  return (
    <>
      <p className="mt-6">
        You are signed in as <b>{me.name}</b>
        {me.mail !== null && `, ${me.mail}`}.
      </p>
      <Refusal refusal={refusal} />
      <div className="mt-6 flex items-center justify-between gap-4">
        <button type="button" className="button button-ink" disabled={busy} onClick={() => void accept()}>
          Accept
        </button>
        <button type="button" className="link" onClick={() => void leave()}>
          I am somebody else
        </button>
      </div>
    </>
  );
}
