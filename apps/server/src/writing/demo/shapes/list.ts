import { countWords } from '@inkwell/words';
import { chooseFitting } from '../choose.ts';
import { fieldOf, itemsOf } from '../fields.ts';
import { JOB_CLOSE, JOB_DUTIES, JOB_MUSTS, JOB_OFFERS, JOB_OPEN } from '../frames/job.ts';
import { LINES } from '../frames/lines.ts';
import { FEATURE_BENEFITS } from '../frames/product.ts';
import { LIST_LEADS, QUESTIONS, TITLES } from '../frames/topic.ts';
import { capitalize, fixArticles } from '../language.ts';
import { pick, shuffled } from '../seed.ts';
import type { Rng } from '../seed.ts';
import { fillAll } from '../slots.ts';
import type { Point } from '../types.ts';
import { nth } from './kit.ts';
import type { Draft, Kit } from './kit.ts';
import { openingsOf, poolsOf } from './prose.ts';

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
      return pointsDraft(
        kit,
        openingsOf(kit),
        (point) => `**${point.head}.** ${point.note} ${point.more}`,
        '\n\n',
      );
    default:
      return pointsDraft(
        kit,
        fillAll(shuffled(LIST_LEADS, kit.deck), kit.slots),
        (p) => `- **${p.head}.** ${p.note}`,
        '\n',
      );
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

function outlineDraft(kit: Kit): Draft {
  const title = nth(fillAll(shuffled(TITLES, kit.deck), kit.slots), kit.position);
  const opening = nth(openingsOf(kit), kit.position);
  return (rng) => {
    const intro = `## Introduction\n\n- Open with the heart of it: ${lowerStart(opening, kit)}\n- Say who it is for: ${kit.slots.values['a']}.`;
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

function pointsDraft(kit: Kit, leads: string[], item: (point: Point) => string, gap: string): Draft {
  const lead = nth(leads, kit.position);
  return (rng) => {
    const points = pointsInOrder(kit, kit.brief.count ?? 4 + Math.floor(rng() * 6), rng);
    const items = points.map((p) =>
      kit.brief.target_words > 130 && gap === '\n' ? `${item(p)} ${p.more}` : item(p),
    );
    return whileFitting([lead], items, kit, gap);
  };
}

function ideasDraft(kit: Kit): Draft {
  const lead = nth(
    fillAll(shuffled(LIST_LEADS.slice(0, 3).concat(IDEA_LEADS), kit.deck), kit.slots),
    kit.position,
  );
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
  const own = fillAll(
    QUESTIONS.map((q) => q.ask),
    kit.slots,
  );
  const questions = asked.length > 0 ? asked : own;
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
      const role = asked.length > 0 ? 'detail' : QUESTIONS[i]!.role;
      const sentences = [answers[role].pop() ?? close[i % close.length]!];
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

function featuresDraft(kit: Kit): Draft {
  const lead = nth(openingsOf(kit), kit.position);
  const given = itemsOf(fieldOf(kit.brief.fields, /feature/));
  const features = given.length > 0 ? given : kit.brief.pack.points.map((point) => point.head);
  return (rng) => {
    const benefits = shuffled(FEATURE_BENEFITS, rng);
    const items = features.map((f, i) => {
      const second = rng() < 0.5 && features.length < 5 ? ` ${nth(benefits, i + features.length)}` : '';
      return `- **${capitalize(f)}.** ${nth(benefits, i)}${second}`;
    });
    const text = whileFitting([lead], items, kit, '\n');
    const { detail, close } = poolsOf(kit);
    const end = chooseFitting([detail, detail, close], kit.brief, countWords(text), rng) ?? [];
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
      section('What you find here', shuffled(JOB_OFFERS, rng).slice(0, size())),
      pick(JOB_CLOSE, rng),
    ].join('\n\n');
  };
}
