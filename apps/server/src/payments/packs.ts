/** Booster packs: bonus credits that are bought (L3). The one that a top-up buys comes first. */
export interface Pack {
  pack: string;
  credits: number;
  price_cents: number;
  currency: string;
}

export const PACKS: readonly [Pack, ...Pack[]] = [
  { pack: 'words-5000', credits: 5_000, price_cents: 1_000, currency: 'usd' },
];
