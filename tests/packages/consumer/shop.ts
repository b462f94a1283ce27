// What an app of somebody else might have: typechecked and run with nothing but the packages installed.
import { InkwellError, InsufficientCredits, createClient } from '@inkwell/sdk';
import type { Balance, SettleReply } from '@inkwell/sdk';
import { createApp } from '@inkwell/sdk/app';
import { COUNTER_VERSION, countWords } from '@inkwell/words';

export const asked: string[] = [];

/** An instance that holds, settles, and has nothing for `poor`. */
export const client = createClient({
  base_url: 'https://ink.example',
  key: 'key',
  fetch: async (url, { method, body }) => {
    const { pathname } = new URL(url);
    asked.push(`${method} ${pathname}`);
    if (pathname.includes('/poor/')) {
      const problem = { code: 'insufficient_credits', detail: 'Nothing left.', asked: 5, available: 0 };
      return Response.json({ ...problem, type: '', title: '', status: 402 }, { status: 402 });
    }
    if (pathname.endsWith('/holds')) return Response.json({ hold: 'hold_1', held: 30 });
    const { text } = JSON.parse(body as string) as { text: string };
    return Response.json({ charged: countWords(text), balance: { available: 9 } });
  },
});

async function refusal(): Promise<string> {
  try {
    await client.holds.create('poor', { credits: 5, member: 'ines' });
    return 'none';
  } catch (error) {
    if (!(error instanceof InkwellError)) throw error;
    return error instanceof InsufficientCredits
      ? `${error.name} ${error.asked}/${error.available}`
      : error.code;
  }
}

const left = (reply: SettleReply): Balance['left'] => reply.balance.left;

export const seen = {
  counter: `${COUNTER_VERSION} ${countWords('Ferns forgive.')}`,
  refusal: await refusal(),
  methods: [typeof createApp({}).runs.start, typeof left],
};
