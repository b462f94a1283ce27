import { countWords } from '@inkwell/words';
import { chooseFitting } from '../choose.ts';
import { fieldOf, itemsOf } from '../fields.ts';
import { JOB_CLOSE, JOB_DUTIES, JOB_MUSTS, JOB_ASKS, JOB_OPEN } from '../frames/job.ts';
import { LINES } from '../frames/lines.ts';
import { FAQ_ABOUT, FAQ_ANSWERS, FAQ_LEADS, FAQ_MORE } from '../frames/faq.ts';
import { FEATURE_BENEFITS, FEATURE_CLOSE, FEATURE_LEADS } from '../frames/product.ts';
import { HOW_TO_CLOSE, HOW_TO_LEADS, HOW_TO_STEPS } from '../frames/steps.ts';
import { THREAD_CLOSE, THREAD_LEADS, THREAD_NOTES } from '../frames/thread.ts';
import { LIST_LEADS, QUESTIONS, TITLES } from '../frames/topic.ts';
import { capitalize, fixArticles, isGerund } from '../language.ts';
import { pick, shuffled } from '../seed.ts';
import type { Rng } from '../seed.ts';
import { fillAll } from '../slots.ts';
import type { Point } from '../types.ts';
import { nth } from './kit.ts';
import type { Draft, Kit } from './kit.ts';
import { openingsOf } from './prose.ts';

/** Headings with notes, items with reasons, questions with answers. */
export function listDraft(kit: Kit): Draft {
  switch (kit.brief.form) {
    case 'outline':
      return outlineDraft(kit);
    case 'ideas':
      return ideasDraft(kit);
    case 'faq':
      return faqDraft(kit);
    case 'features':
      return featuresDraft(kit);
    case 'job':
      return jobDraft(kit);
    case 'thread':
      return threadDraft(kit);
    case 'how-to':
    case 'steps':
      return howToDraft(kit);
    default:
      return pointsDraft(kit, fillAll(shuffled(LIST_LEADS, kit.deck), kit.slots));
  }
}

/** Some of the points, in the order in which they make sense. */
function pointsInOrder(kit: Kit, count: number, rng: Rng): Point[] {
  const { points } = kit.brief.pack;
  const chosen = new Set(shuffled(points, rng).slice(0, count));
  return points.filter((point) => chosen.has(point));
}

/** Adds items while they fit; the last may be left out so that the length lands in range. */
function whileFitting(parts: string[], items: readonly string[], kit: Kit, gap: string): string {
  let text = parts.join(gap);
  for (const [i, item] of items.entries()) {
    const next = `${text}${i === 0 ? '\n\n' : gap}${item}`;
    const is_asked = kit.brief.count !== null && i < kit.brief.count;
    if (!is_asked && (kit.brief.count !== null || countWords(next) > kit.brief.max_words)) break;
    text = next;
  }
  return text;
}

const OUTLINE_AIMS: readonly string[] = [
  'Say who it is for: {a}.',
  'Use the words that readers look for: {keywords.list}.',
];

function outlineDraft(kit: Kit): Draft {
  const title = nth(fillAll(shuffled(TITLES, kit.deck), kit.slots), kit.position);
  const opening = nth(openingsOf(kit), kit.position);
  const aims = fillAll(OUTLINE_AIMS, kit.slots).map((aim) => `- ${aim}`);
  return (rng) => {
    const intro = [
      '## Introduction\n',
      `- Open with the heart of it: ${lowerStart(opening, kit)}`,
      ...aims,
    ].join('\n');
    const close = `## To end on\n\n- ${pick(kit.brief.pack.close, rng)}`;
    const fixed = countWords(`${title}\n${intro}\n${close}`);
    const { min_words, max_words } = kit.brief;
    for (let i = 0; i < 40; i++) {
      const parts = pointsInOrder(kit, 2 + Math.floor(rng() * 6), rng).map((p) =>
        rng() < 0.72 ? `## ${p.head}\n\n- ${p.note}\n- ${p.more}` : `## ${p.head}\n\n- ${p.note}`,
      );
      const words = fixed + countWords(parts.join('\n'));
      if (words >= min_words && words <= max_words)
        return [`# ${title}`, intro, ...parts, close].join('\n\n');
    }
    const parts = pointsInOrder(kit, 5, rng).map((p) => `## ${p.head}\n\n- ${p.note}`);
    return whileFitting([`# ${title}`], parts, kit, '\n\n');
  };
}

