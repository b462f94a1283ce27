import {
  type ErrorCode,
  ERRORS,
  ERROR_CODES,
  type Route,
  errorPage,
  errorsOf,
  isErrorCode,
} from '@inkwell/contract';
import { escapeHtml, htmlPage, inline, prose } from './html.ts';

/** The documentation as pages, made from the routes and the OpenAPI document, so that it can't drift from them. */

type Json = Record<string, unknown>;
interface Parameter {
  name?: string;
  in?: string;
  required?: boolean;
  description?: string;
  schema?: Json;
}

const nameOfRef = (ref: string): string => ref.split('/').at(-1)!;

/** A schema in a few words: `integer 1 to 5`, `"up" | "down"`, a link to a named one. HTML. */
function typeOf(schema: Json): string {
  if (typeof schema.$ref === 'string') {
    const name = escapeHtml(nameOfRef(schema.$ref));
    return `<a href="#schema-${name}">${name}</a>`;
  }
  const any = (schema.anyOf ?? schema.oneOf ?? schema.allOf) as Json[] | undefined;
  if (any !== undefined && schema.type === undefined) return any.map(typeOf).join(' or ');
  if (Array.isArray(schema.enum))
    return schema.enum.map((v) => `<code>${escapeHtml(String(v))}</code>`).join(' or ');
  if ('const' in schema) return `<code>${escapeHtml(String(schema.const))}</code>`;
  if (Array.isArray(schema.prefixItems)) return `[${(schema.prefixItems as Json[]).map(typeOf).join(', ')}]`;
  if (schema.type === 'array') return `list of ${typeOf((schema.items ?? {}) as Json)}`;
  const range = [
    typeof schema.minimum === 'number' ? `from ${schema.minimum}` : '',
    typeof schema.maximum === 'number' && schema.maximum < Number.MAX_SAFE_INTEGER
      ? `to ${schema.maximum}`
      : '',
  ];
  const name = typeof schema.type === 'string' ? schema.type : 'anything';
  return [name, typeof schema.format === 'string' ? `(${schema.format})` : '', ...range]
    .filter((part) => part !== '')
    .map(escapeHtml)
    .join(' ');
}

const row = (name: string, type: string, note: string): string =>
  `<tr><td><code>${escapeHtml(name)}</code></td><td>${type}</td><td>${note}</td></tr>`;

const fieldTable = (rows: string[]): string =>
  rows.length === 0
    ? ''
    : `<table><thead><tr><th>name</th><th>type</th><th></th></tr></thead><tbody>${rows.join('')}</tbody></table>`;

function noteOf(schema: Json, is_required: boolean): string {
  const notes = [is_required ? 'required' : ''];
  if (schema.default !== undefined) notes.push(`default \`${JSON.stringify(schema.default)}\``);
  if (typeof schema.description === 'string') notes.push(schema.description);
  return notes
    .filter((note) => note !== '')
    .map(inline)
    .join('; ');
}

function schemaFields(schema: Json): string {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Json>);
  const required = (schema.required ?? []) as string[];
  if (properties.length === 0) return `<p>${typeOf(schema)}</p>`;
  return fieldTable(
    properties.map(([name, one]) => row(name, typeOf(one), noteOf(one, required.includes(name)))),
  );
}

function parameterTable(parameters: Parameter[]): string {
  return fieldTable(
    parameters
      .filter((one) => one.name !== undefined)
      .map(({ name = '', in: where = '', schema = {}, description, required }) =>
        row(
          name,
          typeOf(schema),
          [escapeHtml(where), noteOf({ ...schema, description }, required === true)]
            .filter((part) => part !== '')
            .join('; '),
        ),
      ),
  );
}

const contentOf = (holder: Json | undefined): [string, Json][] =>
  Object.entries((holder?.content ?? {}) as Record<string, { schema?: Json }>).map(([media, { schema }]) => [
    media,
    schema ?? {},
  ]);

const codeLinks = (codes: ErrorCode[]): string =>
  codes.map((code) => `<a href="/docs/errors/${code}"><code>${code}</code></a>`).join(', ');

