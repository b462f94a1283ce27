import { useQuery } from '@tanstack/react-query';
import { ChevronRight, Lock } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { client, readEvery } from '../../shared/api/client.ts';
import { useBalance } from '../../shared/api/live.ts';
import { useSession } from '../../shared/api/session.ts';
import type { Balance, Grant } from '../../shared/api/types.ts';
import { day } from '../../shared/format/date.ts';
import { trialWaits } from '../../shared/format/meter.ts';
import { figure } from '../../shared/format/number.ts';
import { Await, Empty, Loading } from '../../shared/ui/states.tsx';
import { ScrollBox } from '../../shared/ui/scroll-box.tsx';

/** Plan, bonus and refunds as three bars, each beside the figures that it draws. */
export function Buckets() {
  const balance = useBalance();
  if (!balance) return <Loading label="Reading the balance" lines={3} />;
  const trial = balance.phase === 'trialing';
  const waits = trialWaits(balance);
  const bucket = balance.trial ?? balance.plan;
  return (
    <section aria-label="Balances" className="border-t border-rule pb-8">
      {bucket && (
        <Bar
          name={trial || waits ? 'Trial' : 'Plan'}
          says={`${figure(bucket.available)} of ${figure(bucket.limit)} left`}
          note={
            waits
              ? 'not started'
              : trial
                ? `ends ${day(balance.cycle.ends_at)}`
                : `resets ${day(balance.cycle.ends_at)}, does not roll over`
          }
          part={bucket.available / Math.max(1, bucket.limit)}
          held={bucket.held / Math.max(1, bucket.limit)}
          fill="bg-ink"
        />
      )}
      <BonusBar balance={balance} locked={trial} />
      <Bar
        name="Refunds"
        says={`${figure(balance.refunds.left)} of ${figure(balance.refunds.cap)} left`}
        note={`${figure(balance.refunds.used)} refunded this cycle`}
        part={balance.refunds.left / Math.max(1, balance.refunds.cap)}
        held={0}
        fill="bg-good"
      />
    </section>
  );
}

export function Bar(props: {
  readonly name: ReactNode;
  readonly says: string;
  readonly note: string;
  readonly part: number;
  readonly held: number;
  readonly fill: string;
}) {
  const percent = (part: number) => `${Math.min(100, Math.max(0, part * 100))}%`;
  return (
    <div className="pt-6">
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4">
        <span>
          <span className="font-label">{props.name}</span>{' '}
          <span className="text-13 text-muted">{props.note}</span>
        </span>
        <span className="title ml-auto text-16">{props.says}</span>
      </div>
      <div aria-hidden="true" className="flex h-2 overflow-hidden bg-sunk">
        <span className={`shrink-0 ${props.fill}`} style={{ width: percent(props.part) }} />
        <span className="shrink-0 bg-held" style={{ width: percent(props.held) }} />
      </div>
    </div>
  );
}

function BonusBar({ balance, locked }: { readonly balance: Balance; readonly locked: boolean }) {
  const [open, setOpen] = useState(false);
  const { bonus } = balance;
  const all = bonus.available + bonus.held + bonus.spent;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)} className="group">
      <summary className="list-none">
        <Bar
          name={
            <>
              <ChevronRight
                aria-hidden="true"
                className="-ml-1 inline size-4 align-[-3px] text-muted group-open:rotate-90"
              />
              Bonus {locked && <Lock aria-hidden="true" className="inline size-3" />}
            </>
          }
          says={`${figure(bonus.available)} left`}
          note={locked ? 'after the trial; never expires' : 'after plan credits; never expires'}
          part={bonus.available / Math.max(1, all)}
          held={bonus.held / Math.max(1, all)}
          fill="hatched"
        />
      </summary>
      {open && <Grants />}
    </details>
  );
}

function Grants() {
  const { account } = useSession();
  const seq = useBalance()?.seq ?? 0;
  const query = useQuery({
    queryKey: ['grants', account, seq],
    queryFn: () => readEvery((page) => client.grants.list(account, page)),
    placeholderData: (last) => last,
  });
  return (
    <Await query={query} label="Reading the grants" failed="Couldn’t read the grants.">
      {(all) => {
        const bonus = all.filter((grant) => grant.kind === 'bonus');
        return bonus.length === 0 ? (
          <Empty>No bonus credits were awarded yet.</Empty>
        ) : (
          <GrantTable grants={bonus} />
        );
      }}
    </Await>
  );
}

const SOURCES: Record<string, string> = {
  staff: 'Awarded by the team',
  referral: 'Referral',
  promo: 'Promo code',
  purchase: 'Bought',
  goodwill: 'Goodwill',
};

function GrantTable({ grants }: { readonly grants: readonly Grant[] }) {
  const cell = 'border-t border-rule py-2 pl-4 first:pl-0';
  return (
    <ScrollBox label="Bonus grants" className="mt-4 overflow-x-auto">
      <table className="w-full text-13">
        <thead>
          <tr className="text-left text-muted">
            <th scope="col" className="py-2 font-label">
              Reason
            </th>
            <th scope="col" className="py-2 pl-4 font-label max-sm:hidden">
              From
            </th>
            <th scope="col" className="py-2 pl-4 font-label">
              Date
            </th>
            <th scope="col" className="py-2 pl-4 text-right font-label">
              Awarded
            </th>
            <th scope="col" className="py-2 pl-4 text-right font-label">
              Left
            </th>
          </tr>
        </thead>
        <tbody>
          {grants.map((grant) => (
            <tr key={grant.grant}>
              <td className={cell}>{grant.reason ?? 'No reason given'}</td>
              <td className={`${cell} max-sm:hidden`}>{SOURCES[grant.source ?? ''] ?? ''}</td>
              <td className={`${cell} whitespace-nowrap`}>{day(grant.created_at)}</td>
              <td className={`${cell} text-right`}>{figure(grant.amount)}</td>
              <td className={`${cell} text-right`}>{figure(grant.available)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