/** A sentence after a colon starts small, unless it starts with the name. */
function lowerStart(sentence: string, kit: Kit): string {
  const first = sentence.split(/\s/)[0]!;
  const is_name = [kit.brief.name, kit.brief.subject].some((own) => own?.startsWith(first));
  return is_name || /^(?:I|I’\w+)$/.test(first) ? sentence : sentence[0]!.toLowerCase() + sentence.slice(1);
}

function pointsDraft(kit: Kit, leads: string[]): Draft {
  const lead = nth(leads, kit.position);
  return (rng) => {
    const points = pointsInOrder(kit, kit.brief.count ?? 4 + Math.floor(rng() * 6), rng);
    const items = points.map((p) => {
      const item = `- **${p.head}.** ${p.note}`;
      return kit.brief.target_words > 130 ? `${item} ${p.more}` : item;
    });
    return whileFitting([lead], items, kit, '\n');
  };
}

/** Each given point in bold, with what can be said under any point; without points, those of the field. */
function threadDraft(kit: Kit): Draft {
  const given = itemsOf(fieldOf(kit.brief.fields, /^points/)).map(capitalize);
  const lead = nth(fillAll(shuffled(THREAD_LEADS, kit.deck), kit.slots), kit.position);
  const close = fillAll(THREAD_CLOSE, kit.slots);
  const { points } = kit.brief.pack;
  const heads = given.length > 0 ? given : points.map((point) => point.head);
  return (rng) => {
    const chosen = given.length > 0 ? heads : pointsInOrder(kit, 5, rng).map((point) => point.head);
    const end = pick(close, rng);
    const fixed = countWords([lead, end, ...chosen].join(' '));
    const notes = THREAD_NOTES.map((pool) => shuffled(pool, rng));
    const posts = chosen.map((head) => [`**${head}${/[.!?]$/.test(head) ? '' : '.'}**`]);
    const { min_words, max_words } = kit.brief;
    const left = deal(posts, notes, max_words - fixed);
    // Few posts take a second and a third round, up to what is enough.
    deal(posts, [...notes, ...notes], left - (max_words - min_words));
    return [lead, ...posts.map((post) => post.join(' ')), end].join('\n\n');
  };
}

/** Gives each post a note from each pool in turn, as long as there are notes and words; answers with the words left. */
function deal(posts: readonly string[][], pools: readonly string[][], room: number): number {
  let left = room;
  for (const pool of pools)
    for (const post of posts) {
      const note = pool.pop();
      if (note === undefined || countWords(note) > left) continue;
      post.push(note);
      left -= countWords(note);
    }
  return left;
}

/** What has to be at hand, and the steps that any task takes, in their order. */
function howToDraft(kit: Kit): Draft {
  const task =
    kit.slots.values['task.ing'] ??
    (isGerund(kit.brief.subject.split(' ')[0]!) ? kit.brief.subject : undefined);
  const is_known = kit.brief.form === 'steps' && kit.brief.pack.id !== 'generic';
  if (task === undefined || is_known)
    return pointsDraft(kit, fillAll(shuffled(LIST_LEADS, kit.deck), kit.slots));
  return stepsDraft({ ...kit, slots: { ...kit.slots, values: { ...kit.slots.values, 'task.ing': task } } });
}

function stepsDraft(kit: Kit): Draft {
  const lead = nth(fillAll(shuffled(HOW_TO_LEADS, kit.deck), kit.slots), kit.position);
  const [first, ...later] = HOW_TO_STEPS.map(({ head, note, more }) => {
    const [filled] = fillAll([note, 'Have everything that you need within reach.'], kit.slots);
    return { step: `- **${head}.** ${filled!}`, more };
  });
  const end = fillAll(HOW_TO_CLOSE, kit.slots);
  return (rng) => {
    const chosen = new Set(shuffled(later, rng).slice(0, 5 + Math.floor(rng() * 4)));
    const steps = [first!, ...later.filter((one) => chosen.has(one))];
    const items = steps.map(({ step, more }) => (rng() < 0.7 ? `${step} ${more}` : step));
    return [lead, items.join('\n'), pick(end, rng)].join('\n\n');
  };
}

