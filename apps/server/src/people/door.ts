import type { Door } from '@inkwell/contract';
import type { Config } from '../config.ts';
import { type Visit, addressOf } from '../http/address.ts';
import type { Asker, PeopleParts } from './context.ts';
import { type From, type Outcome, done, no } from './outcome.ts';
import { FIRST_PLAN } from './trials.ts';

/** What stands at the door, and the demo's people that one click is. */

const LOOPBACK = new Set(['127.0.0.1', '::1', '[::1]', 'localhost']);
const isLoopbackAddress = (address: string): boolean =>
  LOOPBACK.has(address) || address.startsWith('127.') || address.startsWith('::ffff:127.');

/**
 * Whether a request comes from the machine that the server runs on, by an address of that machine. A proxy's requests
 * come from there too, so one that says so is none, and a foreign name in `Host` may be a page that has the name of this
 * machine (DNS rebinding).
 */
export function isFromHere(config: Pick<Config, 'host' | 'public_url'>, { peer, headers }: Visit): boolean {
  if (!LOOPBACK.has(config.host) || config.public_url !== null) return false;
  if (headers.get('x-forwarded-for') !== null || headers.get('forwarded') !== null) return false;
  const host = URL.parse(`http://${headers.get('host') ?? ''}`)?.hostname ?? '';
  return LOOPBACK.has(host) && peer !== null && isLoopbackAddress(peer);
}

/** Who asks, for the library's limits and the list of sessions. */
export function fromOf(config: Pick<Config, 'public_url'>, visit: Visit, asker?: Pick<Asker, 'token'>): From {
  const address = addressOf(config, visit);
  const agent = visit.headers.get('user-agent')?.slice(0, 400) ?? null;
  return { address, agent, ...(asker === undefined ? {} : { token: asker.token }) };
}

const SAYS = ['owner', 'writer', 'staff'] as const;

/** The demo's owner, its busiest writer and its staff. */
async function demoOf({ database }: Pick<PeopleParts, 'database'>): Promise<Door['demo']> {
  const people = await database.query<{ member: string; name: string; workspace: string; says: number }>(
    `select distinct on (says) p.id as member, p.name, w.name as workspace,
       case when p.role = 'staff' then 2 when m.role = 'owner' then 0 else 1 end as says
     from app.workspace w
     join app.membership m on m.workspace_id = w.id
     join app.person p on p.id = m.person_id
     where w.is_default and w.is_demo and not exists (select 1 from app.credential c where c.person_id = p.id)
     order by says, p.name desc`,
  );
  const [first] = people;
  if (first === undefined) return null;
  return {
    workspace: first.workspace,
    people: people.map(({ member, name, says }) => ({ member, name, says: SAYS[says]! })),
  };
}

export async function readDoor(parts: PeopleParts, visit: Visit): Promise<Outcome<Door>> {
  const { config, ledger, mailer, now } = parts;
  const plan = ledger.catalogue.plansAt(now()).find(({ id }) => id === FIRST_PLAN);
  return done({
    demo: isFromHere(config, visit) ? await demoOf(parts) : null,
    mails: mailer.sends,
    trial: { credits: plan?.trial_credits ?? 0, days: plan?.trial_days ?? 0 },
  });
}

/** Begins a session of one of the demo's people: without a password, so only where nobody but its owner comes. */
export async function enterDemo(parts: PeopleParts, visit: Visit, member: string): Promise<Outcome<string>> {
  const demo = isFromHere(parts.config, visit) ? await demoOf(parts) : null;
  if (demo === null) return no('not_allowed', 'There is no demo to look around here.');
  if (!demo.people.some((person) => person.member === member))
    return no('not_allowed', 'This person is not open to everybody.');
  const [place] = await parts.store.belongsTo(member);
  return done(await parts.auth.beginSession(member, place?.workspace ?? null, parts.now()));
}
