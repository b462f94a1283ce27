import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useBalance } from '../../shared/api/live.ts';
import { useSession } from '../../shared/api/session.ts';
import type { Balance } from '../../shared/api/types.ts';
import { day } from '../../shared/format/date.ts';
import { credits, figure } from '../../shared/format/number.ts';
import { Page } from '../../shared/ui/page.tsx';
import { Loading } from '../../shared/ui/states.tsx';

/** The rules of credits in plain words, with this workspace's own figures in them. */
export function HelpPage() {
  const balance = useBalance();
  return (
    <Page title="How credits work">
      <div className="max-w-[68ch] font-serif text-18 max-sm:text-17">
        {balance ? <Rules balance={balance} /> : <Loading label="Reading the figures" />}
      </div>
    </Page>
  );
}

function Part(props: { readonly id: string; readonly title: string; readonly children: ReactNode }) {
  return (
    <section
      aria-labelledby={props.id}
      className="scroll-mt-16 border-t border-rule py-6 first:border-t-0 first:pt-0"
    >
      <h2 id={props.id} className="title mb-3 text-22">
        {props.title}
      </h2>
      <div className="grid gap-3">{props.children}</div>
    </section>
  );
}

function Rules({ balance }: { readonly balance: Balance }) {
  return (
    <>
      <Part id="word" title="A credit is a word">
        <p>
          Every word that Inkwell writes for you costs one credit: the answer to a command, what Compose adds
          to a document, each output of a template. What you type yourself is free.
        </p>
        <p>
          In the document editor the length M is about 50 words, so about 50 credits. Ten outputs from one
          input are ten texts, and all ten count. Some templates write long texts, some only a name; the cost
          stands beside the button before you press it.
        </p>
        <p>
          The meter on every page shows what is left, now <b>{figure(balance.left)}</b>. It falls while the
          text arrives, and a run that you stop, or that fails, costs only the words that reached you.
        </p>
      </Part>
      <PlanPart balance={balance} />
      <BonusPart balance={balance} />
      <RefundPart balance={balance} />
      <WatchPart />
      <ModelPart />
    </>
  );
}

function PlanPart({ balance }: { readonly balance: Balance }) {
  const { plan, trial, cycle } = balance;
  const bucket = trial ?? plan;
  return (
    <Part id="plan" title={trial ? 'Trial and plan credits' : 'Plan credits'}>
      {bucket && (
        <p>
          {trial ? 'The trial came with' : 'Your plan brings'} <b>{credits(bucket.limit)}</b>
          {trial ? '' : ' each month'}; <b>{figure(bucket.available)}</b> of them are left.{' '}
          {trial ? `The trial ends on ${day(cycle.ends_at)}.` : `They refill on ${day(cycle.ends_at)}.`}
        </p>
      )}
      <p>
        At the start of each billing cycle plan credits go back to the full amount, whether you wrote ten
        words or all of them. What is left over does not carry into the next month, so use it.
      </p>
      <p>
        Another amount is a matter of Settings, Billing,{' '}
        <Link to="/settings/billing/plan" className="link">
          Edit plan
        </Link>
        ; you see what every balance becomes before anything changes.
      </p>
    </Part>
  );
}

function BonusPart({ balance }: { readonly balance: Balance }) {
  const locked = balance.phase === 'trialing';
  return (
    <Part id="bonus" title="Bonus credits">
      <p>
        The team can add bonus credits to your account by hand. You have{' '}
        <b>{figure(balance.bonus.available)}</b>
        {locked ? ', to be used after the trial.' : '.'}
      </p>
      <p>
        They are spent only after the trial, and only once the plan credits are used up. They roll over from
        month to month until you need them, and never expire. Billing shows each award with its reason.
      </p>
    </Part>
  );
}

function RefundPart({ balance }: { readonly balance: Balance }) {
  const { support } = useSession();
  const { refunds } = balance;
  return (
    <Part id="refunds" title="Refunds">
      <p>
        If a text is no good, downvote it: the thumb stands under every output, in documents and in templates.
        Its credits come back at once, to where they were taken from.
      </p>
      <p>
        In each cycle up to 20% of the limit can come back that way: <b>{figure(refunds.cap)}</b> here, of
        which <b>{figure(refunds.left)}</b> are left until {day(balance.cycle.ends_at)}. Past that, votes
        still count as feedback and refund nothing.
      </p>
      <p>
        After a downvote change the input a little, or the next text may miss in the same way. If you are
        stuck,{' '}
        {support.url || support.email ? (
          <a className="link" href={support.url ?? `mailto:${support.email}`}>
            ask for help
          </a>
        ) : (
          'ask whoever runs this instance'
        )}
        .
      </p>
    </Part>
  );
}

function WatchPart() {
  return (
    <Part id="watch" title="Keeping an eye on it">
      <p>
        <Link to="/settings/usage" className="link">
          Usage
        </Link>{' '}
        shows how much each member wrote in this cycle and how long the credits will last.{' '}
        <Link to="/settings/billing" className="link">
          Billing
        </Link>{' '}
        shows what is left of each kind, and{' '}
        <Link to="/history" className="link">
          History
        </Link>{' '}
        the receipt of every output.
      </p>
    </Part>
  );
}

function ModelPart() {
  const { model } = useSession();
  return (
    <Part id="model" title={model.is_demo ? 'Connect a model' : 'The model'}>
      {model.is_demo ? (
        <p>
          Texts here come from the demo writer: offline patterns, not a model. To connect one, set{' '}
          <code className="font-sans text-16">INKWELL_MODEL</code> (a provider and its model’s name, such as{' '}
          <code className="font-sans text-16">openai:MODEL</code>) and the provider’s key where the server
          runs, and start it again.
        </p>
      ) : (
        <p>Texts are written by {model.id}.</p>
      )}
    </Part>
  );
}
