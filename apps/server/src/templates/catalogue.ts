import { readFileSync, readdirSync } from 'node:fs';
import { templateFile } from '@inkwell/contract';
import type { TemplateFile } from '@inkwell/contract/types';

const FOLDER = new URL('./data/', import.meta.url);

/** Reads the templates that come with the product. Throws on a file that does not follow the schema. */
function readTemplates(folder: URL): Map<string, TemplateFile> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const all = files.map((name) => {
    const parsed = templateFile.safeParse(JSON.parse(readFileSync(new URL(name, folder), 'utf8')));
    if (!parsed.success) throw new Error(`Template ${name}: ${parsed.error.message}`);
    if (`${parsed.data.id}.json` !== name) throw new Error(`Template ${name} has the id ${parsed.data.id}`);
    return parsed.data;
  });
  return new Map(all.map((template) => [template.id, template]));
}

/** By id. They are the same for every workspace and change with the product alone. */
export const BUILT_IN: ReadonlyMap<string, TemplateFile> = readTemplates(FOLDER);
