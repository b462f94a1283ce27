import { useQuery } from '@tanstack/react-query';
import { app } from '../../shared/api/client.ts';
import { useSession } from '../../shared/api/session.ts';
import type { InstanceHealth } from '../../shared/api/types.ts';
import { dayAndClock } from '../../shared/format/date.ts';
import { count, figure } from '../../shared/format/number.ts';
import { Await } from '../../shared/ui/states.tsx';
import { Resets } from '../team/resets.tsx';
import { StaffPage } from './frame.tsx';

const REFRESH_MS = 10_000;

export function InstancePage() {
  return (
    <StaffPage title="Instance">
      <Health />
      <div className="h-8" />
      <Resets />
    </StaffPage>
  );
}

function Health() {
  const { staff } = useSession();
  const query = useQuery({
    queryKey: ['staff', 'health'],
    queryFn: () => app.staff.health(),
    refetchInterval: REFRESH_MS,
    enabled: staff,
  });
  return (
    <Await query={query} label="Asking the instance" failed="The instance does not answer.">
      {(health) => (
        <dl className="grid max-w-3xl grid-cols-[minmax(120px,200px)_1fr] border-b border-rule">
          {factsOf(health).map(([name, says]) => (
            <div key={name} className="col-span-2 grid grid-cols-subgrid border-t border-rule py-2">
              <dt className="text-muted">{name}</dt>
              <dd>{says}</dd>
            </div>
          ))}
        </dl>
      )}
    </Await>
  );
}

const factsOf = (health: InstanceHealth): [string, string][] => [
  ['Version', `${health.version}, running since ${dayAndClock(health.started_at)}`],
  [
    'Database',
    `${health.database.kind === 'pglite' ? 'embedded (PGlite)' : 'PostgreSQL'}, answers in ${health.database.answered_in_ms} ms`,
  ],
  ['Ledger', `${count(health.lanes.waiting, 'command')} waiting of ${figure(health.lanes.limit)} that may`],
  ['Open pages', count(health.streams, 'event stream')],
  ['Writer', health.writer.is_demo ? 'Demo writer: offline patterns, not a model' : health.writer.id],
  ['Mail', health.mail ? 'A mail server is configured' : 'None: links of mails stand in the log'],
  ['Payments', health.payments === 'stripe' ? 'Stripe' : 'None on this instance'],
  ['People', `${count(health.people, 'person', 'people')} in ${count(health.workspaces, 'workspace')}`],
];
