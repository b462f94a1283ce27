import { Link } from '@tanstack/react-router';
import { dayOfKey } from '../../shared/format/date.ts';
import { credits, figure, short } from '../../shared/format/number.ts';
import { type DaySplit, OTHERS, topKeys } from './snapshot.ts';

const FILLS = ['fill-solid', 'fill-hatch', 'fill-light', 'fill-lines', 'fill-dots', 'fill-rest'] as const;

/** Credits a day, stacked by member or source. A bar opens that day in History. */
export function DailyBars(props: { readonly keys: readonly string[]; readonly splits: readonly DaySplit[] }) {
  const { keys, splits } = props;
  const named = topKeys(splits);
  const byDay = new Map(splits.map((split) => [split.day, split]));
  const highest = Math.max(1, ...splits.map((split) => split.total));
  const rest = splits.some((split) => split.parts.some((part) => !named.includes(part.key)));
  return (
    <div>
      <ul className="mb-3 flex flex-wrap gap-x-4 gap-y-1 text-13">
        {[...named, ...(rest ? [OTHERS] : [])].map((key, index) => (
          <li key={key} className="flex items-center gap-2">
            <span aria-hidden="true" className={`size-3 ${FILLS[key === OTHERS ? 5 : index]}`} />
            {key}
          </li>
        ))}
      </ul>
      <div className="flex gap-2">
        <p
          aria-hidden="true"
          className="flex w-10 flex-col justify-between pb-5 text-right text-12 text-muted"
        >
          <span>{short(highest)}</span>
          <span>0</span>
        </p>
        <ol className="flex h-48 min-w-0 flex-1 gap-0.5 border-rule" aria-label="Credits a day">
          {keys.map((key, index) => (
            <li key={key} className="flex min-w-0 flex-1 flex-col">
              <Bar day={key} split={byDay.get(key)} named={named} highest={highest} />
              <span
                aria-hidden="true"
                className="h-5 overflow-visible pt-1 text-12 whitespace-nowrap text-muted"
              >
                {index % 5 === 0 ? dayOfKey(key) : ''}
              </span>
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}

function Bar(props: {
  readonly day: string;
  readonly split: DaySplit | undefined;
  readonly named: readonly string[];
  readonly highest: number;
}) {
  const { day, split, named, highest } = props;
  if (!split) return <span className="flex-1 border-b border-rule" />;
  const said = split.parts.map((part) => `${part.key} ${figure(part.credits)}`).join(', ');
  const name = `${dayOfKey(day)}: ${credits(split.total)}. ${said}`;
  return (
    <Link
      to="/history"
      search={{ day }}
      aria-label={`${name}. Open in History`}
      title={name}
      className="flex min-h-0 flex-1 flex-col justify-end border-b border-rule hover:bg-ink-wash"
    >
      {[...split.parts]
        .sort((one, other) => rank(named, other.key) - rank(named, one.key))
        .map((part) => (
          <span
            key={part.key}
            aria-hidden="true"
            className={`block border-t border-sheet ${FILLS[rank(named, part.key)]}`}
            style={{ height: `${(part.credits / highest) * 100}%` }}
          />
        ))}
    </Link>
  );
}

function rank(named: readonly string[], key: string): number {
  const place = named.indexOf(key);
  return place === -1 ? 5 : place;
}
