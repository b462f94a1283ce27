import type { WriteRequest } from '../writer.ts';
import { fieldsOf } from './fields.ts';
import { requestText } from './parse.ts';

const OTHER_LANGUAGES =
  'spanish|french|german|italian|portuguese|dutch|polish|swedish|danish|norwegian|finnish|turkish|greek|russian|ukrainian|arabic|hebrew|hindi|chinese|japanese|korean|vietnamese|thai';
const ASKED_LANGUAGE = new RegExp(
  `\\btranslate\\b.*\\b(?:in)?to (?:${OTHER_LANGUAGES})\\b|\\b(?:written )?in (?:${OTHER_LANGUAGES})[.!]?$`,
  'i',
);

/** Small words that hardly an English sentence does without. */
const ENGLISH = new Set(
  'a an the and or of to in for about with on is are was that this how what why we our you your it its from by at as be they their have has can not but write make'.split(
    ' ',
  ),
);
/** Small words of other languages that are no English ones: "die", "war", "pour" and "over" would be. */
const FOREIGN = new Set(
  [
    'der das den dem und ist nicht ein eine einen einem einer für über mit auf von zum zur wie ich wir sie warum schreibe schreib bitte sind werden auch',
    'le la les un une du des et est dans sur avec pas que qui nous vous au aux écris écrire rédige ce cette',
    'el los las una para por con sobre escribe del es como y más su',
    'il lo gli della delle sulla sul per che di è nel scrivi uno',
    'os uma não com em do da escreva sobre um ao',
    'het een en van voor schrijf niet met zijn naar',
    'och att är ett på skriv om som og det til af ikke',
    'jest nie dla napisz się bir ve için hakkında yaz',
  ].flatMap((words) => words.split(' ')),
);

/** Whether the request wants another language than English, or is given in one. Where it is not clear, it is English. */
export function wantsAnotherLanguage(request: WriteRequest): boolean {
  if (!isEnglish(request.language)) return true;
  const asked = requestText(request);
  if (ASKED_LANGUAGE.test(asked)) return true;
  // A template's labels are English whatever was filled in.
  const values = [...fieldsOf(request, asked).values()].join('\n');
  const said = request.template === null || values === '' ? asked : values;
  return isForeign(said) || isForeign(request.context ?? '');
}

function isEnglish(language: string | null): boolean {
  return language === null || /^\s*(?:$|en(?:[-_]|\s*$)|english)/i.test(language);
}

/** Written in another script, or by the small words of another language. */
function isForeign(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (letters > 3 && latin < letters / 2) return true;
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const foreign = words.filter((word) => FOREIGN.has(word));
  return new Set(foreign).size > 1 && foreign.length > words.filter((word) => ENGLISH.has(word)).length;
}
