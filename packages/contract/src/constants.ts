/** The contract's limits and closed sets. No zod here, so a browser may import this for nothing. */

/**
 * The most credits (or words) that one request may name. A thousand times the largest plan, and small enough
 * that nine million such amounts still add up exactly in a JavaScript number.
 */
export const MAX_CREDITS = 1_000_000_000;

/** The most UTF-16 code units of a text that is to be counted. The server limits the body's bytes as well. */
export const MAX_TEXT_CHARS = 1_000_000;

/** What a person asks the writer for in the app. */
export const MAX_INPUT_CHARS = 8_000;

export const MAX_ID_CHARS = 128;
export const MAX_IDEMPOTENCY_KEY_CHARS = 255;
export const MAX_REASON_CHARS = 500;
export const MAX_LABELS = 5;
export const MAX_LABEL_CHARS = 64;
export const MAX_BATCH_OPERATIONS = 1_000;
/** What an operation of a batch may name. */
export const OPERATION_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export const OPERATION_PATH = /^\/v1\/[!-~]*$/;
export const MAX_RUN_OUTPUTS = 10;
export const MAX_CURSOR_CHARS = 512;
export const MAX_CYCLE_NUMBER = 1_000_000;

/** Documents: the most bytes of one's content as JSON, characters of a title, and how deep its blocks may nest. */
export const MAX_DOCUMENT_BYTES = 1_000_000;
export const MAX_TITLE_CHARS = 200;
export const MAX_DOCUMENT_DEPTH = 40;
/** The text around the caret that a run is given; the end of what is before it, or the whole selection. */
export const MAX_CONTEXT_CHARS = 20_000;
/** How long a document stays in the trash. */
export const TRASH_DAYS = 30;
export const CONTEXT_KINDS = ['before', 'selection'] as const;
export const BRIEF_PARTS = ['title', 'description', 'tone', 'keywords', 'language', 'voice'] as const;
export const EXPORT_FORMATS = ['md', 'html', 'docx'] as const;
/** What the documents of a whole workspace are downloaded as. */
export const EXPORT_FILE_FORMATS = [...EXPORT_FORMATS, 'json'] as const;
export const VERSION_KINDS = ['auto', 'kept', 'restore'] as const;

/** Templates. */
export const TEMPLATE_CATEGORIES = [
  'frameworks',
  'articles',
  'editing',
  'ads',
  'social',
  'email',
  'product',
  'business',
] as const;
export const TEMPLATE_SHAPES = ['line', 'list', 'beats', 'mail', 'article'] as const;
export const TEMPLATE_INPUT_KINDS = ['line', 'text', 'number'] as const;
export const MAX_TEMPLATE_INPUTS = 8;

/** Lists: how many things a page holds unless told, and at most. */
export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 200;

/** How far back the requests under a key are counted by day, and for how long, and how many, its refusals are kept. */
export const MAX_REQUEST_DAYS = 400;
export const REFUSAL_DAYS = 7;
export const REFUSALS_A_KEY = 200;

/** A hold's life in seconds: unless told (H5), and at most. */
export const DEFAULT_HOLD_TTL_S = 600;
export const MAX_HOLD_TTL_S = 86_400;

/** Instants that a request may name: [EARLIEST_INSTANT, LATEST_INSTANT). Calendars stay exact far beyond both. */
export const EARLIEST_INSTANT = '1970-01-01T00:00:00.000Z';
export const LATEST_INSTANT = '3000-01-01T00:00:00.000Z';

export const INTERVALS = ['month', 'year'] as const;
export const PHASES = ['trialing', 'active', 'paused', 'canceled'] as const;
export const GRANT_KINDS = ['plan', 'trial', 'bonus'] as const;
export const GRANT_SOURCES = ['staff', 'referral', 'promo', 'purchase', 'goodwill'] as const;
export const GRANT_STATES = ['open', 'expired', 'revoked'] as const;
/** Where the credits of a grant can stand (G1); `world` is outside of it. */
export const BUCKETS = ['world', 'available', 'held', 'spent', 'expired', 'revoked'] as const;
export const SOURCES = ['command', 'compose', 'template', 'api'] as const;
export const HOLD_MODES = ['exact', 'up_to'] as const;
export const EXCESS_MODES = ['cap', 'charge', 'reject'] as const;
export const VOTES = ['up', 'down', 'none'] as const;
export const WHEN_EMPTY = ['stop', 'top_up'] as const;
export const USAGE_GROUPS = ['member', 'day', 'source', 'label'] as const;

/** Why bonus credits can't be spent right now (B2); null when they can. */
export const BONUS_LOCKS = ['plan_credits_left', 'trial', 'paused', 'canceled'] as const;

/** What a notice is about (L1). The four thresholds of plan use are `plan_50`, `plan_75`, `plan_90`, `credits_out`. */
export const NOTICES = [
  'plan_50',
  'plan_75',
  'plan_90',
  'credits_out',
  'bonus_out',
  'bonus_awarded',
  'cycle_reset',
  'refund_cap_reached',
  'trial_last_day',
] as const;

/** What webhooks tell of. New ones may be added. */
export const WEBHOOK_TYPES = [
  'credits.notice',
  'cycle.reset',
  'grant.created',
  'plan.changed',
  'output.refunded',
  'account.phase_changed',
] as const;
/** What is sent when somebody asks for a test; nobody subscribes to it. */
export const WEBHOOK_TEST = 'webhook.test';
/** `off`: the server switched it off, because it kept failing or its receiver said that it is gone. */
export const WEBHOOK_STATES = ['on', 'paused', 'off'] as const;
export const WEBHOOK_OFF_REASONS = ['failing', 'gone'] as const;
export const DELIVERY_STATES = ['waiting', 'delivered', 'dead'] as const;
/** How many webhooks one workspace, and the instance itself, may have. */
export const MAX_WEBHOOKS = 10;
export const MAX_WEBHOOK_URL_CHARS = 2_000;
/** How long a secret that was replaced may sign along. */
export const MAX_SECRET_GRACE_S = 86_400;

export const ROLES = ['owner', 'admin', 'member'] as const;
/** What somebody can be invited as or made to; owners become it by handing over. */
export const INVITED_ROLES = ['admin', 'member'] as const;
export const MIN_PASSWORD_CHARS = 10;
export const MAX_PASSWORD_CHARS = 128;
/** What people start runs of; the gateway's have the kind `api`. */
export const RUN_KINDS = ['command', 'compose', 'template'] as const;
export const LENGTHS = ['s', 'm', 'l'] as const;

/** How the writing of one output ended. Whichever it was, only delivered words were charged (C4). */
export const FINISHES = [
  'done',
  'stopped',
  'out_of_credits',
  'member_cap',
  'model_error',
  'too_long',
] as const;

/** Header names, lower case as `Headers` gives them back. */
export const IDEMPOTENCY_KEY = 'idempotency-key';
export const IDEMPOTENT_REPLAYED = 'idempotent-replayed';
export const LAST_EVENT_ID = 'last-event-id';
/** The app's session. */
export const SESSION_COOKIE = 'inkwell_session';
export const PROBLEM_JSON = 'application/problem+json';
