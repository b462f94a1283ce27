import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeModel, begin, say, startFakeModel } from '../../apps/server/test/writing/fake-model.ts';
import { Http } from './http.ts';
import { type Home, Inkwell, newHome } from './process.ts';

const WORD_MS = 100;
const STREAMS = 3;
/** Longer than texts wait to be stored. */
const READ_WORDS = 24;
const PATH = '/v1/accounts/crashed';

let model: FakeModel;
let home: Home;
let inkwell: Inkwell;
let http: Http;

beforeAll(async () => {
  model = await startFakeModel(async (response) => {
    begin(response);
    for (let n = 0; !response.destroyed; n += 1) {
      say(response, `word${n} `);
      await new Promise((resolve) => setTimeout(resolve, WORD_MS));
    }
  });
  home = await newHome('pglite');
  inkwell = new Inkwell({
    ...home.env,
    INKWELL_MODEL: 'openai-compatible:m',
    INKWELL_MODEL_BASE_URL: model.base_url,
  });
  http = new Http(() => inkwell.url, 1);
  await inkwell.start();
  await http.send({ method: 'PUT', path: PATH, body: { plan: 'pro' }, key: 'make' });
});
afterAll(async () => {
  http.close();
  await inkwell.kill();
  await home.remove();
  await model.close();
});

const read = async (path: string) => JSON.parse((await http.send({ method: 'GET', path })).text) as Body;
interface Body {
  held: number;
  totals: { credits: number; outputs: number };
}

/** Reads a stream until `enough` words have come; answers with how many had when it broke. */
async function follow(key: string, enough: () => void): Promise<number> {
  const response = await fetch(`${inkwell.url}/openai/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'default', stream: true, messages: [{ role: 'user', content: 'Go on.' }] }),
  });
  const decoder = new TextDecoder();
  let text = '';
  const words = () => text.match(/word\d+ /g)?.length ?? 0;
  try {
    for await (const chunk of response.body!) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      if (words() >= READ_WORDS) enough();
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  return words();
}

test('[K1] killed while it streams: what was delivered is charged once, what was held comes back', async () => {
  const made = await http.send({ method: 'POST', path: `${PATH}/keys`, body: { name: 'gateway' } });
  const key = (JSON.parse(made.text) as { secret: string }).secret;
  const far = Array.from({ length: STREAMS }, () => Promise.withResolvers<void>());
  const followed = far.map(({ resolve }) => follow(key, resolve));
  await Promise.all(far.map(({ promise }) => promise));
  expect((await read(`${PATH}/balance`)).held).toBeGreaterThan(0);
  await inkwell.kill();
  const delivered = (await Promise.all(followed)).reduce((sum, words) => sum + words, 0);
  let charged = 0;
  for (let start = 0; start < 2; start += 1) {
    await inkwell.start();
    const settled = async () => (await read(`${PATH}/balance`)).held === 0;
    while (!(await settled())) await new Promise((resolve) => setTimeout(resolve, 50));
    const { totals } = await read(`${PATH}/usage?group_by=source`);
    expect(totals.outputs).toBe(STREAMS);
    if (start === 0) charged = totals.credits;
    expect(totals.credits).toBe(charged);
    const verified = await http.send({ method: 'POST', path: `${PATH}/verify`, body: {} });
    expect(JSON.parse(verified.text)).toMatchObject({ ok: true });
    if (start === 0) await inkwell.kill();
  }
  expect(charged).toBeLessThanOrEqual(delivered);
  // No more than about a second of text is given away.
  expect(charged).toBeGreaterThan(delivered - STREAMS * READ_WORDS);
});
