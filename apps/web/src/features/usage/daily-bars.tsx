import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { dayOfKey } from '../../shared/format/date.ts';
import { credits, figure, short } from '../../shared/format/number.ts';
import { useWidth } from '../../shared/ui/use-width.ts';
import type { HistorySearch } from '../history/search.ts';
import { type DaySplit, OTHERS, topKeys } from './snapshot.ts';

const FILLS = ['fill-solid', 'fill-hatch', 'fill-light', 'fill-lines', 'fill-dots', 'fill-rest'] as const;

/** What a finger or a pointer can hit. Narrower bars are read by a slider instead. */
const TARGET_PX = 26;
/** The room that the date under a bar takes. */
const DATE_PX = 56;

interface Shown {
  readonly keys: readonly string[];
  readonly byDay: ReadonlyMap<string, DaySplit>;
  readonly named: readonly string[];
  readonly highest: number;
  readonly cycle: number;
  readonly nameOf: (key: string) => string;
}

/** Credits a day, stacked by member or source. A bar opens that day in History, a name its part of the cycle. */
export function DailyBars(props: {
  readonly keys: readonly string[];
  readonly splits: readonly DaySplit[];
  readonly cycle: number;
  readonly nameOf: (key: string) => string;
  /** What History is filtered by for one key; null where it has nothing to show. */
  readonly filterOf: (key: string) => HistorySearch | null;
}) {
  const { keys, splits, cycle, nameOf, filterOf } = props;
  const [box, width] = useWidth();
  const [read, setRead] = useState<number | null>(null);
  const named = topKeys(splits);
  const byDay = new Map(splits.map((split) => [split.day, split]));
  const highest = Math.max(1, ...splits.map((split) => split.total));
  const rest = splits.some((split) => split.parts.some((part) => !named.includes(part.key)));
  const shown = { keys, byDay, named, highest, cycle, nameOf };
  const step = width / Math.max(1, keys.length);
  const is_roomy = step >= TARGET_PX;
  const last = keys.findLastIndex((key) => byDay.has(key));
  const index = Math.max(0, Math.min(read ?? last, keys.length - 1));
  const every = Math.max(1, Math.ceil(DATE_PX / Math.max(1, step)));
  return (
    <div>
      <ul className="mb-3 flex flex-wrap gap-x-4 gap-y-1 text-13">
        {[...named, ...(rest ? [OTHERS] : [])].map((key, index) => (
          <li key={key} className="flex items-center gap-2">
            <span aria-hidden="true" className={`size-3 ${FILLS[key === OTHERS ? 5 : index]}`} />
            <KeyName
              name={key === OTHERS ? OTHERS : nameOf(key)}
              filter={key === OTHERS ? null : filterOf(key)}
            />
          </li>
        ))}
      </ul>
      <div className="flex gap-2">
        <p aria-hidden="true" className="flex w-10 flex-col justify-between text-right text-12 text-muted">
          <span>{short(highest)}</span>
          <span>0</span>
        </p>
        <div ref={box} className="min-w-0 flex-1">
          {is_roomy ? <LinkedBars {...shown} /> : <ReadBars {...shown} index={index} onRead={setRead} />}
        </div>
      </div>
      <div aria-hidden="true" className="ml-12 flex h-5 gap-0.5 pt-1 text-12 text-muted">
        {keys.map((key, index) => (
          <span key={key} className="min-w-0 flex-1 overflow-visible whitespace-nowrap">
            {index % every === 0 && (keys.length - index) * step > DATE_PX - 8 ? dayOfKey(key) : ''}
          </span>
        ))}
      </div>
      {!is_roomy && <ReadDay {...shown} day={keys[index] ?? ''} />}
    </div>
  );
}

function KeyName({ name, filter }: { readonly name: string; readonly filter: HistorySearch | null }) {
  if (filter === null) return name;
  return (
    <Link to="/history" search={filter} className="hover:text-ink hover:underline" title="Open in History">
      {name}
    </Link>
  );
}

function sayDay(day: string, split: DaySplit | undefined, nameOf: (key: string) => string): string {
  if (!split) return `${dayOfKey(day)}: nothing written.`;
  const parts = split.parts.map((part) => `${nameOf(part.key)} ${figure(part.credits)}`).join(', ');
  return `${dayOfKey(day)}: ${credits(split.total)}. ${parts}.`;
}

function LinkedBars(shown: Shown) {
  return (
    <ol className="flex h-44 gap-0.5" aria-label="Credits a day">
      {shown.keys.map((key) => {
        const split = shown.byDay.get(key);
        const says = sayDay(key, split, shown.nameOf);
        return (
          <li key={key} className="flex min-w-0 flex-1">
            {split ? (
              <Link
                to="/history"
                search={{ day: key, cycle: shown.cycle }}
                aria-label={`${says} Open in History`}
                title={says}
                className="flex min-h-0 flex-1 flex-col justify-end border-b border-rule hover:bg-ink-wash"
              >
                <Stack {...shown} split={split} />
              </Link>
            ) : (
              <span className="flex-1 border-b border-rule" />
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** The same bars where there is no room to hit one: a slider reads a day, a link opens it. */
function ReadBars(props: Shown & { readonly index: number; readonly onRead: (index: number) => void }) {
  const { keys, byDay, index, onRead } = props;
  const key = keys[index] ?? '';
  return (
    <div className="relative flex h-44 gap-0.5 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ink">
      {keys.map((day, place) => (
        <span
          key={day}
          aria-hidden="true"
          className={`flex min-w-0 flex-1 flex-col justify-end border-b border-rule ${place === index ? 'bg-ink-wash' : ''}`}
        >
          <Stack {...props} split={byDay.get(day)} />
        </span>
      ))}
      <input
        type="range"
        className="absolute inset-0 h-full w-full cursor-crosshair touch-pan-y opacity-0"
        aria-label="Credits a day"
        aria-valuetext={sayDay(key, byDay.get(key), props.nameOf)}
        min={0}
        max={Math.max(0, keys.length - 1)}
        value={index}
        onChange={(event) => onRead(Number(event.target.value))}
      />
    </div>
  );
}

function ReadDay({ day, byDay, cycle, nameOf }: Shown & { readonly day: string }) {
  const split = byDay.get(day);
  return (
    <p className="mt-2 min-h-10 text-13 text-muted">
      {sayDay(day, split, nameOf)}{' '}
      {split && (
        <Link to="/history" search={{ day, cycle }} className="link">
          Open in History
        </Link>
      )}
    </p>
  );
}

function Stack(props: Shown & { readonly split: DaySplit | undefined }) {
  const { split, named, highest } = props;
  return [...(split?.parts ?? [])]
    .sort((one, other) => rank(named, other.key) - rank(named, one.key))
    .map((part) => (
      <span
        key={part.key}
        aria-hidden="true"
        className={`block border-t border-sheet ${FILLS[rank(named, part.key)]}`}
        style={{ height: `${(part.credits / highest) * 100}%` }}
      />
    ));
}

function rank(named: readonly string[], key: string): number {
  const place = named.indexOf(key);
  return place === -1 ? 5 : place;
}
