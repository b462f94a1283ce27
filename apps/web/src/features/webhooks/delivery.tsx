import { client } from '../../shared/api/client.ts';
import { useSession } from '../../shared/api/session.ts';
import type { Delivery, DeliveryDetail } from '../../shared/api/types.ts';
import { dayAndClock } from '../../shared/format/date.ts';
import { figure } from '../../shared/format/number.ts';
import { announce } from '../../shared/ui/announce.ts';
import { Refusal, useSubmit } from '../../shared/ui/form.tsx';
import { ScrollBox } from '../../shared/ui/scroll-box.tsx';
import { Await } from '../../shared/ui/states.tsx';
import { refreshWebhooks, useDelivery } from './queries.ts';
import { triesSaid } from './words.ts';

/** One delivery: what was sent, what was answered at each try, and sending it again. */
export function DeliveryView({ row }: { readonly row: Delivery }) {
  const query = useDelivery(row);
  return (
    <div className="border-l-2 border-rule pl-4">
      <Await query={query} label="Reading the delivery" failed="Couldn’t read this delivery.">
        {(detail) => (
          <>
            <Fate row={row} />
            <h3 className="mt-4 font-label text-muted">Sent</h3>
            <ScrollBox label="What was sent" className="mt-1 max-h-72 overflow-auto bg-sunk p-3">
              <pre className="text-13">{JSON.stringify(detail.payload, null, 2)}</pre>
            </ScrollBox>
            <p className="mt-1 text-muted">
              webhook-id <span className="break-all">{detail.delivery}</span>
            </p>
            <Attempts attempts={detail.attempts} />
          </>
        )}
      </Await>
    </div>
  );
}

/** What becomes of it, and the act beside that. */
function Fate({ row }: { readonly row: Delivery }) {
  const { account } = useSession();
  const { submit, busy, refusal } = useSubmit();
  const { webhook, delivery, state, next_at, ended_at, tries } = row;
  const replay = async () => {
    if (!(await submit(() => client.webhooks.replay(account, webhook, delivery)))) return;
    announce('It is on its way again.');
    await refreshWebhooks();
  };
  const says =
    state === 'waiting'
      ? `${tries === 0 ? 'Not sent yet' : `Not taken after ${triesSaid(tries)}`}; due ${dayAndClock(next_at!)}.`
      : `${state === 'delivered' ? 'Delivered' : 'Given up'} ${dayAndClock(ended_at!)}, after ${triesSaid(tries)}.`;
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <span>{says}</span>
        <button type="button" className="link" disabled={busy} onClick={() => void replay()}>
          {state === 'waiting' ? 'Send now' : 'Replay'}
        </button>
      </p>
      <Refusal refusal={refusal} />
    </>
  );
}

function Attempts({ attempts }: Pick<DeliveryDetail, 'attempts'>) {
  if (attempts.length === 0) return null;
  return (
    <>
      <h3 className="mt-4 font-label text-muted">Tries</h3>
      <ul className="mt-1">
        {attempts.map(({ at, took_ms, status, fault, answer }, place) => (
          <li key={attempts.length - place} className="mt-2">
            {dayAndClock(at)}: {status === null ? fault : `answered ${status}`}{' '}
            <span className="text-muted">in {figure(took_ms)} ms</span>
            {answer !== '' && (
              <pre className="mt-1 max-h-24 overflow-hidden bg-sunk p-2 break-all whitespace-pre-wrap">
                {answer}
              </pre>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
