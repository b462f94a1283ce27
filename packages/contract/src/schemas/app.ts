import { z } from 'zod';
import {
  CONTEXT_KINDS,
  FINISHES,
  LENGTHS,
  MAX_CONTEXT_CHARS,
  MAX_CYCLE_NUMBER,
  MAX_ID_CHARS,
  MAX_INPUT_CHARS,
  MAX_REASON_CHARS,
  MAX_RUN_OUTPUTS,
  ROLES,
  RUN_KINDS,
  SOURCES,
  VOTES,
} from '../constants.ts';
import { ERROR_CODES } from '../errors.ts';
import { id } from '../ids.ts';
import { balance } from './accounts.ts';
import { voteReply } from './spending.ts';
import { choice, credits, flag, instant, pageOf, pageQuery, storable, whole, wholeText } from './values.ts';

/** What the web page of this instance asks and is answered, beyond the published contract. */

/* What is asked. */

export const sessionPost = z
  .strictObject({ token: storable(1, 512).describe('From the link that the server printed or sent.') })
  .meta({ id: 'SessionPost' });

const phrase = storable(1, MAX_ID_CHARS).nullable().default(null);

/** The text of a document that a run works on: what stands before the caret, or what is selected. */
const runContext = z.strictObject({ kind: choice(CONTEXT_KINDS), text: storable(1, MAX_CONTEXT_CHARS) });

export const runPost = z
  .strictObject({
    kind: choice(RUN_KINDS),
    input: storable(0, MAX_INPUT_CHARS).default('').describe('Of a template the inputs say it.'),
    length: choice(LENGTHS).nullable().default(null),
    outputs: whole(1, MAX_RUN_OUTPUTS).default(1),
    tone: phrase,
    language: phrase,
    template: id.nullable().default(null),
    inputs: z
      .record(z.string().max(32), storable(0, MAX_INPUT_CHARS))
      .nullable()
      .default(null)
      .describe('A template’s, by id.'),
    retry_of: id
      .nullable()
      .default(null)
      .describe('The output that this one is tried again for, or that these go on from.'),
    document: id.nullable().default(null).describe('Whose brief the model is told.'),
    context: runContext.nullable().default(null),
  })
  .refine((body) => body.kind === 'template' || body.input !== '', {
    path: ['input'],
    error: `must be text of 1 to ${MAX_INPUT_CHARS.toLocaleString('en')} characters`,
  })
  .refine((body) => body.kind !== 'template' || body.template !== null, {
    path: ['template'],
    error: 'must be named when kind is template',
  })
  .meta({
    id: 'RunPost',
    examples: [{ kind: 'command', input: 'write a blog post outline about house plants', outputs: 1 }],
  });

export const runParams = z.strictObject({ run: id });
export const runStop = z
  .strictObject({ output: id.optional().describe('Only this one; otherwise the whole run.') })
  .meta({ id: 'RunStop' });

const MAX_SEARCH_CHARS = 200;

/** What History is filtered by; filters are joined by "and". */
export const runQuery = pageQuery.extend({
  member: id.optional().describe('Who asked for it.'),
  kind: choice(SOURCES).optional().describe('`api`: asked through the gateway.'),
  template: id.optional(),
  day: z.iso
    .date({ error: 'must be a day such as 2026-11-05' })
    .optional()
    .describe('In the account’s time zone.'),
  cycle: wholeText(0, MAX_CYCLE_NUMBER).optional().describe('The number of a cycle; the trial is 0.'),
  vote: choice(['up', 'down']).optional().describe('Of one of its outputs, as it stands now.'),
  q: storable(1, MAX_SEARCH_CHARS).optional().describe('Part of what was asked for, in any case.'),
  output: id.optional().describe('Only the run of this output.'),
});

/** The same for runs and what programs charged, in one list. Outputs of programs have no template and no request. */
export const historyQuery = runQuery.extend({
  kind: choice(SOURCES).optional().describe('The source that was charged: as `source` in Usage.'),
  key: id.optional().describe('Only what was charged under this key.'),
});

export const appOutputParams = z.strictObject({ output: id });
export const appVotePut = z
  .strictObject({
    vote: choice(VOTES),
    reason: storable(1, MAX_REASON_CHARS).nullable().default(null),
    share_text: flag.default(false).describe('Let the support team read the text.'),
  })
  .meta({ id: 'AppVotePut', examples: [{ vote: 'down', reason: 'Off topic', share_text: false }] });

/* What is answered. */

const model = z.object({ id: z.string(), is_demo: z.boolean() });