function ideasDraft(kit: Kit): Draft {
  const lead = nth(fillAll(shuffled(IDEA_LEADS, kit.deck), kit.slots), kit.position);
  return (rng) => {
    const titles = shuffled(fillAll([...TITLES, ...LINES['headline']!], kit.slots), rng);
    return whileFitting(
      [lead],
      titles.map((title) => `- ${title}`),
      kit,
      '\n',
    );
  };
}

const IDEA_LEADS: readonly string[] = [
  'What could you write about {s}? This, for instance.',
  'The subject is {s}, and these are ways into it.',
  'Titles first, and {s} will follow.',
  'Some angles on {s} that are not worn out yet.',
  'Fresh ways into {s}:',
  'If you want to write about {s}, try one of these.',
  'Angles worth a page on {s}:',
  'A few directions that {s} could take.',
  'Working titles for {s}, from gentle to bold:',
  'Here is a handful of ideas around {s}.',
  'Each of these looks at {s} from another side.',
  'Ideas for {s} that you could start today:',
];

/** About how long a sentence of the packs is. */
const SENTENCE_WORDS = 11;

function faqDraft(kit: Kit): Draft {
  const asked = itemsOf(fieldOf(kit.brief.fields, /question/)).map((q) =>
    q.endsWith('?') ? q : `${capitalize(q)}?`,
  );
  return asked.length > 0 ? askedDraft(kit, asked) : ownQuestionsDraft(kit);
}

/** So often is there something to add, however few the questions are. */
const FAQ_TURNS = 14;

/** The reader's own questions: what can't be known is left to them, and the place for it is held. */
function askedDraft(kit: Kit, asked: readonly string[]): Draft {
  const lead = nth(fillAll(shuffled(FAQ_LEADS, kit.deck), kit.slots), kit.position);
  const [about] = fillAll(FAQ_ABOUT, kit.slots);
  const is_about = (question: string) =>
    about !== undefined && sharesWord(question, kit.slots.values['what'] ?? '');
  const first_about = asked.findIndex(is_about);
  return (rng) => {
    const pools = answersFor(rng);
    const answers = asked.map((question, i) => {
      const answer = pools.first(question);
      return i === first_about ? [answer, about!] : [answer];
    });
    let words = countWords([lead, ...asked, ...answers.flat()].join(' '));
    const goal = kit.brief.min_words + rng() * (kit.brief.max_words - kit.brief.min_words);
    for (let turn = 0; words < goal && turn < Math.max(asked.length * 3, FAQ_TURNS); turn++) {
      const more = pools.more(asked[turn % asked.length]!);
      if (more === undefined || words + countWords(more) > kit.brief.max_words) continue;
      answers[turn % asked.length]!.push(more);
      words += countWords(more);
    }
    return [lead, ...asked.map((question, i) => `**${question}**\n${answers[i]!.join(' ')}`)].join('\n\n');
  };
}

/** Draws answers for the kind that a question is, each once while there are others. */
function answersFor(rng: Rng) {
  const decks = new Map<readonly string[], string[]>();
  const draw = (pool: readonly string[], is_refilled: boolean): string | undefined => {
    const deck = decks.get(pool) ?? shuffled(pool, rng);
    decks.set(pool, deck.length === 0 && is_refilled ? shuffled(pool, rng) : deck);
    return decks.get(pool)!.pop();
  };
  const kindOf = (question: string) => FAQ_ANSWERS.find(({ match }) => match.test(question))!;
  return {
    first: (question: string) => draw(kindOf(question).first, true)!,
    more: (question: string) => draw(kindOf(question).more, false) ?? draw(FAQ_MORE, false),
  };
}

function sharesWord(question: string, text: string): boolean {
  const words = new Set(text.toLowerCase().match(/\p{L}{4,}/gu) ?? []);
  return (question.toLowerCase().match(/\p{L}{4,}/gu) ?? []).some((word) => words.has(word));
}

