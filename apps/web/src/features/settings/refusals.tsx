import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { client } from '../../shared/api/client.ts';
import { useSession } from '../../shared/api/session.ts';
import type { KeyListed, KeyRefusal, KeyRefusalList } from '../../shared/api/types.ts';
import { dayAndSecond } from '../../shared/format/date.ts';
import { figure } from '../../shared/format/number.ts';
import { MoreButton } from '../../shared/ui/more-button.tsx';
import { Section } from '../../shared/ui/page.tsx';
import { Pick } from '../../shared/ui/pick.tsx';
import { Await, Empty } from '../../shared/ui/states.tsx';
import type { KeysSearch } from './keys-search.ts';
import { explanation, routeWords } from './refusal-words.ts';

const PAGE = 30;

function useRefusals(search: KeysSearch) {
  const { account } = useSession();
  return useInfiniteQuery({
    queryKey: ['keys', account, 'refusals', search],
    queryFn: ({ pageParam, signal }) =>
      client.keys.refusals(account, {
        ...(search as { code?: KeyRefusal['code']; key?: string }),
        limit: PAGE,
        cursor: pageParam,
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: (last) => last,
  });
}

/** What was refused under the keys, and why; the filters stand in the address. */
export function Refusals({ keys }: { readonly keys: readonly KeyListed[] }) {
  const search = useSearch({ from: '/settings/keys' });
  const query = useRefusals(search);
  const names = new Map(keys.map(({ key, name }) => [key, name]));
  return (
    <Section title="Refused requests">
      <p className="mb-4 max-w-[68ch] text-muted">
        The last 200 of each key, for seven days, with what explains them. What a program sent is not kept.
      </p>
      <Filters search={search} keys={keys} codes={query.data?.pages[0]?.by_code ?? []} />
      <Await query={query} label="Reading the refusals" failed="Couldn’t read what was refused.">
        {({ pages }) =>
          pages[0]?.data.length === 0 ? (
            <Empty>
              {Object.keys(search).length > 0 ? 'Nothing fits these filters.' : 'Nothing was refused.'}
            </Empty>
          ) : (
            <>
              <ol className="border-b border-rule" aria-label="Refused requests">
                {pages.flatMap(({ data }) =>
                  data.map((row) => <Row key={row.refusal} row={row} name={names.get(row.key) ?? row.key} />),
                )}
              </ol>
              <MoreButton query={query} label="Show earlier ones" />
            </>
          )
        }
      </Await>
    </Section>
  );
}

function Filters(props: {
  readonly search: KeysSearch;
  readonly keys: readonly KeyListed[];
  readonly codes: KeyRefusalList['by_code'];
}) {
  const { search, keys, codes } = props;
  const navigate = useNavigate({ from: '/settings/keys' });
  const go = (name: keyof KeysSearch, value: string) => {
    const { [name]: _old, ...rest } = search;
    const next = value === '' ? rest : { ...rest, [name]: value };
    void navigate({ search: next, replace: true, resetScroll: false });
  };
  const { code = '', key = '' } = search;
  const all = codes.reduce((sum, row) => sum + row.refusals, 0);
  return (
    <search className="mb-4 flex flex-wrap items-end gap-x-4 gap-y-3" aria-label="Filters">
      <Pick label="Reason" value={code} pick={(value) => go('code', value)}>
        <option value="">Any ({figure(all)})</option>
        {code !== '' && !codes.some((row) => row.code === code) && <option value={code}>{code}</option>}
        {codes.map((row) => (
          <option key={row.code} value={row.code}>
            {row.title} ({figure(row.refusals)})
          </option>
        ))}
      </Pick>
      <Pick label="Key" value={key} pick={(value) => go('key', value)}>
        <option value="">Any</option>
        {key !== '' && !keys.some((row) => row.key === key) && <option value={key}>{key}</option>}
        {keys.map((row) => (
          <option key={row.key} value={row.key}>
            {row.name}
          </option>
        ))}
      </Pick>
      {(code !== '' || key !== '') && (
        <Link to="/settings/keys" search={{}} resetScroll={false} className="link flex min-h-9 items-center">
          Show all
        </Link>
      )}
    </search>
  );
}

function Row({ row, name }: { readonly row: KeyRefusal; readonly name: string }) {
  // What the server made for a request without a key says nothing to whoever wrote the program.
  const own_key = row.idempotency_key?.startsWith('auto-') === false ? row.idempotency_key : null;
  return (
    <li className="grid grid-cols-[9rem_minmax(0,1fr)] gap-x-6 border-t border-rule py-3 max-sm:grid-cols-1">
      <time dateTime={row.at} className="text-13 leading-5 text-muted">
        {dayAndSecond(row.at)}
      </time>
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline justify-between gap-x-6">
          <span>
            <span className="font-label">{row.title}</span>{' '}
            <a className="link text-13" href={`/docs/errors/${row.code}`}>
              {row.status} {row.code}
            </a>
          </span>
          <span className="text-13 text-muted">{name}</span>
        </p>
        <p className="mt-1 text-13 wrap-anywhere">{explanation(row).join(' ')}</p>
        <p className="mt-1 text-13 wrap-anywhere text-muted">
          {routeWords(row)}
          {own_key !== null && `, idempotency key ${own_key}`}, request {row.request_id}
        </p>
      </div>
    </li>
  );
}
