import { afterAll, beforeAll, expect, test } from 'vitest';
import { runList, runQuery } from '../../../../packages/contract/src/schemas/app.ts';
import type { RunSession } from '../../src/runs/index.ts';
import { type Told, type World, follow, openWorld, words } from './harness.ts';

let world: World;
let ines: RunSession;
let tomas: RunSession;
let ferns: Told;
let mosses: Told;
let pots: Told;

beforeAll(async () => {
  world = await openWorld();
  ines = await world.account(1_000);
  tomas = { ...ines, member: 'tomas', name: 'Tomas', role: 'member' };
  world.script = () => words(12);
  ferns = await follow(world, ines, { input: 'about Ferns' });
  mosses = await follow(world, tomas, { input: 'about mosses, 100%', outputs: 2 });
  world.clock.at += 86_400_000;
  pots = await follow(world, tomas, { kind: 'compose', input: 'about pots' });
});
afterAll(() => world.close());

const ask = async (asked: Record<string, string>, session = ines) => {
  const query = runQuery.parse(asked);
  const answer = await world.until(
    world.runs.handlers.listRuns({ params: null, query, body: null }, session),
  );
  if (!answer.ok) throw new Error(answer.problem.code);
  return runList.parse(answer.body).data.map(({ run }) => run);
};

const outputOf = (told: Told, index = 0) => told.ends.get(index)!.data.output;

const vote = (told: Told, index: number, value: 'up' | 'down' | 'none') =>
  world.until(
    world.runs.handlers.vote(
      {
        params: { output: outputOf(told, index) },
        query: null,
        body: { vote: value, reason: null, share_text: false },
      },
      ines,
    ),
  );

test('runs are filtered by who asked, by what, and by a part of the words in any case', async () => {
  expect(await ask({})).toEqual([pots.run, mosses.run, ferns.run]);
  expect(await ask({ member: 'tomas' })).toEqual([pots.run, mosses.run]);
  expect(await ask({ kind: 'compose' })).toEqual([pots.run]);
  expect(await ask({ template: 'aida' })).toEqual([]);
  expect(await ask({ q: 'fernS' })).toEqual([ferns.run]);
  expect(await ask({ member: 'tomas', q: 'about' })).toEqual([pots.run, mosses.run]);
  expect(await ask({ output: outputOf(mosses, 1) })).toEqual([mosses.run]);
});

test('the signs of a pattern are letters like others', async () => {
  expect(await ask({ q: '100%' })).toEqual([mosses.run]);
  expect(await ask({ q: '1%0' })).toEqual([]);
  expect(await ask({ q: '_' })).toEqual([]);
});

test('[B4] a day is one of the account’s zone, a cycle is what the ledger says', async () => {
  const today = new Date(world.clock.at).toISOString().slice(0, 10);
  const before = new Date(world.clock.at - 86_400_000).toISOString().slice(0, 10);
  expect(await ask({ day: today })).toEqual([pots.run]);
  expect(await ask({ day: before })).toEqual([mosses.run, ferns.run]);
  expect(await ask({ cycle: '1', member: 'ines' })).toEqual([ferns.run]);
  expect(await ask({ cycle: '2' })).toEqual([]);
});

test('a filtered list is paged as the whole one', async () => {
  const query = runQuery.parse({ member: 'tomas', limit: '1' });
  const first = await world.until(world.runs.handlers.listRuns({ params: null, query, body: null }, ines));
  if (!first.ok) throw new Error(first.problem.code);
  expect(first.body.data.map(({ run }) => run)).toEqual([pots.run]);
  expect(await ask({ member: 'tomas', limit: '1', cursor: first.body.next_cursor! })).toEqual([mosses.run]);
});

test('[R1] a vote filters as it stands now, of any output of the run', async () => {
  await vote(mosses, 1, 'down');
  await vote(ferns, 0, 'up');
  expect(await ask({ vote: 'down' })).toEqual([mosses.run]);
  expect(await ask({ vote: 'up' })).toEqual([ferns.run]);
  await vote(mosses, 1, 'none');
  expect(await ask({ vote: 'down' })).toEqual([]);
});

test('another account’s runs are in no list', async () => {
  const stranger = await world.account(100);
  expect(await ask({ member: 'tomas' }, stranger)).toEqual([]);
  expect(await ask({ output: outputOf(ferns) }, stranger)).toEqual([]);
});

const recount = (output: string, session = ines) =>
  world.until(world.runs.handlers.recountOutput({ params: { output }, query: null, body: null }, session));

test('[C2] a recount agrees with the receipt, and says so when the text is another', async () => {
  const output = outputOf(ferns);
  const agreed = await recount(output);
  expect(agreed).toMatchObject({
    ok: true,
    body: {
      agrees: true,
      counted: { words: 12, counter: 'words-v1' },
      receipt: { words: 12, counter: 'words-v1' },
    },
  });
  await world.database.query('update app.output set text = text || $2 where output = $1', [output, ' more']);
  expect(await recount(output)).toMatchObject({ body: { agrees: false, counted: { words: 13 } } });
  const stranger = await world.account(100);
  expect(await recount(output, stranger)).toMatchObject({ problem: { code: 'output_not_found' } });
  expect(await recount('out_none')).toMatchObject({ problem: { code: 'output_not_found' } });
});
