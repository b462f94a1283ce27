/** Server-sent events from a byte stream, by the rules of the HTML standard. */

export interface ServerEvent {
  event: string;
  data: string;
  /** The last id seen; it stands until another comes. */
  id: string;
}

/** Takes text in any chunking and gives the events that are complete. */
export class EventParser {
  /** What the server asked for with `retry:`. */
  retry_ms: number | null = null;
  #rest = '';
  #skipLineFeed = false;
  #event = '';
  #data: string[] = [];
  #id = '';

  push(chunk: string): ServerEvent[] {
    let text = this.#rest + chunk;
    if (this.#skipLineFeed && text !== '') {
      if (text.startsWith('\n')) text = text.slice(1);
      this.#skipLineFeed = false;
    }
    const lines = text.split(/\r\n|\n|\r/);
    this.#skipLineFeed = text.endsWith('\r');
    this.#rest = lines.pop() ?? '';
    return lines.flatMap((line) => this.#line(line));
  }

  #line(line: string): ServerEvent[] {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.#event = value;
    else if (field === 'data') this.#data.push(value);
    else if (field === 'id' && !value.includes('\0')) this.#id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) this.retry_ms = Number(value);
    return [];
  }

  #dispatch(): ServerEvent[] {
    const event = { event: this.#event || 'message', data: this.#data.join('\n'), id: this.#id };
    const hasData = this.#data.length > 0;
    this.#event = '';
    this.#data = [];
    return hasData ? [event] : [];
  }
}

/**
 * The events of an answer. Ends when the stream ends, throws what the stream throws, and cancels the stream when the
 * caller stops early. `onBytes` is told of every arrival, comments included.
 */
export async function* eventsOf(
  response: Response,
  parser: EventParser = new EventParser(),
  onBytes: () => void = () => {},
): AsyncGenerator<ServerEvent, void, undefined> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      onBytes();
      yield* parser.push(decoder.decode(value, { stream: true }));
    }
  } finally {
    // Not awaited: a wrapped fetch may keep the promise open, and after an error or the end it tells nobody anything.
    void reader.cancel().catch(() => {});
  }
}
