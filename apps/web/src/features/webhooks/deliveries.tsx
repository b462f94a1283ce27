import { useNavigate, useSearch } from '@tanstack/react-router';
import { client } from '../../shared/api/client.ts';
import { useSession } from '../../shared/api/session.ts';
import type { Delivery, Webhook } from '../../shared/api/types.ts';
import { dayAndClock } from '../../shared/format/date.ts';
import { count } from '../../shared/format/number.ts';
import { announce } from '../../shared/ui/announce.ts';
import { Segmented } from '../../shared/ui/controls.tsx';
import { Refusal, useSubmit } from '../../shared/ui/form.tsx';
import { MoreButton } from '../../shared/ui/more-button.tsx';
import { Section } from '../../shared/ui/page.tsx';
import { Await, Empty } from '../../shared/ui/states.tsx';
import { DeliveryView } from './delivery.tsx';
import { refreshWebhooks, useDeliveries } from './queries.ts';
import type { DeliverySearch } from './search.ts';
import { STATE_NAMES, answerOf } from './words.ts';

const FILTERS = [
  { value: 'all', label: 'All' },
  { value: 'waiting', label: STATE_NAMES.waiting },
  { value: 'delivered', label: STATE_NAMES.delivered },
  { value: 'dead', label: STATE_NAMES.dead },
] as const;

/** The log: what was sent, when, and what came of it. */
export function Deliveries({ hook }: { readonly hook: Webhook }) {
  const search = useSearch({ from: '/settings/webhooks/$webhook' });
  const navigate = useNavigate({ from: '/settings/webhooks/$webhook' });
  const go = (next: DeliverySearch) => void navigate({ search: next, replace: true, resetScroll: false });
  const query = useDeliveries(hook.webhook, search.state);
  return (
    <Section title="Deliveries" aside={hook.dead > 0 && hook.state === 'on' && <ReplayDead hook={hook} />}>
      <Segmented
        legend="Show"
        value={search.state ?? 'all'}
        choices={FILTERS}
        onChange={(state) => go(state === 'all' ? {} : { state })}
      />
      <div className="mt-4">
        <Await query={query} label="Reading the deliveries" failed="Couldn’t read the deliveries.">
          {({ pages }) => {
            const deliveries = pages.flatMap(({ data }) => data);
            if (deliveries.length === 0)
              return (
                <Empty>
                  {search.state === undefined
                    ? 'Nothing yet. Send a test, or wait until something happens.'
                    : 'None.'}
                </Empty>
              );
            return (
              <>
                <Log
                  deliveries={deliveries}
                  opened={search.delivery}
                  open={(delivery) => {
                    const { delivery: _closed, ...rest } = search;
                    go(delivery === undefined ? rest : { ...rest, delivery });
                  }}
                />
                <MoreButton query={query} label="Show earlier deliveries" />
              </>
            );
          }}
        </Await>
      </div>
      <p className="mt-4 text-13 text-muted">
        What is not taken is tried again for a day, then it is dead. Kept for 30 days after that.
      </p>
    </Section>
  );
}

function ReplayDead({ hook }: { readonly hook: Webhook }) {
  const { account } = useSession();
  const { submit, busy, refusal } = useSubmit();
  const replay = async () => {
    if (!(await submit(() => client.webhooks.replayDead(account, hook.webhook)))) return;
    announce('They are on their way again.');
    await refreshWebhooks();
  };
  return (
    <span>
      <button type="button" className="link" disabled={busy} onClick={() => void replay()}>
        Replay {count(hook.dead, 'dead one')}
      </button>
      <Refusal refusal={refusal} />
    </span>
  );
}

const FIRST = 'py-2 align-top whitespace-nowrap';
const NEXT = 'py-2 pl-4 align-top';
const WIDE = `${NEXT} max-sm:hidden`;
const RULED = 'border-t border-rule';

function Log(props: {
  readonly deliveries: Delivery[];
  readonly opened: string | undefined;
  readonly open: (delivery: string | undefined) => void;
}) {
  return (
    <table className="w-full border-b border-rule text-13">
      <thead>
        <tr className="text-left whitespace-nowrap text-muted">
          <th scope="col" className={`${FIRST} font-label`}>
            When
          </th>
          <th scope="col" className={`${NEXT} font-label`}>
            What
          </th>
          <th scope="col" className={`${NEXT} font-label`}>
            State
          </th>
          <th scope="col" className={`${WIDE} font-label`}>
            Answer
          </th>
          <th scope="col" className={`${WIDE} text-right font-label`}>
            Tries
          </th>
        </tr>
      </thead>
      <tbody>
        {props.deliveries.map((one) => (
          <Line
            key={one.delivery}
            delivery={one}
            is_open={one.delivery === props.opened}
            toggle={() => props.open(one.delivery === props.opened ? undefined : one.delivery)}
          />
        ))}
      </tbody>
    </table>
  );
}

const TONES: Record<Delivery['state'], string> = {
  waiting: '',
  delivered: 'text-good',
  dead: 'text-bad',
};

function Line(props: {
  readonly delivery: Delivery;
  readonly is_open: boolean;
  readonly toggle: () => void;
}) {
  const { delivery, is_open } = props;
  const { created_at, type, state, tries } = delivery;
  return (
    <>
      <tr>
        <td className={`${FIRST} ${RULED} text-muted`}>{dayAndClock(created_at)}</td>
        <td className={`${NEXT} ${RULED}`}>
          <button
            type="button"
            className="link text-left"
            aria-expanded={is_open}
            aria-label={`${type}, ${dayAndClock(created_at)}`}
            onClick={props.toggle}
          >
            {type}
          </button>
        </td>
        <td className={`${NEXT} ${RULED} ${TONES[state]}`}>
          {STATE_NAMES[state]}
          <span className="block text-muted sm:hidden">{answerOf(delivery)}</span>
        </td>
        <td className={`${WIDE} ${RULED}`}>{answerOf(delivery)}</td>
        <td className={`${WIDE} ${RULED} text-right`}>{tries}</td>
      </tr>
      {is_open && (
        <tr>
          {/* No width of its own: long lines scroll in their box instead of widening the table. */}
          <td colSpan={5} className="max-w-0 pt-1 pb-6">
            <DeliveryView row={delivery} />
          </td>
        </tr>
      )}
    </>
  );
}
