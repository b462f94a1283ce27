import { instantText } from '@inkwell/engine';
import { type Command, type Database, type Ledger, openLedger } from '@inkwell/ledger';
import { seedDocuments } from './documents/seed.ts';
import { type Workspace, addPerson, addWorkspace } from './first-start.ts';

/**
 * The demo workspace: two cycles that are over and seventeen days of the third, written through the real ledger by a
 * clock that walks through the past weeks. Everything is fixed but the dates, which end today.
 */

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const PEOPLE = [
  { member: 'ines', name: 'Ines', role: 'owner', mail: 'ines@juniper.example' },
  { member: 'tomas', name: 'Tomas', role: 'member', mail: 'tomas@juniper.example' },
  { member: 'priya', name: 'Priya', role: 'member', mail: 'priya@juniper.example' },
  { member: 'jun', name: 'Jun', role: 'member', mail: 'jun@juniper.example' },
] as const;
type Member = (typeof PEOPLE)[number]['member'];

/** Staff of the demo's instance. She looks after Juniper & Co. and has written nothing there. */
const STAFF = {
  member: 'noor',
  name: 'Noor',
  role: 'member',
  mail: 'noor@inkwell.example',
  staff: true,
} as const;

/** A workspace in the third day of its trial, where a bonus waits for the trial's end. */
const TRIAL = {
  account: 'fern',
  name: 'Fern & Fig',
  owner: { member: 'maya', name: 'Maya' },
  words: [240, 310, 180, 420, 260],
  bonus: { credits: 10_000, source: 'referral', reason: 'Juniper & Co. invited you' },
} as const;

/** Words that each person keeps in each cycle. The second empties its plan and the grant of the staff: 50,000 + 5,000. */
const WORDS: Record<Member, number>[] = [
  { ines: 8_400, tomas: 15_200, priya: 12_900, jun: 2_800 },
  { ines: 11_750, tomas: 23_450, priya: 16_800, jun: 3_000 },
  { ines: 6_180, tomas: 12_940, priya: 9_300, jun: 3_000 },
];

/** Outputs of the current cycle that were voted down: 1,240 credits that came back. */
const DOWNVOTED: { day: number; member: Member; words: number; reason: string }[] = [
  { day: 1, member: 'tomas', words: 320, reason: 'Off topic' },
  { day: 4, member: 'priya', words: 260, reason: 'Wrong tone' },
  { day: 7, member: 'ines', words: 180, reason: 'Repetitive' },
  { day: 9, member: 'tomas', words: 320, reason: 'Incorrect' },
  { day: 12, member: 'priya', words: 160, reason: 'Off topic' },
];

const GRANTS = [
  { cycle: 0, day: 3, credits: 5_000, source: 'staff', reason: 'Thank you for trying Inkwell early' },
  { cycle: 0, day: 12, credits: 10_000, source: 'referral', reason: 'Your friends at Fern & Fig joined' },
  { cycle: 1, day: 6, credits: 2_500, source: 'promo', reason: 'Promo code SPRINGINK' },
] as const;

const JUNS_CAP = 3_000;
const LONGEST_OUTPUT = 300;
const CURRENT_DAY = 16;

interface Step {
  at: number;
  command: Command;
}

/** A number from 0 up to 1 that depends on the text alone. */
function chance(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return ((h ^ (h >>> 13)) >>> 0) / 2 ** 32;
}

/** The starts of the three cycles, at nine in the morning UTC, on a day that every month has. */
export function cycleStarts(now: number): [number, number, number] {
  const today = Temporal.Instant.fromEpochMilliseconds(now - CURRENT_DAY * DAY_MS).toZonedDateTimeISO('UTC');
  const day = today.toPlainDate();
  const nine = { hour: 9 };
  const current = day.with({ day: Math.min(day.day, 28) }).toPlainDateTime(nine);
  const at = (months: number) => current.subtract({ months }).toZonedDateTime('UTC').epochMilliseconds;
  return [at(2), at(1), at(0)];
}

/** Working moments of a cycle: twice on workdays, once at weekends, none in the future. */
function moments(starts_at: number, ends_at: number): number[] {
  const found: number[] = [];
  for (let day_at = starts_at; day_at < ends_at; day_at += DAY_MS) {
    const weekday = new Date(day_at).getUTCDay();
    const hours = weekday === 0 || weekday === 6 ? [2] : [1, 6];
    for (const hour of hours) found.push(day_at + hour * HOUR_MS);
  }
  return found.filter((at) => at < ends_at - 10 * MINUTE_MS);
}

/** Splits a total over a person's moments: some busy, some idle, nothing lost. */
function shares(total: number, member: string, when: number[]): { at: number; words: number }[] {
  const busy = when.filter((_, index) => index === 0 || chance(`${member} at ${index}`) > 0.35);
  const weights = busy.map((_, index) => 0.4 + chance(`${member} weight ${index} of ${busy.length}`));
  const sum = weights.reduce((a, b) => a + b, 0);
  let left = total;
  return busy.map((at, index) => {
    const words = index === busy.length - 1 ? left : Math.floor((total * weights[index]!) / sum);
    left -= words;
    return { at, words };
  });
}

const SOURCES = ['command', 'compose', 'template'] as const;

class Script {
  readonly steps: Step[] = [];
  readonly #account: string;
  #count = 0;

  constructor(account: string) {
    this.#account = account;
  }

