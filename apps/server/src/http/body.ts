import { type Problem, invalidRequest, problemOf } from '@inkwell/contract';

/** The parsed JSON (undefined when there was no body), or the problem to answer. */
export type Body = { ok: true; value: unknown } | { ok: false; problem: Problem };

const NONE: Body = { ok: true, value: undefined };
const broken = (message: string): Body => ({
  ok: false,
  problem: invalidRequest([{ field: 'body', message }]),
});
const tooLarge = (limit_bytes: number): Body => ({
  ok: false,
  problem: problemOf('too_large', `This server reads at most ${limit_bytes.toLocaleString('en')} bytes.`, {
    limit_bytes,
  }),
});

const isJson = (type: string): boolean => /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type);

function parse(text: string): Body {
  if (text === '') return NONE;
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return broken('is not JSON');
  }
}

/** A body of unannounced length, up to the limit. */
async function readChunks(request: Request, limit_bytes: number): Promise<Body> {
  if (request.body === null) return NONE;
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of request.body as ReadableStream<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > limit_bytes) return tooLarge(limit_bytes);
    text += decoder.decode(chunk, { stream: true });
  }
  return parse(text + decoder.decode());
}

/** Reads a JSON body once. A body of another kind, too large or broken off is a problem, never an exception. */
export async function readBody(request: Request, limit_bytes: number): Promise<Body> {
  const { headers } = request;
  const length = headers.get('content-length');
  if (length === '0') return NONE;
  if (length === null && headers.get('transfer-encoding') === null) return NONE;
  if (length !== null && Number(length) > limit_bytes) return tooLarge(limit_bytes);
  const type = headers.get('content-type');
  const is_plain = headers.get('content-encoding') === null;
  if (!is_plain || (type !== null && type !== 'application/json' && !isJson(type)))
    return { ok: false, problem: problemOf('unsupported_media_type') };
  try {
    return length === null ? await readChunks(request, limit_bytes) : parse(await request.text());
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return broken('broke off before its end');
  }
}
