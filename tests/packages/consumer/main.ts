// The middleware by itself: its types need the AI SDK, and when it runs it needs nothing of it.
import { inkwell, receiptOf } from '@inkwell/sdk/ai';
import { asked, client, seen } from './shop.js';

const middleware = inkwell({ client, account: 'acme', member: 'ines', estimate: 30 });

type Call = Parameters<NonNullable<typeof middleware.wrapStream>>[0];

async function streamed(): Promise<unknown> {
  const parts = [
    { type: 'text-start', id: 't' },
    { type: 'text-delta', id: 't', delta: 'Ferns forgive.' },
    { type: 'text-end', id: 't' },
    { type: 'finish', finishReason: { unified: 'stop', raw: 'stop' }, usage: {} },
  ];
  const source = new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(part);
      controller.close();
    },
  });
  const call = { params: { prompt: [] }, doStream: async () => ({ stream: source }) };
  const { stream } = await middleware.wrapStream!(call as unknown as Call);
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return null;
    if (value.type === 'finish') return receiptOf(value.providerMetadata)?.charged;
  }
}

console.log(JSON.stringify({ ...seen, charged: await streamed(), asked }));
