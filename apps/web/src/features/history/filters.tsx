import { Link } from '@tanstack/react-router';
import { useEffect, useId, useState } from 'react';
import { useKeys, useNameList } from '../../shared/api/queries.ts';
import { day as dayName } from '../../shared/format/date.ts';
import { Pick } from '../../shared/ui/pick.tsx';
import { useTemplates } from '../templates/queries.ts';
import { useCycles } from '../usage/snapshot.ts';
import { type HistorySearch, isFiltered } from './search.ts';

interface Props {
  readonly search: HistorySearch;
  readonly zone: string;
  readonly go: (search: HistorySearch) => void;
}

/** Who, what, when, how it was voted, and a part of what was asked for. */
export function Filters({ search, zone, go }: Props) {
  return (
    <search className="mb-6 flex flex-wrap items-end gap-x-4 gap-y-3" aria-label="Filters">
      <Words search={search} go={go} />
      <Who search={search} go={go} />
      <What search={search} go={go} />
      <When search={search} zone={zone} go={go} />
      <Pick
        label="Vote"
        value={search.vote ?? ''}
        pick={(vote) => go(withOnly(search, { vote: vote === 'up' || vote === 'down' ? vote : undefined }))}
      >
        <option value="">Any</option>
        <option value="up">Upvoted</option>
        <option value="down">Downvoted</option>
      </Pick>
      <WithKey search={search} go={go} />
      {isFiltered(search) && (
        <Link to="/history" className="link flex min-h-9 items-center">
          Show everything
        </Link>
      )}
    </search>
  );
}

type Change = { readonly [K in keyof HistorySearch]?: HistorySearch[K] | undefined };

/** The filters with some changed; undefined takes one away. One output is shown no longer. */
function withOnly(search: HistorySearch, change: Change): HistorySearch {
  const { output: _output, ...rest } = search;
  return Object.fromEntries(
    Object.entries({ ...rest, ...change }).filter(([, value]) => value !== undefined),
  );
}

function Who({ search, go }: Pick<Props, 'search' | 'go'>) {
  const names = useNameList().data ?? [];
  const { member = '' } = search;
  const unknown = member !== '' && !names.some((one) => one.member === member);
  return (
    <Pick
      label="Who"
      value={member}
      pick={(value) => go(withOnly(search, { member: value === '' ? undefined : value }))}
    >
      <option value="">Everybody</option>
      {unknown && <option value={member}>{member}</option>}
      {names.map((one) => (
        <option key={one.member} value={one.member}>
          {one.name}
        </option>
      ))}
    </Pick>
  );
}

/** Which program charged it. Keys are for owners and admins; who comes by a link of theirs sees that it is set. */
function WithKey({ search, go }: Pick<Props, 'search' | 'go'>) {
  const keys = useKeys().data ?? [];
  const { key = '', kind } = search;
  if (key === '' && (kind !== 'api' || keys.length === 0)) return null;
  return (
    <Pick
      label="Key"
      value={key}
      pick={(value) => go(withOnly(search, { key: value === '' ? undefined : value }))}
    >
      <option value="">Any</option>
      {key !== '' && !keys.some((one) => one.key === key) && <option value={key}>{key}</option>}
      {keys.map((one) => (
        <option key={one.key} value={one.key}>
          {one.name}
        </option>
      ))}
    </Pick>
  );
}

const KIND_NAMES = {
  command: 'Commands',
  compose: 'Compose',
  template: 'Templates',
  api: 'API',
} as const;

function What({ search, go }: Pick<Props, 'search' | 'go'>) {
  const templates = useTemplates().data ?? [];
  const { kind, template } = search;
  const pick = (value: string) => {
    const one = Object.keys(KIND_NAMES).find((name) => name === value) as HistorySearch['kind'];
    const id = value.startsWith(TEMPLATE) ? value.slice(TEMPLATE.length) : undefined;
    go(withOnly(search, { kind: one, template: id }));
  };
  const known = template === undefined || templates.some((row) => row.template === template);
  return (
    <Pick label="What" value={template === undefined ? (kind ?? '') : TEMPLATE + template} pick={pick}>
      <option value="">Everything</option>
      {Object.entries(KIND_NAMES).map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
      {!known && <option value={TEMPLATE + template}>{template}</option>}
      <optgroup label="One template">
        {templates.map((row) => (
          <option key={row.template} value={TEMPLATE + row.template}>
            {row.name}
          </option>
        ))}
      </optgroup>
    </Pick>
  );
}

const TEMPLATE = 'template:';

function When({ search, zone, go }: Props) {
  const id = useId();
  const cycles = useCycles().data ?? [];
  return (
    <>
      <Pick
        label="Cycle"
        value={search.cycle === undefined ? '' : `${search.cycle}`}
        pick={(value) => go(withOnly(search, { cycle: value === '' ? undefined : Number(value) }))}
      >
        <option value="">Any</option>
        {cycles.map(({ number, starts_at, ends_at, is_current }) => (
          <option key={number} value={number}>
            {is_current ? 'This cycle, ' : ''}
            {dayName(starts_at, zone)} to {dayName(ends_at, zone)}
          </option>
        ))}
      </Pick>
      <div className="max-sm:basis-[calc(50%-8px)]">
        <label htmlFor={id} className="mb-1 block text-13 text-muted">
          Day
        </label>
        <input
          id={id}
          type="date"
          className="field w-full"
          value={search.day ?? ''}
          onChange={(event) => go(withOnly(search, { day: event.target.value || undefined }))}
        />
      </div>
    </>
  );
}

const TYPING_MS = 250;

/** Part of what was asked for. The address follows once the typing rests. */
function Words({ search, go }: Pick<Props, 'search' | 'go'>) {
  const id = useId();
  const set = search.q ?? '';
  const [state, setState] = useState({ set, typed: set });
  if (state.set !== set) setState({ set, typed: set });
  const { typed } = state;
  useEffect(() => {
    if (typed === set) return;
    const timer = setTimeout(
      () => go(withOnly(search, { q: typed.trim() === '' ? undefined : typed })),
      TYPING_MS,
    );
    return () => clearTimeout(timer);
  }, [typed, set, search, go]);
  return (
    <div className="max-sm:basis-full">
      <label htmlFor={id} className="mb-1 block text-13 text-muted">
        Asked for
      </label>
      <input
        id={id}
        type="search"
        className="field w-44 max-sm:w-full"
        placeholder="Part of the request"
        maxLength={200}
        value={typed}
        onChange={(event) => setState({ set, typed: event.target.value })}
      />
    </div>
  );
}
