import { templateBody } from '@inkwell/contract';
import type { TemplateBody, TemplatePost } from '@inkwell/contract/types';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunSession } from '../../src/runs/index.ts';
import { Templates } from '../../src/templates/index.ts';
import { type World, input, openWorld } from '../runs/harness.ts';
import { OWN } from './own.ts';

let world: World;
let templates: Templates;
const AT = Date.UTC(2026, 10, 22, 12);
beforeAll(async () => {
  world = await openWorld();
  templates = new Templates(world.database, () => AT);
});
afterAll(() => world.close());

const parsed = (change: Partial<TemplatePost> = {}): TemplateBody =>
  templateBody.parse({ ...OWN, ...change });

const session = (account: string, member: string, role: RunSession['role'] = 'member'): RunSession => ({
  account,
  member,
  name: member,
  role,
});
const body = (change: Partial<TemplatePost> = {}) => ({ params: null, query: null, body: parsed(change) });
const at = (template: string) => ({ params: { template }, query: null, body: null });
let keys = 0;

async function make(author: RunSession, change: Partial<TemplatePost> = {}): Promise<string> {
  const made = await templates.create(body(change), author, `key-${(keys += 1)}`);
  if (!made.ok) throw new Error(made.problem.detail);
  return made.body.template;
}

it('lists those of the product and of the workspace, by name', async () => {
  const author = session('list', 'tomas');
  const template = await make(author);
  const listed = await templates.list(author);
  if (!listed.ok) throw new Error('not listed');
  const { data } = listed.body;
  expect(data).toHaveLength(49);
  expect(data.map((one) => one.name)).toEqual(
    data.map((one) => one.name).toSorted((a, b) => a.localeCompare(b, 'en')),
  );
  expect(data.find((one) => one.template === template)).toMatchObject({
    is_own: true,
    may_edit: true,
    words: 40,
  });
  expect(data.find((one) => one.template === 'tagline')).toMatchObject({
    is_own: false,
    may_edit: false,
    is_favourite: false,
    last_used_at: null,
  });
});

it('are another workspace’s own affair', async () => {
  const template = await make(session('one', 'tomas'));
  const stranger = session('two', 'tomas', 'owner');
  const listed = await templates.list(stranger);
  expect(listed.ok && listed.body.data).toHaveLength(48);
  const change = { ...body(), params: { template } };
  for (const refused of [
    await templates.get(at(template), stranger),
    await templates.edit(change, stranger),
    await templates.remove(at(template), stranger),
    await templates.favour(at(template), stranger, true),
  ])
    expect(refused).toMatchObject({ ok: false, problem: { code: 'template_not_found', status: 404 } });
  expect(await templates.get(at(template), session('one', 'priya'))).toMatchObject({ ok: true });
});

it.each([
  ['the author', session('edit', 'tomas'), true],
  ['another member', session('edit', 'priya'), false],
  ['an admin', session('edit', 'ada', 'admin'), true],
  ['an owner', session('edit', 'ines', 'owner'), true],
])('%s edits and deletes: %#', async (_, who, may) => {
  const template = await make(session('edit', 'tomas'));
  const edited = await templates.edit({ ...body({ name: 'Card' }), params: { template } }, who);
  if (may) expect(edited).toMatchObject({ ok: true, body: { name: 'Card', author: 'tomas', template } });
  else expect(edited).toMatchObject({ ok: false, problem: { code: 'not_allowed', status: 403 } });
  expect((await templates.remove(at(template), who)).ok).toBe(may);
  const found = await templates.get(at(template), who);
  expect(found.ok).toBe(!may);
});

it('those of the product can’t be changed by anybody', async () => {
  const owner = session('fixed', 'ines', 'owner');
  const change = { ...body(), params: { template: 'tagline' } };
  expect(await templates.edit(change, owner)).toMatchObject({ ok: false, problem: { code: 'not_allowed' } });
  expect(await templates.remove(at('tagline'), owner)).toMatchObject({ problem: { code: 'not_allowed' } });
});

it('[K1] the same key makes one template', async () => {
  const author = session('keys', 'tomas');
  const first = await templates.create(body(), author, 'same');
  const again = await templates.create(body(), author, 'same');
  if (!first.ok || !again.ok) throw new Error('not made');
  expect(again).toMatchObject({ replayed: true, body: { template: first.body.template } });
  expect(await templates.create(body({ words: 50 }), author, 'same')).toMatchObject({
    ok: false,
    problem: { code: 'idempotency_mismatch', field: 'words' },
  });
  const both = await Promise.all([1, 2].map(() => templates.create(body(), author, 'twice')));
  expect(new Set(both.map((one) => one.ok && one.body.template)).size).toBe(1);
});

it('favourites and last use are a person’s own', async () => {
  const tomas = session('stars', 'tomas');
  const priya = session('stars', 'priya');
  await templates.favour(at('tagline'), tomas, true);
  await templates.favour(at('tagline'), tomas, true);
  const star = async (who: RunSession) => {
    const found = await templates.get(at('tagline'), who);
    return found.ok && found.body.is_favourite;
  };
  expect([await star(tomas), await star(priya)]).toEqual([true, false]);
  await templates.favour(at('tagline'), tomas, false);
  expect(await star(tomas)).toBe(false);
});

it('a run of an own template uses its prompt, and is remembered with its inputs', async () => {
  const owner = await world.account(500);
  const template = await make(owner);
  const asked = input({ kind: 'template' });
  Object.assign(asked.body, { input: '', length: null, template, inputs: { plant: ' a fern ' } });
  let seen = '';
  world.script = (request) => {
    seen = `${request.ask?.prompt}|${request.instruction}|${request.ask?.words}`;
    return ['Ferns like shade.'];
  };
  // The harness's runs know the product's templates alone: this one is found through `Templates`.
  world.restart(templates);
  const run = await world.until(world.runs.handlers.startRun(asked, owner));
  if (!run.ok) throw new Error(run.problem.detail);
  const reading = async () => {
    const outputs: string[] = [];
    for await (const { event, data } of run.events) if (event === 'settled') outputs.push(data.output);
    return outputs[0]!;
  };
  const output = await world.until(reading());
  expect(seen).toBe(`${OWN.prompt}|Which plant?: a fern|40`);
  const found = await world.until(templates.get(at(template), owner));
  expect(found).toMatchObject({
    ok: true,
    body: { last_inputs: { plant: 'a fern' }, last_used_at: expect.any(String) },
  });

  const save = (who: RunSession, is_saved: boolean) =>
    world.until(templates.save({ params: { output }, query: null, body: null }, who, is_saved));
  const saved = async (who: RunSession) => {
    const listed = await world.until(templates.saved({ params: null, query: { template }, body: null }, who));
    return listed.ok ? listed.body.data : [];
  };
  expect(await save(session('elsewhere', 'ines'), true)).toMatchObject({
    ok: false,
    problem: { code: 'output_not_found', status: 404 },
  });
  expect(await save(owner, true)).toMatchObject({ ok: true, body: { is_favourite: true } });
  expect(await saved(owner)).toMatchObject([{ output, text: 'Ferns like shade.', words: 3 }]);
  expect(await saved({ ...owner, member: 'priya' })).toEqual([]);
  await save(owner, false);
  expect(await saved(owner)).toEqual([]);
});
