import { type Route, SESSION_COOKIE, appRouteList, gatewayRouteList, routeList } from '@inkwell/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AuthStore } from '../../src/auth/store.ts';
import { type Newcomer, letIn, newcomer } from '../people/world.ts';
import { type Answered, type Sent, type World, openWorld, ticking } from './harness.ts';
import {
  type Attempt,
  NOWHERE,
  type Things,
  contractAttempts,
  gatewayAttempts,
  peopleAttempts,
  workAttempts,
} from './tenant-attempts.ts';

/** In every text and name of the workspace that is tried, and nowhere else. */
const SECRET = 'heliotrope';
const ROUTES = [...routeList, ...gatewayRouteList, ...appRouteList];
/** Whose rows say nothing about a workspace: what B's key asked for in vain is in B's own log, with the ids that it sent. */
const COUNTERS = ['rate_limit', 'key_refusal'];

let world: World;
let a: Things;
let b: Things;
let attempts: Record<string, Attempt[]>;
let key_of_a: string;
let key_of_b: string;
let member_of_b: Newcomer;

/** A workspace with one of everything; all its words are `word`. */
async function workspace(owner: Newcomer, other: Newcomer, word: string): Promise<Things> {
  const { workspace: account } = owner;
  await letIn(owner, other);
  const make = async (path: string, body: unknown, method = 'POST') => {
    const { status, body: made, text } = await owner.ask(method, path, body);
    expect(status, `${path}: ${text}`).toBeLessThan(300);
    return made;
  };
  const staff = async (path: string, body: unknown) => (await world.send('POST', path, { body })).body;
  const content = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: word }] }] };
  const { document } = await make('/app/documents', { title: word, content, is_private: false });
  const { version } = await make(`/app/documents/${document as string}/versions`, undefined);
  const { voice } = await make('/app/voices', { name: word, description: word });
  const { template } = await make('/app/templates', {
    ...(workAttempts({} as Things, {} as Things).createTemplate![0]!.body as object),
    name: word,
    prompt: `Write a card about ${word}.`,
  });
  const asked = { kind: 'template', template, inputs: { plant: word }, document };
  const { text: stream } = await ticking(world, () => owner.ask('POST', '/app/runs', asked));
  expect(stream).toContain('event: done');
  const [run, output] = [/"run":"([^"]+)"/.exec(stream)![1]!, /"output":"([^"]+)"/.exec(stream)![1]!];
  await make(`/app/outputs/${output}/favourite`, undefined, 'PUT');
  const { hold } = await staff(`/v1/accounts/${account}/holds`, { credits: 5, member: owner.member });
  const charged = `${word}-charged`;
  await staff(`/v1/accounts/${account}/charges`, {
    output: charged,
    member: owner.member,
    source: 'api',
    words: 3,
  });
  const { grant } = await staff(`/v1/accounts/${account}/grants`, { credits: 50, reason: word });
  const { key } = await make(`/v1/accounts/${account}/keys`, { name: word });
  const hooks = `/v1/accounts/${account}/webhooks`;
  const { webhook } = await make(hooks, { ...NOWHERE, description: word });
  const { delivery } = await make(`${hooks}/${webhook as string}/test`, {});
  const { invitation } = await make(`/app/workspaces/${account}/invitations`, {
    mail: `${word}@example.com`,
  });
  // What follows the journal has come to its end: whatever a row changes by from here on is somebody's act.
  expect((await owner.ask('GET', '/app/history')).body.behind).toBe(false);
  const { body: sessions } = await owner.ask('GET', '/app/me/sessions');
  return {
    account,
    member: owner.member,
    other_member: other.member,
    mail: owner.mail,
    run,
    output,
    charged,
    hold,
    grant,
    key,
    ...({ document, version, voice, template, invitation, webhook, delivery } as Pick<
      Things,
      'document' | 'version' | 'voice' | 'template' | 'invitation' | 'webhook' | 'delivery'
    >),
    session: sessions.data[0]!.session as string,
  };
}

const session = async (member: string, account: string) =>
  `${SESSION_COOKIE}=${await new AuthStore(world.at.database).beginSession(member, account, world.clock.now)}`;

function ask(
  route: Route,
  { params = {}, query = {}, body, headers = {} }: Attempt,
  sent: Sent,
): Promise<Answered> {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name]!));
  const search = new URLSearchParams(query).toString();
  return world.send(route.method, search === '' ? path : `${path}?${search}`, {
    ...sent,
    headers,
    ...(body === undefined ? {} : { body }),
  });
}

let tables: { table_schema: string; table_name: string }[];

/** Every row of every table that names the workspace or one of its things. (Anybody may write a voice's id into a brief.) */
async function rowsOf({
  mail: _mail,
  voice: _voice,
  member,
  other_member,
  ...ids
}: Things): Promise<unknown> {
  const own = Object.values(ids);
  const selects = tables.map(({ table_schema, table_name }) => {
    // In the ledger a member's id may stand in any account.
    const words = table_schema === 'app' ? "$1 || ' ' || $2" : '$1';
    return `select '${table_schema}.${table_name}' as name, count(*)::int as rows,
      md5(string_agg(t::text, '|' order by t::text)) as content
      from "${table_schema}"."${table_name}" t
      where exists (select from unnest(string_to_array(${words}, ' ')) id where strpos(t::text, id) > 0)`;
  });
  return world.at.database.query(`${selects.join(' union all ')} order by 1`, [
    own.join(' '),
    `${member} ${other_member}`,
  ]);
}

