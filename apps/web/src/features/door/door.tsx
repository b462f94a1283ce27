import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { app, openAnew } from '../../shared/api/client.ts';
import type { Door as DoorFacts } from '../../shared/api/types.ts';
import { Refusal, useSubmit } from '../../shared/ui/form.tsx';
import { Await } from '../../shared/ui/states.tsx';
import { DoorFrame } from './frame.tsx';
import { AskReset } from './reset.tsx';
import { keepReferral, keptReferral } from './referral.ts';
import { SignIn, SignUp, StartWorkspace, TokenForm } from './forms.tsx';

export type DoorView = 'welcome' | 'sign-in' | 'sign-up' | 'workspace' | 'forgotten' | 'link';

/** Shown without a session, and to people without a workspace. */
export function Door({ first = 'welcome' }: { readonly first?: DoorView }) {
  const door = useQuery({ queryKey: ['door'], queryFn: () => app.entry.door(), staleTime: Infinity });
  const [view, setView] = useState<DoorView>(() =>
    first === 'welcome' && keepReferral(window.location.search) !== null ? 'sign-up' : first,
  );
  if (door.data === undefined)
    return (
      <DoorFrame title="Write with ink you can count">
        <Await query={door} label="Opening the door" failed="The server can’t be reached.">
          {() => null}
        </Await>
      </DoorFrame>
    );
  return <View view={view} go={setView} facts={door.data} />;
}

const trialLine = ({ trial, mails }: DoorFacts): string => {
  const when = mails ? ', once you have confirmed your mail address' : '';
  return `Your first workspace starts with ${trial.credits.toLocaleString()} credits for ${trial.days} days${when}. 1 credit = 1 word.`;
};

function View(props: {
  readonly view: DoorView;
  readonly go: (view: DoorView) => void;
  readonly facts: DoorFacts;
}) {
  const { view, go, facts } = props;
  switch (view) {
    case 'welcome':
      return facts.demo === null ? (
        <DoorFrame title="Sign in">
          <SignIn forgotten={() => go('forgotten')} entered={() => openAnew(window.location.pathname)} />
          <Other go={go} views={['sign-up', 'link']} />
        </DoorFrame>
      ) : (
        <Demo demo={facts.demo} go={go} />
      );
    case 'sign-in':
      return (
        <DoorFrame title="Sign in">
          <SignIn forgotten={() => go('forgotten')} entered={() => openAnew(window.location.pathname)} />
          <Other go={go} views={facts.demo ? ['sign-up', 'link', 'welcome'] : ['sign-up', 'link']} />
        </DoorFrame>
      );
    case 'sign-up':
      return (
        <DoorFrame title="Start your workspace" lead={trialLine(facts)}>
          <SignUp submit="Continue" entered={() => go('workspace')} />
          <Other go={go} views={['sign-in']} />
        </DoorFrame>
      );
    case 'workspace':
      return (
        <DoorFrame title="Name your workspace" lead={trialLine(facts)}>
          <StartWorkspace submit="Open my workspace" referral={keptReferral()} />
          <SignOutLine />
        </DoorFrame>
      );
    case 'forgotten':
      return <AskReset back={() => go('sign-in')} />;
    case 'link':
      return (
        <DoorFrame
          title="Open with a link"
          lead={
            <>
              <code className="font-sans font-label">npm start</code> prints a sign-in link in the terminal.
            </>
          }
        >
          <TokenForm />
          <Other go={go} views={['sign-in']} />
        </DoorFrame>
      );
  }
}

const SAYS: Record<Exclude<DoorView, 'workspace' | 'forgotten'>, string> = {
  welcome: 'Look around the demo',
  'sign-in': 'Sign in',
  'sign-up': 'Start my workspace',
  link: 'I have a sign-in link',
};

function Other(props: {
  readonly go: (view: DoorView) => void;
  readonly views: readonly (keyof typeof SAYS)[];
  /** Its rule is also the last one of the list above. */
  readonly closes?: boolean;
}) {
  return (
    <p className={`flex flex-wrap gap-x-6 gap-y-3 border-t border-rule pt-4 ${props.closes ? '' : 'mt-8'}`}>
      {props.views.map((view) => (
        <button key={view} type="button" className="link" onClick={() => props.go(view)}>
          {SAYS[view]}
        </button>
      ))}
    </p>
  );
}

function SignOutLine() {
  return (
    <p className="mt-8 border-t border-rule pt-4">
      <button type="button" className="link" onClick={() => void app.session.end().then(() => openAnew())}>
        Sign out
      </button>
    </p>
  );
}

const DOES = {
  owner: 'owns the workspace',
  writer: 'writes in it',
  staff: 'staff of this instance',
} as const;

/** The demo on its own machine: one click, no password. */
function Demo(props: {
  readonly demo: NonNullable<DoorFacts['demo']>;
  readonly go: (view: DoorView) => void;
}) {
  const { demo, go } = props;
  const { submit, busy, refusal } = useSubmit();
  const enter = (member: string) =>
    submit(async () => {
      await app.entry.demo(member);
      openAnew();
    });
  const [first] = demo.people;
  return (
    <DoorFrame
      title="Write with ink you can count"
      lead="Every word that the machine writes is one credit, counted as it streams. A bad one comes back with a thumbs-down."
    >
      <div className="mt-8 grid gap-3">
        <button
          type="button"
          className="button button-ink"
          disabled={busy || first === undefined}
          onClick={() => first && void enter(first.member)}
        >
          Look around {demo.workspace}
        </button>
        <button type="button" className="button" disabled={busy} onClick={() => go('sign-up')}>
          Start my workspace
        </button>
      </div>
      <Refusal refusal={refusal} />
      <p className="mt-8 text-muted">Or look around as</p>
      <ul className="mt-1 border-t border-rule">
        {demo.people.map(({ member, name, says }) => (
          <li key={member} className="border-b border-rule last:border-b-0">
            <button
              type="button"
              className="flex min-h-11 w-full items-center justify-between gap-4 text-left hover:text-ink"
              disabled={busy}
              onClick={() => void enter(member)}
            >
              <span className="font-label">{name}</span>
              <span className="text-13 text-muted">{DOES[says]}</span>
            </button>
          </li>
        ))}
      </ul>
      <Other go={go} views={['sign-in', 'link']} closes />
    </DoorFrame>
  );
}
