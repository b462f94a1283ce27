/** Who is in the demo and what they did. Everything is fixed but the dates, which end today. */

export const PEOPLE = [
  { member: 'ines', name: 'Ines', role: 'owner', mail: 'ines@juniper.example' },
  { member: 'tomas', name: 'Tomas', role: 'member', mail: 'tomas@juniper.example' },
  { member: 'priya', name: 'Priya', role: 'member', mail: 'priya@juniper.example' },
  { member: 'jun', name: 'Jun', role: 'member', mail: 'jun@juniper.example' },
] as const;
export type Member = (typeof PEOPLE)[number]['member'];

/** Staff of the demo's instance. She looks after Juniper & Co. and has written nothing there. */
export const STAFF = {
  member: 'noor',
  name: 'Noor',
  role: 'member',
  mail: 'noor@inkwell.example',
  staff: true,
} as const;

/** A workspace in the third day of its trial, where a bonus waits for the trial's end. */
export const TRIAL = {
  account: 'fern',
  name: 'Fern & Fig',
  owner: { member: 'maya', name: 'Maya', mail: 'maya@fern.example' },
  words: [240, 310, 180, 420, 260],
} as const;

/** Words that each person keeps in each cycle. The second empties its plan and the grant of the staff: 50,000 + 5,000. */
export const WORDS: readonly Record<Member, number>[] = [
  { ines: 8_400, tomas: 15_200, priya: 12_900, jun: 2_800 },
  { ines: 11_750, tomas: 23_450, priya: 16_800, jun: 3_000 },
  { ines: 6_180, tomas: 12_940, priya: 9_300, jun: 3_000 },
];

/**
 * Runs of each person in each cycle; with those voted down they are eighty. What the runs of the first two cycles leave
 * was written by the shop's own script, with an API key.
 */
export const RUNS: readonly Record<Member, number>[] = [
  { ines: 2, tomas: 3, priya: 2, jun: 1 },
  { ines: 2, tomas: 3, priya: 2, jun: 1 },
  { ines: 12, tomas: 22, priya: 18, jun: 7 },
];
export const WORDS_A_PAST_RUN = 450;

/** The key of the shop's script. Its secret is nobody's. */
export const SHOP_KEY_NAME = 'Shop script';
export const shopKeyOf = (account: string): string => `key_of_${account.replaceAll(/\W/g, '_')}`;

/** Runs of the current cycle that were voted down: 1,240 credits that came back. */
export const DOWNVOTED: readonly { day: number; member: Member; words: number; reason: string }[] = [
  { day: 1, member: 'tomas', words: 320, reason: 'Off topic' },
  { day: 4, member: 'priya', words: 260, reason: 'Wrong tone' },
  { day: 7, member: 'ines', words: 180, reason: 'Repetitive' },
  { day: 9, member: 'tomas', words: 320, reason: 'Incorrect' },
  { day: 12, member: 'priya', words: 160, reason: 'Off topic' },
];

/**
 * The bonus grants of Juniper & Co. Staff's 5,000 was spent when the second cycle ran dry; the code's 2,500 is there, and
 * so are the 10,000 that each side got when staff approved that Fern & Fig came by their link.
 */
export const AWARD = {
  cycle: 0,
  day: 3,
  credits: 5_000,
  reason: 'Thank you for trying Inkwell early',
} as const;
export const PROMO = { cycle: 1, day: 6, code: 'SPRINGINK', credits: 2_500, max_uses: 500 } as const;

export const JUNS_CAP = 3_000;
/** Days of the current cycle that are over: today is its seventeenth. */
export const DAYS_OVER = 16;
