import { z } from 'zod';
import { ERROR_CODES } from './errors.ts';

export type JsonObject = Record<string, unknown>;

/**
 * zod's JSON Schema, mended: `format` says what the long patterns of instants say, every integer here is safe, and
 * zod leaves out the examples and defaults of whatever holds a transformation, though ours are those of the input.
 */
function tidy({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: JsonObject }): void {
  if (jsonSchema.format === 'date-time' || jsonSchema.format === 'date') {
    delete jsonSchema.pattern;
    delete jsonSchema.maxLength;
  }
  if (jsonSchema.type === 'integer') delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (zodSchema instanceof z.ZodDefault) jsonSchema.default = zodSchema.def.defaultValue;
  const examples = z.globalRegistry.get(zodSchema)?.examples;
  if (examples !== undefined && jsonSchema.$ref === undefined) jsonSchema.examples = examples;
}

/** zod keeps named schemas under `$defs`; a document keeps them under its components. */
function rehome(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rehome);
  if (typeof value !== 'object' || value === null) return value;
  const pairs = Object.entries(value).map(([name, inner]) => {
    const isRef = name === '$ref' && typeof inner === 'string';
    return [name, isRef ? inner.replace('#/$defs/', '#/components/schemas/') : rehome(inner)];
  });
  return Object.fromEntries(pairs) as JsonObject;
}

/** The schemas of a document by name, collected while its operations are written. */
export class Components {
  readonly #schemas = new Map<string, JsonObject>();

  /** The schema in place; a named one, and the named ones inside of it, become references to components. */
  inline(schema: z.ZodType): JsonObject {
    const made = z.toJSONSchema(schema, { io: 'input', override: tidy });
    const { $schema: _dialect, $defs, ...rest } = rehome(made) as JsonObject;
    for (const [name, part] of Object.entries(($defs ?? {}) as Record<string, JsonObject>))
      this.add(name, part);
    return rest;
  }

  /** Throws when two different schemas claim one name: a bug in the table. */
  add(name: string, schema: JsonObject): void {
    const there = this.#schemas.get(name);
    if (there !== undefined && JSON.stringify(there) !== JSON.stringify(schema))
      throw new Error(`Two different schemas are named ${name}.`);
    this.#schemas.set(name, schema);
  }

  sorted(): Record<string, JsonObject> {
    return Object.fromEntries([...this.#schemas].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/** RFC 9457, with Inkwell's code and figures. */
export function problemSchema(): JsonObject {
  const credits = { type: 'integer', minimum: 0 };
  const text = { type: 'string' };
  return {
    type: 'object',
    description: 'Why a request was refused. A refused request changed nothing.',
    required: ['type', 'title', 'status', 'detail', 'code'],
    properties: {
      type: { type: 'string', format: 'uri-reference', description: 'A page that explains the code.' },
      title: text,
      status: { type: 'integer' },
      detail: { type: 'string', description: 'This occurrence, in a sentence for people.' },
      code: { type: 'string', enum: ERROR_CODES },
      instance: { type: 'string', format: 'uri-reference' },
      asked: { ...credits, description: 'Credits that were asked for.' },
      available: { ...credits, description: 'Credits that could be spent.' },
      available_by_bucket: {
        type: 'object',
        description: 'What stands in each bucket, locked or not.',
        properties: { plan: credits, trial: credits, bonus: credits },
      },
      resets_at: { type: ['string', 'null'], format: 'date-time' },
      member: text,
      member_cap: { type: ['integer', 'null'] },
      member_left: { type: ['integer', 'null'] },
      field: { type: 'string', description: 'The field that differs from the first request with this key.' },
      errors: {
        type: 'array',
        items: { type: 'object', required: ['field', 'message'], properties: { field: text, message: text } },
      },
      retry_after_s: { type: 'integer', minimum: 0 },
    },
    additionalProperties: true,
  };
}
