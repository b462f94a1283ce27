import { z } from 'zod';
import {
  BRIEF_PARTS,
  EXPORT_FORMATS,
  MAX_CREDITS,
  MAX_TITLE_CHARS,
  SOURCES,
  VERSION_KINDS,
} from '../constants.ts';
import { id } from '../ids.ts';
import { documentContent } from './document-content.ts';
import { choice, credits, flag, instant, pageOf, pageQuery, storable, whole } from './values.ts';

/** Documents, their versions and the saved voices, as the web page asks and is answered. */

const title = storable(0, MAX_TITLE_CHARS);
const line = (max: number) => storable(0, max).default('');

/** What a model is told about a document, beside its text. A part named in `off` is kept and not told. */
export const brief = z
  .strictObject({
    description: line(1_000),
    tone: line(100),
    keywords: line(300),
    language: line(60),
    voice: id.nullable().default(null).describe('A saved voice; one that is gone counts as none.'),
    off: z
      .array(choice(BRIEF_PARTS), { error: 'must be a list of the parts that are switched off' })
      .max(BRIEF_PARTS.length)
      .default([]),
  })
  .meta({ id: 'Brief' });

export const documentParams = z.strictObject({ document: id });
export const versionParams = z.strictObject({ document: id, version: id });
export const voiceParams = z.strictObject({ voice: id });

export const documentQuery = pageQuery.extend({
  q: storable(0, 200).optional().describe('Part of the title or of the text; in the trash, of the title.'),
  trash: choice(['true', 'false']).default('false').describe('Those in the trash instead.'),
});

export const documentPost = z
  .strictObject({
    title: title.default(''),
    content: documentContent.optional().describe('ProseMirror JSON; without it an empty document.'),
    brief: brief.optional(),
    is_private: flag.default(false),
  })
  .meta({ id: 'DocumentPost' });

export const documentPut = z
  .strictObject({
    revision: whole(1, MAX_CREDITS).describe('The one that this save was made upon.'),
    title: title.optional(),
    content: documentContent.optional(),
    brief: brief.optional(),
    is_private: flag.optional().describe('Its author alone may change this.'),
  })
  .meta({ id: 'DocumentPut' });

const documentHead = {
  document: id,
  title: z.string(),
  author: id,
  words: credits,
  is_private: z.boolean(),
  revision: z.int().min(1),
  created_at: instant,
  updated_at: instant,
  updated_by: id,
  deleted_at: instant.nullable(),
};

export const documentSummary = z.object(documentHead).meta({ id: 'DocumentSummary' });
export const documentListed = z
  .object({
    ...documentHead,
    excerpt: z
      .string()
      .nullable()
      .describe('Of the text around what was searched for; null where the title has it.'),
  })
  .meta({ id: 'DocumentListed' });
export const documentList = pageOf(documentListed).meta({ id: 'DocumentList' });
export const documentDetail = z
  .object({ ...documentHead, content: documentContent, brief })
  .meta({ id: 'DocumentDetail' });

const versionHead = {
  version: id,
  document: id,
  revision: z.int().min(1),
  kind: z.enum(VERSION_KINDS),
  title: z.string(),
  words: credits,
  member: id,
  created_at: instant,
};
export const versionSummary = z.object(versionHead).meta({ id: 'VersionSummary' });
export const versionList = pageOf(versionSummary).meta({ id: 'VersionList' });
export const versionDetail = z
  .object({ ...versionHead, content: documentContent })
  .meta({ id: 'VersionDetail' });
export const versionRestore = z
  .strictObject({ revision: whole(1, MAX_CREDITS) })
  .meta({ id: 'VersionRestore' });

export const exportQuery = z.strictObject({ format: choice(EXPORT_FORMATS) });

export const voicePost = z
  .strictObject({
    name: storable(1, 60),
    description: storable(1, 1_000).describe('How it sounds: what a model is told.'),
  })
  .meta({ id: 'VoicePost' });
export const voice = z
  .object({ voice: id, name: z.string(), description: z.string(), created_by: id, created_at: instant })
  .meta({ id: 'Voice' });
export const voiceList = z.object({ data: z.array(voice) }).meta({ id: 'VoiceList' });

/** What a model was given for an output, word for word. */
export const outputSeen = z
  .object({
    output: id,
    kind: z.enum(SOURCES),
    model: z.string(),
    document: id.nullable(),
    messages: z.array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })),
  })
  .meta({ id: 'OutputSeen' });