  #key(): { account: string; key: string } {
    return { account: this.#account, key: `seed-${(this.#count += 1)}` };
  }

  write(at: number, member: string, words: number): string {
    const { account, key } = this.#key();
    const output = `out-${key}`;
    const source = SOURCES[Math.floor(chance(key) * SOURCES.length)]!;
    const command = { op: 'charge', account, key, output, member, source, words, run: `run-${key}` } as const;
    this.steps.push({ at, command: { ...command, actor: `member:${member}` } });
    return output;
  }

  vote(at: number, member: string, output: string, reason: string): void {
    const vote = { op: 'vote', vote: 'down', output, member, reason } as const;
    this.steps.push({ at, command: { ...vote, ...this.#key(), actor: `member:${member}` } });
  }

  award(
    at: number,
    grant: { credits: number; source: 'staff' | 'referral' | 'promo'; reason: string },
  ): void {
    const { credits, source, reason } = grant;
    this.steps.push({
      at,
      command: { op: 'award', credits, source, reason, ...this.#key(), actor: 'operator' },
    });
  }

  beginTrial(at: number): void {
    const made = { op: 'create_account', plan: 'pro', trial: true, time_zone: 'UTC' } as const;
    this.steps.push({ at, command: { ...made, ...this.#key(), actor: 'system' } });
  }

  begin(at: number): void {
    const made = { op: 'create_account', plan: 'pro', time_zone: 'UTC' } as const;
    this.steps.push({ at, command: { ...made, ...this.#key(), actor: 'system' } });
    const capped = { op: 'set_member_cap', member: 'jun', cap: JUNS_CAP } as const;
    this.steps.push({ at: at + 1, command: { ...capped, ...this.#key(), actor: 'member:ines' } });
  }
}

/** All that happened, in order. */
function script(account: string, now: number): Step[] {
  const starts = cycleStarts(now);
  const told = new Script(account);
  told.begin(starts[0]);
  for (const { cycle, day, ...grant } of GRANTS)
    told.award(starts[cycle]! + day * DAY_MS + 30 * MINUTE_MS, grant);
  for (const [cycle, words] of WORDS.entries()) {
    const when = moments(starts[cycle]!, starts[cycle + 1] ?? now);
    for (const { member } of PEOPLE)
      for (const share of shares(words[member], `${member} in ${cycle}`, when))
        for (let left = share.words; left > 0; left -= LONGEST_OUTPUT)
          told.write(share.at, member, Math.min(left, LONGEST_OUTPUT));
  }
  for (const { day, member, words, reason } of DOWNVOTED) {
    const at = starts[2] + day * DAY_MS + 3 * HOUR_MS;
    const output = told.write(at, member, words);
    told.vote(at + 2 * MINUTE_MS, member, output, reason);
  }
  return told.steps.toSorted((a, b) => a.at - b.at);
}

/** What happened in the workspace on trial: it began two days ago. */
function trialScript(account: string, now: number): Step[] {
  const began = now - 2 * DAY_MS - 3 * HOUR_MS;
  const told = new Script(account);
  told.beginTrial(began);
  told.award(began + HOUR_MS, TRIAL.bonus);
  for (const [index, words] of TRIAL.words.entries())
    told.write(began + (index + 2) * 9 * HOUR_MS, TRIAL.owner.member, words);
  return told.steps.filter(({ at }) => at <= now);
}

/** Carries the steps out: those of one moment at once, so that the lanes write them in one batch. */
async function play(ledger: Ledger, steps: Step[], clock: { now: number }): Promise<void> {
  for (let from = 0; from < steps.length;) {
    const { at } = steps[from]!;
    let to = from;
    while (to < steps.length && steps[to]!.at === at) to += 1;
    clock.now = at;
    const answers = await Promise.all(steps.slice(from, to).map(({ command }) => ledger.execute(command)));
    for (const answer of answers)
      if (!answer.ok) throw new Error(`The demo stopped at ${instantText(at)}: ${answer.refusal.detail}`);
    from = to;
  }
}

/** A name that no account has: a demo that was cut off half-way stays as it is, and another one is written. */
async function freeName(ledger: Ledger, name: string): Promise<string> {
  for (let count = 1; ; count += 1) {
    const account = count === 1 ? name : `${name}-${count}`;
    if ((await ledger.reads.load(account)) === undefined) return account;
  }
}

/** Writes the demo workspaces, makes the first the default one and answers with it. */
export async function seedDemo(database: Database, now: number): Promise<Workspace> {
  const clock = { now };
  const ledger = await openLedger({ database, now: () => clock.now });
  try {
    const account = await freeName(ledger, 'juniper');
    const trial = await freeName(ledger, TRIAL.account);
    await play(ledger, script(account, now), clock);
    await play(ledger, trialScript(trial, now), clock);
    const [owner, ...others] = PEOPLE;
    const workspace = { account, name: 'Juniper & Co.', owner };
    await addWorkspace(database, workspace, now, { is_demo: true });
    for (const person of [...others, STAFF]) await addPerson(database, account, person, now);
    await seedDocuments(database, account, now);
    const other = { account: trial, name: TRIAL.name, owner: TRIAL.owner };
    await addWorkspace(database, other, now + 1, { is_demo: true, is_default: false });
    await addPerson(database, trial, { ...owner, role: 'admin' }, now + 1);
    return workspace;
  } finally {
    await ledger.close();
  }
}
