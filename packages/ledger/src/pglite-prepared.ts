import { type PGlite, protocol } from '@electric-sql/pglite';
import type { Param, Row } from './database.ts';
import { toDatabaseError } from './database.ts';

const { serialize } = protocol;

/** How the text of a value is read, by the type's OID; every other type stays text. */
const PARSERS: Record<number, (text: string) => unknown> = {
  16: (text) => text === 't',
  20: Number,
  21: Number,
  23: Number,
  114: (text) => JSON.parse(text) as unknown,
  701: Number,
  3802: (text) => JSON.parse(text) as unknown,
};

interface Field {
  name: string;
  dataTypeID: number;
}

type Message = Awaited<ReturnType<PGlite['execProtocol']>>['messages'][number];

/**
 * Named statements of PGlite's one connection, parsed and planned once. PGlite's own `query` does both each time, which
 * took longer than carrying a batch out. To be used by one caller at a time.
 */
export class PreparedStatements {
  readonly #db: PGlite;
  readonly #fields = new Map<string, Field[]>();

  constructor(db: PGlite) {
    this.#db = db;
  }

  /** Runs the statement of that name. Throws `DatabaseError`. */
  async run<T extends Row>(name: string, text: string, params: Param[]): Promise<T[]> {
    try {
      const fields = this.#fields.get(name) ?? (await this.#prepare(name, text));
      const values = params.map((param) => (typeof param === 'number' ? String(param) : param));
      const messages = await this.#send([serialize.bind({ statement: name, values }), serialize.execute({})]);
      return messages.flatMap((message) => (isRow(message) ? [rowOf(fields, message.fields) as T] : []));
    } catch (error) {
      throw toDatabaseError(error);
    }
  }

  async #prepare(name: string, text: string): Promise<Field[]> {
    const messages = await this.#send([
      serialize.parse({ name, text }),
      serialize.describe({ type: 'S', name }),
    ]);
    const described = messages.find(isDescription);
    const fields = described?.fields ?? [];
    this.#fields.set(name, fields);
    return fields;
  }

  /** Sends messages; the one that synchronises goes out also after an error, as the protocol wants it. */
  async #send(requests: Uint8Array[]): Promise<Message[]> {
    const messages: Message[] = [];
    try {
      for (const request of requests) {
        const answer = await this.#db.execProtocol(request, { syncToFs: false });
        messages.push(...answer.messages);
      }
    } finally {
      await this.#db.execProtocol(serialize.sync(), { syncToFs: true });
    }
    return messages;
  }
}

const isRow = (message: Message): message is Message & { fields: (string | null)[] } =>
  message.name === 'dataRow';

const isDescription = (message: Message): message is Message & { fields: Field[] } =>
  message.name === 'rowDescription';

function rowOf(fields: Field[], values: (string | null)[]): Row {
  const row: Row = {};
  for (const [index, { name, dataTypeID }] of fields.entries()) {
    const text = values[index] ?? null;
    row[name] = text === null ? null : (PARSERS[dataTypeID]?.(text) ?? text);
  }
  return row;
}
