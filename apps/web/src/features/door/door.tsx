import { type FormEvent, useId, useState } from 'react';
import { InkwellError, signIn } from '../../shared/api/client.ts';
import type { Session } from '../../shared/api/types.ts';

/** Shown without a session: the link that the terminal printed, or its token, opens the workspace. */
export function Door({ opened }: { readonly opened: (session: Session) => void }) {
  const id = useId();
  const [token, setToken] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const open = async (event: FormEvent) => {
    event.preventDefault();
    try {
      opened(await signIn(tokenOf(token)));
    } catch (cause) {
      if (!(cause instanceof InkwellError)) throw cause;
      setRefusal(
        cause.code === 'network_error'
          ? 'The server can’t be reached.'
          : 'That token does not open this workspace.',
      );
    }
  };
  return (
    <main className="grid min-h-dvh place-items-center bg-paper px-6">
      <div className="w-full max-w-md">
        <p className="title mb-6 text-16 text-muted">Inkwell</p>
        <h1 className="title text-28">
          This page needs the <span className="whitespace-nowrap">sign-in</span> link that{' '}
          <code className="font-sans text-22 font-label">npm start</code> printed
        </h1>
        <form className="mt-6" onSubmit={(event) => void open(event)}>
          <label htmlFor={id} className="font-label">
            Or paste the link or its token here
          </label>
          <div className="mt-1 flex gap-2">
            <input
              id={id}
              className="field min-w-0 flex-1"
              autoComplete="off"
              spellCheck={false}
              value={token}
              aria-describedby={refusal ? `${id}-no` : undefined}
              aria-invalid={refusal !== null}
              onChange={(event) => setToken(event.target.value)}
            />
            <button type="submit" className="button button-ink" disabled={token.trim() === ''}>
              Open
            </button>
          </div>
          {refusal && (
            <p id={`${id}-no`} role="alert" className="mt-2 text-bad">
              {refusal}
            </p>
          )}
        </form>
      </div>
    </main>
  );
}

/** People paste the whole link as often as its token. */
export function tokenOf(pasted: string): string {
  return /[?&]token=([^&#\s]+)/.exec(pasted)?.[1] ?? pasted.trim();
}
