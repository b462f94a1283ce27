import type { Balance } from '../api/types.ts';
import { wellParts } from '../format/meter.ts';

const percent = (part: number) => `${Math.min(100, Math.max(0, part * 100))}%`;

/** The ink well: plan solid, held lighter, bonus hatched. Decorative; the figures beside it say the same. */
export function Well({
  balance,
  upright = false,
}: {
  readonly balance: Balance;
  readonly upright?: boolean;
}) {
  const { plan, held, bonus } = wellParts(balance);
  const size = (part: number) => (upright ? { height: percent(part) } : { width: percent(part) });
  return (
    <span
      aria-hidden="true"
      className={`flex overflow-hidden bg-sunk ${upright ? 'h-12 w-1.5 flex-col-reverse' : 'h-2 w-full'}`}
    >
      <span className="shrink-0 bg-ink" style={size(plan)} />
      <span className="shrink-0 bg-held" style={size(held)} />
      <span className="hatched shrink-0" style={size(bonus)} />
    </span>
  );
}
