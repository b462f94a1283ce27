import { type PointerEvent, useState } from 'react';
import { dayOfKey } from '../../shared/format/date.ts';
import { figure, short } from '../../shared/format/number.ts';
import { useWidth } from '../../shared/ui/use-width.ts';
import type { BurnDay, Forecast } from './forecast.ts';

const HEIGHT = 320;
const PAD = { top: 16, right: 8, bottom: 28, left: 48 };

export interface Burn {
  readonly days: readonly BurnDay[];
  readonly keys: readonly string[];
  readonly limit: number;
  readonly ahead: Forecast | null;
}

/** Credits used over the cycle: a step line against the even pace, where it leads, and the limit. */
export function BurnChart({ burn }: { readonly burn: Burn }) {
  const [box, width] = useWidth();
  const [read, setRead] = useState<number | null>(null);
  const last = burn.days.length - 1;
  const index = Math.min(read ?? last, last);
  const scale = scaleOf(burn, width);
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    setRead(Math.min(last, Math.max(0, Math.floor((x - PAD.left) / scale.step))));
  };
  return (
    <figure>
      <div
        ref={box}
        className="relative h-[320px] has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ink"
        onPointerMove={onPointerMove}
        onPointerLeave={() => setRead(null)}
      >
        {width > 0 && <Plot burn={burn} scale={scale} read={read === null ? null : index} width={width} />}
        <input
          type="range"
          className="absolute inset-0 cursor-crosshair touch-pan-y opacity-0"
          aria-label="Credits used, day by day"
          aria-valuetext={readDay(burn.days[index], burn.limit)}
          min={0}
          max={Math.max(0, last)}
          value={Math.max(0, index)}
          onChange={(event) => setRead(Number(event.target.value))}
        />
      </div>
      <figcaption className="mt-2 flex flex-wrap justify-between gap-x-6 gap-y-1 text-13 text-muted">
        <span>{readDay(burn.days[index], burn.limit)}</span>
        <Legend pace={burn.limit > 0} forecast={burn.ahead !== null} />
      </figcaption>
    </figure>
  );
}

function readDay(day: BurnDay | undefined, limit: number): string {
  if (!day) return 'Nothing written yet.';
  const used = `${dayOfKey(day.key)}: ${figure(day.credits)} that day, ${figure(day.so_far)} so far`;
  return limit > 0 ? `${used}; even pace ${figure(day.even)}.` : `${used}.`;
}

interface Scale {
  readonly step: number;
  readonly top: number;
  readonly x: (day: number) => number;
  readonly y: (credits: number) => number;
}

function scaleOf(burn: Burn, width: number): Scale {
  const used = burn.days.at(-1)?.so_far ?? 0;
  const top = Math.max(1, burn.limit, used) * 1.06;
  const step = Math.max(1, width - PAD.left - PAD.right) / Math.max(1, burn.keys.length);
  const inner = HEIGHT - PAD.top - PAD.bottom;
  return {
    step,
    top,
    x: (day) => PAD.left + day * step,
    y: (credits) => PAD.top + inner * (1 - Math.min(credits, top) / top),
  };
}

function Plot(props: {
  readonly burn: Burn;
  readonly scale: Scale;
  readonly read: number | null;
  readonly width: number;
}) {
  const { burn, scale, read, width } = props;
  const { x, y } = scale;
  const days = burn.days.length;
  const used = burn.days.at(-1)?.so_far ?? 0;
  return (
    <svg width={width} height={HEIGHT} aria-hidden="true" className="text-12">
      <Axes burn={burn} scale={scale} width={width} />
      {burn.limit > 0 && (
        <line
          x1={x(0)}
          y1={y(0)}
          x2={x(burn.keys.length)}
          y2={y(burn.limit)}
          className="stroke-faint"
          strokeDasharray="6 5"
        />
      )}
      {burn.ahead && (
        <path
          d={forecastPath(burn, scale, used)}
          className="fill-none stroke-ink"
          strokeWidth={2}
          strokeDasharray="1 5"
          strokeLinecap="round"
        />
      )}
      <path d={stepPath(burn.days, scale)} className="fill-none stroke-ink" strokeWidth={2} />
      {read !== null && (
        <>
          <line x1={x(read + 0.5)} x2={x(read + 0.5)} y1={PAD.top} y2={y(0)} className="stroke-edge" />
          <circle cx={x(read + 0.5)} cy={y(burn.days[read]?.so_far ?? 0)} r={4} className="fill-ink" />
        </>
      )}
      {read === null && <circle cx={x(days)} cy={y(used)} r={4} className="fill-ink" />}
    </svg>
  );
}

function Axes({
  burn,
  scale,
  width,
}: {
  readonly burn: Burn;
  readonly scale: Scale;
  readonly width: number;
}) {
  const { x, y } = scale;
  const every = Math.max(1, Math.ceil(64 / scale.step));
  const highest = burn.limit > 0 ? burn.limit : (burn.days.at(-1)?.so_far ?? 0);
  const levels = highest > 0 ? [0, highest / 2, highest] : [0];
  return (
    <>
      {levels.map((level) => (
        <g key={level}>
          <line
            x1={PAD.left}
            x2={width - PAD.right}
            y1={y(level)}
            y2={y(level)}
            className={level > 0 && level === burn.limit ? 'stroke-text' : 'stroke-rule'}
          />
          <text x={PAD.left - 8} y={y(level) + 4} textAnchor="end" className="fill-muted">
            {short(level)}
          </text>
        </g>
      ))}
      {burn.keys.map((key, index) =>
        index % every === 0 && x(index) < width - 40 ? (
          <text key={key} x={x(index)} y={HEIGHT - 8} className="fill-muted">
            {dayOfKey(key)}
          </text>
        ) : null,
      )}
    </>
  );
}

function stepPath(days: readonly BurnDay[], { x, y }: Scale): string {
  let path = `M ${x(0)} ${y(0)}`;
  for (const [index, day] of days.entries()) path += ` V ${y(day.so_far)} H ${x(index + 1)}`;
  return path;
}

/** From today to the cycle's end at this pace; it stops at the limit. */
function forecastPath(burn: Burn, { x, y }: Scale, used: number): string {
  const start = burn.days.length;
  const per_day = burn.ahead?.credits_per_day ?? 0;
  const until_limit = per_day > 0 ? Math.max(0, burn.limit - used) / per_day : 0;
  const run = Math.min(burn.keys.length - start, until_limit);
  return `M ${x(start)} ${y(used)} L ${x(start + run)} ${y(used + run * per_day)}`;
}

function Legend({ pace, forecast }: { readonly pace: boolean; readonly forecast: boolean }) {
  const line = (dashes: string, color: string) => (
    <svg width="24" height="8" aria-hidden="true" className="shrink-0">
      <line
        x1="1"
        x2="23"
        y1="4"
        y2="4"
        strokeWidth="2"
        strokeDasharray={dashes}
        strokeLinecap="round"
        className={color}
      />
    </svg>
  );
  return (
    <span className="flex flex-wrap gap-x-4">
      <span className="flex items-center gap-2">{line('none', 'stroke-ink')} Used</span>
      {pace && <span className="flex items-center gap-2">{line('6 5', 'stroke-faint')} Even pace</span>}
      {forecast && <span className="flex items-center gap-2">{line('1 5', 'stroke-ink')} At this pace</span>}
    </span>
  );
}