/** Questions that any subject can be asked, answered from the field's own sentences. */
function ownQuestionsDraft(kit: Kit): Draft {
  const questions = fillAll(
    QUESTIONS.map((q) => q.ask),
    kit.slots,
  );
  const lead = nth(fillAll(shuffled(LIST_LEADS, kit.deck), kit.slots), kit.position);
  return (rng) => {
    const { detail, problem, turn, close } = kit.brief.pack;
    const answers = {
      detail: shuffled(detail, rng),
      problem: shuffled(problem, rng),
      turn: shuffled(turn, rng),
      close: shuffled(close, rng),
    };
    // A few questions get long answers, many get short ones.
    const fixed = countWords(`${lead} ${questions.join(' ')}`);
    const each = (kit.brief.target_words - fixed) / (Math.min(questions.length, 6) * SENTENCE_WORDS);
    const items = questions.map((question, i) => {
      const sentences = [answers[QUESTIONS[i]!.role].pop() ?? close[i % close.length]!];
      const count = Math.max(1, Math.floor(each + rng()));
      while (sentences.length < count) {
        const more = answers.detail.pop() ?? answers.turn.pop() ?? answers.problem.pop();
        if (more === undefined) break;
        sentences.push(more);
      }
      return `**${question}**\n${sentences.join(' ')}`;
    });
    return whileFitting([lead], items, kit, '\n\n');
  };
}

/** About what a close takes. */
const CLOSE_WORDS = 12;

function featuresDraft(kit: Kit): Draft {
  const { brief, slots, deck, position } = kit;
  const lead = nth(fillAll(shuffled(FEATURE_LEADS, deck), slots), position);
  const [what] = lead.includes(slots.values['w'] ?? lead) ? [] : fillAll(['[It is|They are] {w}.'], slots);
  const given = itemsOf(fieldOf(brief.fields, /feature/));
  const features = given.length > 0 ? given : brief.pack.points.map((point) => point.head);
  const head = [lead, ...(what === undefined ? [] : [what])].join(' ');
  const closes = fillAll(FEATURE_CLOSE, slots);
  return (rng) => {
    const benefits = shuffled(FEATURE_BENEFITS, rng);
    const bullets = features.map((f, i) => [`- **${capitalize(f)}.**`, nth(benefits, i)]);
    const words = countWords([head, ...bullets.flat()].join(' '));
    const deck = benefits.slice(features.length);
    const room = brief.min_words + rng() * CLOSE_WORDS - words;
    deal(
      bullets,
      Array.from(FEATURE_BENEFITS, () => deck),
      room,
    );
    const items = bullets.map((bullet) => bullet.join(' '));
    const text = whileFitting([head], items, kit, '\n');
    const end = chooseFitting([closes, closes], brief, countWords(text), rng) ?? [];
    return end.length === 0 ? text : `${text}\n\n${end.join(' ')}`;
  };
}

function jobDraft(kit: Kit): Draft {
  const subject = kit.brief.subject.replace(/^[A-Z](?=[a-z])/, (c) => c.toLowerCase());
  const role =
    /^(?:a|an|the)\s/i.test(subject) || kit.brief.is_plural ? subject : fixArticles(`a ${subject}`);
  const slots = { ...kit.slots, values: { ...kit.slots.values, s: role } };
  const open = nth(fillAll(shuffled(JOB_OPEN, kit.deck), slots), kit.position);
  const at = kit.brief.name === null ? '' : ` at ${kit.brief.name}`;
  const title = `${capitalize(kit.brief.subject.replace(/^(?:a|an|the)\s+/i, ''))}${at}`;
  const given = (label: RegExp, own: readonly string[], rng: Rng) => {
    const items = itemsOf(fieldOf(kit.brief.fields, label)).map(capitalize);
    return [...items, ...shuffled(own, rng)];
  };
  return (rng) => {
    const size = () => 3 + Math.floor(rng() * 5);
    const section = (head: string, items: readonly string[]) =>
      `## ${head}\n\n${items.map((i) => `- ${i}.`).join('\n')}`;
    return [
      `# ${title}\n\n${open}`,
      section('What you will do', given(/dut|will do/, JOB_DUTIES, rng).slice(0, size() + 1)),
      section('What you bring', given(/must|bring|require/, JOB_MUSTS, rng).slice(0, size() + 1)),
      section('What to tell us', shuffled(JOB_ASKS, rng).slice(0, size())),
      pick(JOB_CLOSE, rng),
    ].join('\n\n');
  };
}
