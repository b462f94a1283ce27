import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { app } from '../../shared/api/client.ts';
import { useAccount } from '../../shared/api/queries.ts';
import { useSession } from '../../shared/api/session.ts';
import { figure } from '../../shared/format/number.ts';
import { ProofForm } from './proof.tsx';

/** Whoever follows the link elsewhere should not have to tell this page. */
const LOOK_EVERY_MS = 10_000;

/** Above the page while the workspace's trial waits for its owner's mail address (L4). */
export function TrialBanner() {
  const waits = useAccount().data?.trial_waits === true;
  const [done, setDone] = useState<string | null>(null);
  if (done !== null)
    return (
      <Bar>
        <p>
          {done}{' '}
          <button type="button" className="link" onClick={() => setDone(null)}>
            Put away
          </button>
        </p>
      </Bar>
    );
  return waits ? <Waiting onDone={setDone} /> : null;
}

function Bar({ children }: { readonly children: ReactNode }) {
  return (
    <section
      aria-label="Your trial"
      className="flex flex-wrap items-center gap-x-6 gap-y-2 border-b border-rule bg-paper px-6 py-3 max-sm:px-4"
    >
      {children}
    </section>
  );
}

function Waiting({ onDone }: { readonly onDone: (says: string) => void }) {
  const { account, role } = useSession();
  const me = useQuery({
    queryKey: ['me'],
    queryFn: () => app.me.get(),
    refetchInterval: role === 'owner' ? LOOK_EVERY_MS : false,
  }).data;
  if (me === undefined) return null;
  const own = me.trial_waits?.workspace === account ? me.trial_waits : null;
  if (own === null && role === 'owner') return null;
  if (own === null)
    return (
      <Bar>
        <p>This workspace’s trial starts when its owner has confirmed their mail address.</p>
      </Bar>
    );
  const to = me.proof?.mail ?? me.mail;
  const credits = `Confirm your mail address to start your ${figure(own.credits)} trial credits.`;
  return (
    <Bar>
      <p className="mr-auto">
        <span className="font-label">{credits}</span>{' '}
        <span className="text-muted">
          {to === null ? 'You have given none yet. ' : me.proof ? `Sent to ${to}. ` : `It goes to ${to}. `}
          <Link to="/settings/you" className="link">
            {to === null ? 'Give an address' : 'Change address'}
          </Link>
        </span>
      </p>
      {to !== null && <ProofForm mail={to} onDone={onDone} />}
    </Bar>
  );
}
