import type { RunSession } from '../runs/types.ts';
import type { WriterBrief } from '../writing/writer.ts';
import type { Documents } from './index.ts';
import type { VoiceStore } from './voices.ts';

/** Reads what a run in a document tells its model: the brief without what is switched off or empty. */
export const briefReader =
  (documents: Documents, voices: VoiceStore) =>
  async (session: RunSession, document: string): Promise<WriterBrief | null> => {
    const found = await documents.briefOf(session, document);
    if (found === null) return null;
    const { title, brief } = found;
    const off = new Set<string>(brief.off);
    const told = (part: string, text: string): string | null =>
      off.has(part) || text.trim() === '' ? null : text.trim();
    const wanted = off.has('voice') ? null : brief.voice;
    const voice = wanted === null ? undefined : await voices.get(session.account, wanted);
    return {
      title: told('title', title),
      description: told('description', brief.description),
      keywords: told('keywords', brief.keywords),
      tone: told('tone', brief.tone),
      language: told('language', brief.language),
      voice: voice === undefined ? null : { name: voice.name, description: voice.description },
    };
  };