function operationSection(route: Route, operation: Json): string {
  const body = contentOf(operation.requestBody as Json | undefined).map(
    ([, schema]) => `<p>Body: ${typeOf(schema)}</p>`,
  );
  const answers = route.responses.map(({ status, description, media }) => {
    const responses = operation.responses as Record<string, Json>;
    const [, schema] =
      contentOf(responses[String(status)]).find(([name]) => name === (media ?? 'application/json')) ?? [];
    const shape = schema === undefined ? '' : `: ${typeOf(schema)}`;
    return `<p><code>${status}</code> ${inline(description)}${media === undefined ? '' : ` (${media})`}${shape}</p>`;
  });
  return `<h3 id="${route.id}"><code>${route.method} ${escapeHtml(route.path)}</code> <span class="summary">${inline(route.summary)}</span></h3>
${prose(operation.description as string)}
${parameterTable(operation.parameters as Parameter[])}
${body.join('')}
${answers.join('\n')}
<p>Refusals: ${codeLinks(errorsOf(route))}</p>`;
}

/** What the server sends by itself, type by type. */
function eventSections(document: Json): string {
  const events = Object.entries(document.webhooks as Record<string, { post: Json }>).map(
    ([type, { post }]) => {
      const [[, schema] = ['', {}]] = contentOf(post.requestBody as Json);
      const { summary, description } = post as { summary: string; description: string };
      return `<h3 id="event-${escapeHtml(type)}"><code>${escapeHtml(type)}</code> <span class="summary">${inline(summary)}</span></h3>
${prose(description)}
<p>Body: ${typeOf(schema)}</p>`;
    },
  );
  const [first] = Object.values(document.webhooks as Record<string, { post: Json }>);
  return `<h2 id="events">What webhooks send</h2>
<p>A POST with these headers; any answer of 200 to 299 within ten seconds means that it was taken.</p>
${parameterTable((first?.post.parameters ?? []) as Parameter[])}
${events.join('\n')}`;
}

/** `/docs`: every route, every event and every schema. */
export function docsPage(routes: readonly Route[], document: Json): string {
  const paths = document.paths as Record<string, Record<string, Json>>;
  const tags = document.tags as { name: string; description: string }[];
  const sections = tags.map(({ name, description }) => {
    const own = routes.filter((route) => route.tag === name);
    const parts = own.map((route) =>
      operationSection(route, paths[route.path]![route.method.toLowerCase()]!),
    );
    return `<h2 id="tag-${escapeHtml(name)}">${escapeHtml(name)}</h2>\n${prose(description)}\n${parts.join('\n')}`;
  });
  const { schemas } = document.components as { schemas: Record<string, Json> };
  const shapes = Object.entries(schemas).map(
    ([name, schema]) =>
      `<h3 id="schema-${escapeHtml(name)}">${escapeHtml(name)}</h3>\n` +
      `${typeof schema.description === 'string' ? prose(schema.description) : ''}${schemaFields(schema)}`,
  );
  const links = tags.map(({ name }) => `<li><a href="#tag-${escapeHtml(name)}">${escapeHtml(name)}</a></li>`);
  const { description, version } = document.info as { description: string; version: string };
  return htmlPage(
    'API',
    `${prose(description)}
<p>Version ${escapeHtml(version)}. <a href="/openapi.json">The OpenAPI document</a> holds the same for programs; <a href="/docs/errors">every error code</a> has a page.</p>
<nav aria-label="Sections"><ul>${links.join('')}<li><a href="#events">What webhooks send</a></li><li><a href="#schemas">Schemas</a></li></ul></nav>
${sections.join('\n')}
${eventSections(document)}
<h2 id="schemas">Schemas</h2>
${shapes.join('\n')}`,
  );
}

/** `/docs/errors`: all codes. */
export function errorsPage(): string {
  const rows = ERROR_CODES.map(
    (code) =>
      `<tr><td>${codeLinks([code])}</td><td>${ERRORS[code].status}</td><td>${inline(ERRORS[code].meaning)}</td></tr>`,
  );
  return htmlPage(
    'Error codes',
    `<table><thead><tr><th>code</th><th>status</th><th>meaning</th></tr></thead><tbody>${rows.join('')}</tbody></table>
<p><a href="/docs">The API</a></p>`,
  );
}

/** `/docs/errors/CODE`; null for a code that there is not. */
export function errorCodePage(code: string): string | null {
  if (!isErrorCode(code)) return null;
  const { title, status, paragraphs, example } = errorPage(code);
  return htmlPage(
    title,
    `<p><code>${code}</code>, status ${status}</p>
${paragraphs.map(prose).join('\n')}
<pre>${escapeHtml(JSON.stringify(example, null, 2))}</pre>
<p><a href="/docs/errors">All error codes</a> · <a href="/docs">The API</a></p>`,
  );
}
