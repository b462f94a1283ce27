import { countWords } from '@inkwell/words';
import { contracted } from '../edits/text.ts';
import { hasFlaw } from '../language.ts';
import { pick, shuffled } from '../seed.ts';
import type { Rng } from '../seed.ts';
import { factsIn, fill } from '../slots.ts';
import type { Beat, Script } from '../types.ts';
import { nth } from './kit.ts';
import type { Draft, Kit } from './kit.ts';

/** An output is drawn from so many openings at least, so that ten begin differently. */
const OPENINGS = 10;
/** A reader who was named twice is not named again; in a short text once is enough. */
const AUDIENCE_AT_MOST = 2;
const SHORT_TEXT_WORDS = 60;

/** What a text has told so far: a fact is told once. */
class Told {
  readonly #facts = new Map<string, number>();
  readonly #texts = new Set<string>();
  readonly #audience_at_most: number;

  constructor(target_words: number) {
    this.#audience_at_most = target_words < SHORT_TEXT_WORDS ? 1 : AUDIENCE_AT_MOST;
  }

  isNew(frame: string, text: string): boolean {
    const is_told = factsIn(frame).some(
      (fact) => (this.#facts.get(fact) ?? 0) >= (fact === 'a' ? this.#audience_at_most : 1),
    );
    return !is_told && !this.#texts.has(text);
  }

  add(frame: string, text: string): void {
    for (const fact of factsIn(frame)) this.#facts.set(fact, (this.#facts.get(fact) ?? 0) + 1);
    this.#texts.add(text);
  }
}

interface Said {
  frame: string;
  text: string;
  /** Its place among the frames of its beat: what belongs together is said in that order. */
  order: number;
}

/** The frames that this request can fill, without those that stumble over its words. */
function sayable(frames: readonly string[], kit: Kit): Said[] {
  const is_close = kit.brief.tone === 'warm' || kit.brief.tone === 'bold';
  const all = frames.flatMap((frame, order) => {
    const text = fill(is_close ? contracted(frame) : frame, kit.slots);
    return text === null ? [] : [{ frame, text, order }];
  });
  const sound = all.filter(({ text }) => !hasFlaw(text));
  return sound.length > 0 ? sound : all;
}

/** The first sentences of the ten outputs, in one shuffled order; general ones fill up what the facts can't. */
export function openingsOfScript(kit: Kit, script: Script): Said[] {
  const [first] = script.beats;
  const own = sayable(first!.say, kit);
  const more = own.length >= OPENINGS ? [] : sayable(script.openings, kit);
  return [...shuffled(own, kit.deck), ...shuffled(more, kit.deck)];
}

interface Pool {
  say: readonly Said[];
  otherwise: readonly Said[];
}

/** Beats in their order: each says what it has to, and the spare ones say more while there is room. */
export function scriptDraft(kit: Kit, script: Script, head_words = 0): Draft {
  const open = nth(openingsOfScript(kit, script), kit.position);
  const pools = script.beats.map(({ say, otherwise }): Pool => {
    return { say: sayable(say, kit), otherwise: sayable(otherwise ?? [], kit) };
  });
  const { min_words, max_words } = kit.brief;
  return (rng) => {
    const told = new Told(kit.brief.target_words);
    const lines: Said[][] = script.beats.map(() => []);
    const say = (index: number, said: Said) => {
      told.add(said.frame, said.text);
      lines[index]!.push(said);
    };
    say(0, open);
    for (const [index, beat] of script.beats.entries()) {
      const said = index === 0 || beat.up_to !== undefined ? null : oneOf(pools[index]!, told, rng);
      if (said !== null) say(index, said);
    }
    let words =
      head_words +
      countWords(
        lines
          .flat()
          .map((said) => said.text)
          .join(' '),
      );
    const enough = min_words + rng() * (max_words - min_words) * 0.7;
    for (const { index, said } of spares(script.beats, pools, rng)) {
      if (words >= enough) break;
      const more = countWords(said.text);
      const is_full = lines[index]!.length >= script.beats[index]!.up_to!;
      if (is_full || words + more > max_words || !told.isNew(said.frame, said.text)) continue;
      say(index, said);
      words += more;
    }
    return paragraphs(script.beats, lines);
  };
}

function oneOf({ say, otherwise }: Pool, told: Told, rng: Rng): Said | null {
  for (const frames of [say, otherwise]) {
    const fresh = frames.filter(({ frame, text }) => told.isNew(frame, text));
    if (fresh.length > 0) return pick(fresh, rng);
  }
  return null;
}

function spares(beats: readonly Beat[], pools: readonly Pool[], rng: Rng): { index: number; said: Said }[] {
  const all = pools.flatMap(({ say }, index) =>
    beats[index]!.up_to === undefined ? [] : say.map((said) => ({ index, said })),
  );
  return shuffled(all, rng);
}

function paragraphs(beats: readonly Beat[], lines: readonly Said[][]): string {
  const result: string[] = [];
  let is_new = true;
  for (const [index, said] of lines.entries()) {
    is_new ||= beats[index]!.is_new_paragraph === true;
    const text = said
      .toSorted((x, y) => x.order - y.order)
      .map((one) => one.text)
      .join(' ');
    if (text === '') continue;
    if (is_new) result.push(text);
    else result[result.length - 1] += ` ${text}`;
    is_new = false;
  }
  return result.join('\n\n');
}