/** Whatever is answered holds none of these, but for what the caller sent. */
function expectNothingOf(things: Things, { text }: Answered, sent: string): void {
  const lower = text.toLowerCase();
  if (!sent.toLowerCase().includes(SECRET)) expect(lower).not.toContain(SECRET);
  for (const id of Object.values(things)) if (!sent.includes(id)) expect(text).not.toContain(id);
}

beforeAll(async () => {
  world = await openWorld('pglite', { INKWELL_WEBHOOK_PRIVATE: 'allow' });
  const [ada, moe] = [await newcomer(world, 'Ada', 'Heliotrope House'), await newcomer(world, 'Moe')];
  const ben = await newcomer(world, 'Ben', 'Bellwether');
  member_of_b = await newcomer(world, 'Mia');
  a = await workspace(ada, moe, SECRET);
  b = await workspace(ben, member_of_b, 'bellwether');
  key_of_a = await world.workspaceKey(a.account);
  key_of_b = await world.workspaceKey(b.account);
  attempts = {
    ...contractAttempts(a, b),
    ...gatewayAttempts(a),
    ...workAttempts(a, b),
    ...peopleAttempts(a, b),
  };
  tables = (
    await world.at.database.query<{ table_schema: string; table_name: string }>(
      `select table_schema, table_name from information_schema.tables
       where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
    )
  ).filter(({ table_name }) => !COUNTERS.includes(table_name));
});
afterAll(() => world.close());

const CALLERS = ['an admin', 'a member', 'a key', 'nobody'] as const;
type Caller = (typeof CALLERS)[number];

const as = async (caller: Caller): Promise<Sent> => {
  if (caller === 'nobody') return { key: null };
  if (caller === 'a key') return { key: key_of_b };
  return { cookie: await session(caller === 'an admin' ? b.member : member_of_b.member, b.account) };
};

/** What may be answered to somebody who asks for another workspace's things. */
function refusals({ access }: Route, caller: Caller, attempt: Attempt): number[] {
  if (access === 'public') return [attempt.status ?? 404];
  if (caller === 'nobody') return [401];
  const is_app = access === 'session' || access === 'person';
  if (access === 'key' && caller !== 'a key') return [401];
  if (caller === 'a key') return is_app ? [401] : [401, 403, 404];
  if (access === 'operator') return [403, 404];
  // A member asks for what needs a role: which of both is told first does not matter.
  return caller === 'a member' ? [403, 404] : [404];
}

test('every route is tried: a new one needs its line in tenant-attempts.ts', () => {
  expect(ROUTES.map(({ id }) => id).filter((id) => !(attempts[id]?.length ?? 0))).toEqual([]);
});

describe.each(ROUTES.map((route) => [route.id, route] as const))('%s', (id, route) => {
  test('gives and changes nothing of another workspace', async () => {
    const before = await rowsOf(a);
    const seq = await world.seq(a.account);
    for (const attempt of attempts[id] ?? []) {
      for (const caller of CALLERS) {
        const answered = await ask(route, attempt, await as(caller));
        const told = `${id} by ${caller}: ${answered.status} ${answered.text.slice(0, 300)}`;
        if (attempt.is_own !== true)
          expect(refusals(route, caller, attempt), told).toContain(answered.status);
        else expect(answered.status, told).toBeLessThan(500);
        expectNothingOf(a, answered, JSON.stringify(attempt));
        for (const one of id === 'runBatch' ? (answered.body.results ?? []) : [])
          expect([401, 403, 404], told).toContain(one.status);
      }
    }
    expect(await rowsOf(a)).toEqual(before);
    expect(await world.seq(a.account)).toBe(seq);
  });
});

/** Reading first, ending last: what one request takes away the next one can't ask for. */
const ORDER = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'];
const LAST = ['deleteTemplate', 'releaseHold', 'leaveWorkspace', 'cancelAccount', 'deleteWorkspace'];
const placeOf = ({ id, method }: Route) =>
  LAST.includes(id) ? 10 + LAST.indexOf(id) : ORDER.indexOf(method);

/** Without this, an id that is mistyped above would look like one that is well kept. */
test('whoever it belongs to is answered', async () => {
  const ownerOf = async ({ access }: Route): Promise<Sent> => {
    if (access === 'operator') return {};
    if (access === 'key') return { key: key_of_a };
    return { cookie: await session(a.member, a.account) };
  };
  const wrong: string[] = [];
  for (const route of ROUTES.toSorted((one, other) => placeOf(one) - placeOf(other))) {
    if (route.access === 'public' || route.id === 'streamEvents') continue;
    for (const attempt of attempts[route.id]!) {
      const is_theirs = Object.values(attempt.params ?? {}).every((id) => !Object.values(b).includes(id));
      if (!is_theirs || attempt.is_own === true) continue;
      const sent = await ownerOf(route);
      const { status, text } = await ticking(world, () => ask(route, attempt, sent));
      if (
        attempt.owner_status === undefined
          ? [401, 403, 404].includes(status) || status >= 500
          : status !== attempt.owner_status
      )
        wrong.push(`${route.id}: ${status} ${text.slice(0, 200)}`);
    }
  }
  expect(wrong, wrong.join('\n')).toEqual([]);
});
