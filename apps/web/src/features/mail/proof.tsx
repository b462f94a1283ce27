import { type FormEvent, useState } from 'react';
import { app } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/queries.ts';
import { announce } from '../../shared/ui/announce.ts';
import { faultOf, useSubmit } from '../../shared/ui/form.tsx';

/** What follows once an address is confirmed: it is read anew, and so is whatever has begun with it. */
async function readAnew(): Promise<void> {
  await Promise.all(
    ['me', 'account', 'billing'].map((name) => queryClient.invalidateQueries({ queryKey: [name] })),
  );
}

/** Confirms the address that waits by the code of its mail, or has the mail sent again. */
export function ProofForm({
  mail,
  onDone,
}: {
  readonly mail: string;
  readonly onDone: (says: string) => void;
}) {
  const [code, setCode] = useState('');
  const { submit, busy, refusal } = useSubmit();
  const fault = faultOf(refusal, 'code');
  const confirm = async (event: FormEvent) => {
    event.preventDefault();
    let says = '';
    const done = await submit(async () => {
      const { trial_started } = await app.me.confirmMail(code);
      says = trial_started ? `${mail} is confirmed. Your trial has started.` : `${mail} is confirmed.`;
    });
    if (!done) return;
    announce(says);
    onDone(says);
    await readAnew();
  };
  const again = async () => {
    if (!(await submit(() => app.me.sendProof()))) return;
    announce(`Sent again to ${mail}.`);
    await queryClient.invalidateQueries({ queryKey: ['me'] });
  };
  return (
    <form className="flex flex-wrap items-center gap-x-4 gap-y-2" onSubmit={(event) => void confirm(event)}>
      <span className="flex gap-2">
        <input
          className="field w-32"
          aria-label={`Code from the mail to ${mail}`}
          placeholder="6-digit code"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={9}
          required
          value={code}
          aria-invalid={refusal !== null}
          onChange={(event) => setCode(event.target.value)}
        />
        <button type="submit" className="button" disabled={busy}>
          Confirm
        </button>
      </span>
      <button type="button" className="link" disabled={busy} onClick={() => void again()}>
        Send again
      </button>
      {refusal !== null && (
        <span role="alert" className="text-13 text-bad">
          {fault === undefined
            ? refusal.code === 'network_error'
              ? 'The server can’t be reached. Nothing was changed.'
              : refusal.message
            : `The code ${fault}.`}
        </span>
      )}
    </form>
  );
}
