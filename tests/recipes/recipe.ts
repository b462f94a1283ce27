import { readFileSync } from 'node:fs';

/** The fenced blocks of a recipe in one language, in order. */
export function blocksOf(name: string, language: string): string[] {
  const text = readFileSync(new URL(`../../docs/recipes/${name}.md`, import.meta.url), 'utf8');
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, of, code]) =>
    of === language ? [code!] : [],
  );
}

/** The program beside a recipe: what is run, which must be what is shown. */
export const programOf = (name: string, ending = 'ts'): string =>
  readFileSync(new URL(`../../docs/recipes/${name}.${ending}`, import.meta.url), 'utf8');

interface HttpRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
}

/** A block of HTTP: a line of method and path, headers, an empty line, a body. `{name}`s are filled from `values`. */
export function requestOf(block: string, values: Record<string, string>): HttpRequest {
  const filled = block.replaceAll(/\{(\w+)\}/g, (all, name: string) => values[name] ?? all);
  const [head, ...body] = filled.trim().split('\n\n');
  const [line, ...headers] = head!.split('\n');
  const [method, path] = line!.split(' ');
  return {
    method: method!,
    path: path!,
    headers: Object.fromEntries(headers.map((header) => header.split(/:\s*/, 2) as [string, string])),
    body: body.length === 0 ? undefined : body.join('\n\n'),
  };
}

/** The variables that a line of shell sets before its command. */
export const variablesOf = (line: string): Record<string, string> =>
  Object.fromEntries([...line.matchAll(/\b([A-Z_]+)=(\S+)/g)].map(([, name, value]) => [name!, value!]));
