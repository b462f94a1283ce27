import { Link } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMembers } from '../api/queries.ts';
import { mayManage, useSession } from '../api/session.ts';
import type { Balance } from '../api/types.ts';
import { hidePopover } from './hide-popover.ts';
import { setAside } from '../format/meter.ts';
import { figure } from '../format/number.ts';

const PLACE = {
  full: 'fixed bottom-4 left-[240px]',
  narrow: 'fixed bottom-4 left-[64px]',
  strip: 'fixed inset-x-4 top-20',
} as const;

/** Every bucket behind the number, and a double-ruled total that equals it. */
export function MeterPopover(props: {
  readonly id: string;
  readonly shape: keyof typeof PLACE;
  readonly balance: Balance;
}) {
  const { balance } = props;
  const session = useSession();
  const own = useMembers().data?.find((row) => row.member === session.member);
  const capped = own !== undefined && own.cap !== null;
  const trial = balance.phase === 'trialing';
  const bucket = balance.trial ?? balance.plan;
  return (
    <section
      id={props.id}
      popover="auto"
      aria-label="What is left"
      className={`popover w-88 p-4 max-sm:w-auto ${PLACE[props.shape]}`}
    >
      <dl className="grid grid-cols-[1fr_auto] gap-y-2">
        <Row
          name={trial ? 'Trial' : 'Plan'}
          of={bucket?.limit ?? 0}
          value={bucket?.available ?? 0}
          swatch="bg-ink"
        />
        <Row
          name={trial ? 'Bonus, after the trial' : 'Bonus'}
          value={trial ? 0 : balance.bonus.available}
          swatch="hatched"
          icon={trial ? <Lock aria-hidden="true" className="size-3" /> : null}
          {...(trial ? { shown: `${figure(balance.bonus.available)} locked` } : {})}
        />
        <Row name="Set aside for text being written" value={setAside(balance)} swatch="bg-held" />
        <dt className="double-rule mt-1 pt-2 text-16 font-label">
          {capped ? 'Left in the workspace' : 'Left'}
        </dt>
        <dd className="double-rule title mt-1 pt-2 text-right text-22">{figure(balance.left)}</dd>
        <dt className="mt-2 text-muted">Refunds left this cycle</dt>
        <dd className="mt-2 text-right text-muted">
          {figure(balance.refunds.left)} of {figure(balance.refunds.cap)}
        </dd>
        {capped && (
          <>
            <dt className="text-muted">Your cap</dt>
            <dd className="text-right text-muted">
              {figure(own.left ?? 0)} left of {figure(own.cap ?? 0)}
            </dd>
          </>
        )}
      </dl>
      <p className="mt-4 flex gap-4 border-t border-rule pt-3">
        <Link to="/settings/usage" className="link" onClick={hidePopover}>
          See usage
        </Link>
        {mayManage(session) && (
          <Link to="/settings/billing" className="link" onClick={hidePopover}>
            Billing
          </Link>
        )}
      </p>
    </section>
  );
}

function Row(props: {
  readonly name: string;
  readonly value: number;
  readonly of?: number;
  readonly shown?: string;
  readonly swatch: string;
  readonly icon?: ReactNode;
}) {
  return (
    <>
      <dt className="flex items-center gap-2">
        <span aria-hidden="true" className={`size-2 shrink-0 ${props.swatch}`} />
        {props.name} {props.icon}
      </dt>
      <dd className="text-right">
        {props.shown ?? figure(props.value)}
        {props.of !== undefined && <span className="text-muted"> of {figure(props.of)}</span>}
      </dd>
    </>
  );
}
