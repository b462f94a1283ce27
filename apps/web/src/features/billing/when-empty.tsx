import { client } from '../../shared/api/client.ts';
import { useSession } from '../../shared/api/session.ts';
import type { Account } from '../../shared/api/types.ts';
import { useAct } from './use-act.ts';

const CHOICES = [
  {
    value: 'stop',
    label: 'Stop',
    consequence:
      'Writing stops at the last affordable word and goes on when plan credits reset. Nothing is bought.',
  },
  {
    value: 'top_up',
    label: 'Top up',
    consequence: 'A pack of 5,000 credits is bought, up to a limit you set for each month.',
  },
] as const;

/** What happens at zero. Top-ups need a way to pay, which this instance lacks. */
export function WhenEmpty({ account, manages }: { readonly account: Account; readonly manages: boolean }) {
  const { account: id } = useSession();
  const { act, busy, refusal } = useAct();
  return (
    <fieldset>
      <legend className="sr-only">When credits run out</legend>
      {CHOICES.map(({ value, label, consequence }) => {
        const unpaid = value === 'top_up';
        const said = `when-${value}`;
        return (
          <div key={value} className="flex gap-3 py-2">
            <input
              type="radio"
              id={`choose-${value}`}
              name="when-empty"
              className="mt-0.5 size-4 shrink-0 accent-ink"
              checked={account.when_empty === value}
              disabled={unpaid || !manages || busy}
              aria-describedby={said}
              onChange={() =>
                void act(
                  (options) => client.accounts.patch(id, { when_empty: value }, options),
                  `${label} it is.`,
                )
              }
            />
            <div>
              <label htmlFor={`choose-${value}`} className={`font-label ${unpaid ? 'text-muted' : ''}`}>
                {label}
              </label>
              <p id={said} className="text-13 text-muted">
                {consequence} {unpaid && 'No payments on this instance.'}
              </p>
            </div>
          </div>
        );
      })}
      {refusal && (
        <p role="alert" className="text-bad">
          {refusal}
        </p>
      )}
    </fieldset>
  );
}
