import { problemOf } from '@inkwell/contract/errors';
import { countWords, takeWords } from '@inkwell/words';
import { InkwellError, errorOfProblem } from '../errors.ts';
import type { InkwellErrorCode } from '../errors.ts';
import { finishOf } from './finish.ts';
import type { GenerateResult, ModelCall } from './model.ts';
import type { InkwellOptions } from './options.ts';
import type { Purse } from './purse.ts';
import { withReceipt } from './receipt.ts';

type Content = GenerateResult['content'];
type Piece = Extract<Content[number], { type: 'text' | 'reasoning' }>;

/** The counted parts as one text, as a stream would count them; `starts` says where each begins in it. */
function countedText(
  content: Content,
  options: InkwellOptions,
): { text: string; starts: Map<Piece, number> } {
  const starts = new Map<Piece, number>();
  let text = '';
  let last: Piece['type'] | null = null;
  for (const part of content) {
    if (part.type !== 'text' && !(part.type === 'reasoning' && options.reasoning === 'counted')) continue;
    if (last !== null && last !== part.type && text !== '') text += '\n';
    starts.set(part, text.length);
    text += part.text;
    last = part.type;
  }
  return { text, starts };
}

/** The content up to the text's first `length` characters; nothing that came after them, tool calls included. */
function cutContent(content: Content, starts: Map<Piece, number>, length: number): Content {
  const kept: Content = [];
  for (const part of content) {
    const start = starts.get(part as Piece);
    if (start === undefined) {
      kept.push(part);
      continue;
    }
    const piece = part as Piece;
    const left = Math.max(0, length - start);
    if (piece.text.length > left) {
      if (left > 0) kept.push({ ...piece, text: piece.text.slice(0, left) });
      return kept;
    }
    kept.push(part);
  }
  return kept;
}

/** Half of a JSON document is of no use to anybody: all of it is paid, or none delivered. */
function refuseHalf(code: InkwellErrorCode, asked: number, available: number): InkwellError {
  if (code === 'network_error') return new InkwellError(code, 0, 'The server could not be reached.', null);
  return errorOfProblem(problemOf(code, undefined, { asked, available }));
}

/** Pays for a whole result: all of its words, or as many as there are credits for. */
export async function paidResult(
  result: GenerateResult,
  purse: Purse,
  options: InkwellOptions,
  call: ModelCall,
): Promise<GenerateResult> {
  const { text, starts } = countedText(result.content, options);
  const words = countWords(text);
  const ended_by = await purse.reach(words);
  if (ended_by === null) {
    const receipt = await purse.close({ text, words, ended_by });
    return { ...result, providerMetadata: withReceipt(result.providerMetadata, receipt) };
  }
  if (call.responseFormat?.type === 'json') throw refuseHalf(ended_by, words, purse.held);
  const paid = takeWords(text, purse.held);
  const receipt = await purse.close({ text: paid, words: countWords(paid), ended_by });
  const { structuredOutputText: _whole, ...rest } = result;
  return {
    ...rest,
    content: cutContent(result.content, starts, paid.length),
    finishReason: finishOf(ended_by),
    providerMetadata: withReceipt(result.providerMetadata, receipt),
  };
}
