export type Tone = 'plain' | 'warm' | 'bold' | 'expert';
export type Shape = 'line' | 'list' | 'beats' | 'mail' | 'article';

/** A heading and two sentences that fill it: the brick of outlines, lists and articles. */
export interface Point {
  head: string;
  note: string;
  more: string;
}

/** What the demo writer knows about one field. True in general, free of figures and names. */
export interface Pack {
  id: string;
  /** Words that show that a request belongs here. */
  words: readonly string[];
  /** Who cares about it, in the plural: "plant owners". */
  people: string;
  /** Sentences with `{s}`, the subject, or `{b}`, the subject without its article. */
  open: readonly string[];
  problem: readonly string[];
  detail: readonly string[];
  turn: readonly string[];
  close: readonly string[];
  points: readonly Point[];
}

/** One step of a text. It says one of its frames, or, with `up_to`, as many more as the length has room for. */
export interface Beat {
  say: readonly string[];
  /** Said when none of the frames can be filled, or what they tell was told before. */
  otherwise?: readonly string[];
  up_to?: number;
  is_new_paragraph?: boolean;
}

/** A kind of text as its beats in order. The first beat opens; `openings` stand in where facts are missing. */
export interface Script {
  openings: readonly string[];
  beats: readonly Beat[];
}

export type Role = 'open' | 'problem' | 'detail' | 'turn' | 'close';

/** What was understood of a request. */
export interface Brief {
  subject: string;
  /** Whether the subject takes "are". */
  is_plural: boolean;
  audience: string | null;
  /** A product or company name, when one was given. */
  name: string | null;
  shape: Shape;
  /** Within the shape: 'outline', 'steps', 'tagline', 'welcome' … */
  form: string;
  target_words: number;
  min_words: number;
  max_words: number;
  /** How many items were asked for. */
  count: number | null;
  tone: Tone;
  pack: Pack;
  /** A template's inputs by label, as its filled prompt gave them. */
  fields: ReadonlyMap<string, string>;
}