export const session = z
  .object({
    account: id,
    workspace: z.object({ name: z.string() }),
    member: id,
    name: z.string(),
    role: z.enum(ROLES),
    staff: z.boolean(),
    model,
    support: z.object({ email: z.string().nullable(), url: z.string().nullable() }),
  })
  .meta({ id: 'Session' });

export const appVoteReply = voteReply.extend({ tips: z.array(z.string()) }).meta({ id: 'AppVoteReply' });

const finish = z.enum(FINISHES);

export const runStarted = z.object({
  run: id,
  created_at: instant,
  outputs: z.array(z.object({ output: id, index: z.int().min(0) })),
  estimate_credits: credits,
  model: z.string(),
  is_demo: z.boolean(),
});

export const runText = z.object({
  output: id,
  text: z.string().describe('What was added.'),
  words: credits.describe('Words of this output so far.'),
});

export const runSettled = z.object({
  output: id,
  words: credits,
  charged: credits,
  shortfall: credits,
  finish,
  detail: z.string().nullable(),
});

const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum(ERROR_CODES),
});

export const runFailed = z.object({
  output: id,
  code: z.enum(ERROR_CODES),
  detail: z.string(),
  words: z.literal(0),
  charged: z.literal(0),
  problem: problem.nullable(),
});

export const runDone = z.object({ run: id, words: credits, charged: credits });

/** The events of a run, in the order: `run`, then the others mixed, `done` last. */
export const runEvent = z
  .union([
    z.object({ event: z.literal('run'), data: runStarted }),
    z.object({ event: z.literal('text'), data: runText }),
    z.object({ event: z.literal('settled'), data: runSettled }),
    z.object({ event: z.literal('failed'), data: runFailed }),
    z.object({ event: z.literal('balance'), data: balance }),
    z.object({ event: z.literal('done'), data: runDone }),
  ])
  .meta({ id: 'RunEvent', description: 'Server-sent events; `data` is JSON in one line.' });

const runHead = {
  run: id,
  kind: z.enum(SOURCES),
  input: z.string().describe('Empty where a caller of the gateway did not ask to have it kept.'),
  created_at: instant,
  member: id,
  template: id.nullable(),
  model: z.string(),
  keeps_text: z.boolean().describe('Whether the texts of its outputs are stored.'),
  words: credits,
  charged: credits,
  refunded: credits,
};

export const runSummary = z.object({ ...runHead, outputs: z.int().min(1) }).meta({ id: 'RunSummary' });
export const runList = pageOf(runSummary).meta({ id: 'RunList' });

export const programOutput = z
  .object({
    type: z.literal('output'),
    output: id,
    source: z.enum(SOURCES),
    created_at: instant.describe('When it was charged.'),
    member: id,
    actor: z.string().describe('Who charged it: `key:…`, `operator`, `member:…`.'),
    key: z
      .object({ key: id, name: z.string() })
      .nullable()
      .describe('The workspace key that it was charged under, if it was one.'),
    run: id.nullable(),
    labels: z.array(z.string()),
    words: credits,
    charged: credits,
    refunded: credits,
    vote: z.enum(VOTES),
  })
  .meta({
    id: 'ProgramOutput',
    description: 'An output that was charged over the API. Its text is not kept.',
  });

export const historyRun = runSummary.extend({ type: z.literal('run') }).meta({ id: 'HistoryRun' });
export const historyList = pageOf(z.discriminatedUnion('type', [historyRun, programOutput]))
  .extend({
    behind: z
      .boolean()
      .describe('The journal is still being read, after an upgrade: outputs of programs may be missing yet.'),
  })
  .meta({ id: 'HistoryList' });

export const runOutput = z
  .object({
    output: id,
    index: z.int().min(0),
    text: z.string(),
    words: credits,
    charged: credits,
    refunded: credits,
    vote: z.enum(VOTES),
    state: z.enum(['streaming', 'settled', 'failed']),
    finish: finish.nullable(),
    detail: z.string().nullable(),
  })
  .meta({ id: 'RunOutput' });

export const runDetail = z.object({ ...runHead, outputs: z.array(runOutput) }).meta({ id: 'RunDetail' });

/** What was written down when an output was charged, or what is counted now. */
const countOf = z.object({
  words: credits,
  counter: z.string(),
  text_sha256: z.string().describe('Lower-case hex.'),
});

export const recount = z
  .object({
    output: id,
    counted: countOf.describe('Of the kept text, now, by the counter’s version of the receipt.'),
    receipt: countOf.extend({ text_sha256: z.string().nullable() }),
    agrees: z.boolean().describe('The words are the same, and the text is the one that was charged.'),
  })
  .meta({ id: 'Recount' });

export const nameList = z
  .object({ data: z.array(z.object({ member: id, name: z.string() })) })
  .meta({ id: 'NameList' });
