import { type Socket, connect } from 'node:net';
import { median } from './rounds.ts';

/**
 * A load generator in some sixty lines over bare sockets, apart from the server's process. On two cores the generator
 * takes its processor from the server and the database, so it does no more than it must: whole requests are written
 * as one text, and of an answer only the status and the length are looked at.
 */

export interface Load {
  per_s: number;
  p50_ms: number;
  p99_ms: number;
}

/** The next request's text for a connection, given the body that the last one was answered with. */
export type NextRequest = (connection: number, last_body: string) => string;

const HEAD_END = '\r\n\r\n';

interface Answer {
  status: number;
  body: string;
}

/** The answer at the start of the text if it is whole. */
function answerOf(text: string): Answer | null {
  const head_end = text.indexOf(HEAD_END);
  if (head_end < 0) return null;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, head_end));
  if (length === null) throw new Error(`an answer without a length: ${text.slice(0, 300)}`);
  const end = head_end + HEAD_END.length + Number(length[1]);
  if (text.length < end) return null;
  return { status: Number(text.slice(9, 12)), body: text.slice(head_end + HEAD_END.length, end) };
}

/** One connection with one request at a time, until the end; notes what each took. */
function converse(socket: Socket, number: number, end: number, next: NextRequest, took_ms: number[]) {
  return new Promise<void>((resolve, reject) => {
    let text = '';
    let sent_at = 0;
    const send = (last_body: string): void => {
      text = '';
      sent_at = performance.now();
      socket.write(next(number, last_body), 'latin1');
    };
    socket.setEncoding('latin1');
    socket.setNoDelay(true);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the server hung up')));
    socket.on('data', (chunk: string) => {
      text += chunk;
      const answer = answerOf(text);
      if (answer === null) return;
      if (answer.status >= 300) {
        reject(new Error(`${answer.status}: ${answer.body}`));
        return;
      }
      const now = performance.now();
      took_ms.push(now - sent_at);
      if (now < end) send(answer.body);
      else resolve();
    });
    socket.once('connect', () => send(''));
  });
}

/** Keeps connections busy for a while. Every answer must be a success. */
export async function load(
  url: string,
  connections: number,
  time_ms: number,
  next: NextRequest,
): Promise<Load> {
  const { hostname, port } = new URL(url);
  const took_ms: number[] = [];
  const start = performance.now();
  const sockets = Array.from({ length: connections }, () => connect(Number(port), hostname));
  try {
    await Promise.all(
      sockets.map((socket, number) => converse(socket, number, start + time_ms, next, took_ms)),
    );
  } finally {
    for (const socket of sockets) socket.destroy();
  }
  const per_s = (took_ms.length * 1000) / (performance.now() - start);
  const sorted = took_ms.sort((a, b) => a - b);
  return { per_s, p50_ms: median(sorted), p99_ms: sorted[Math.floor(sorted.length * 0.99)]! };
}
