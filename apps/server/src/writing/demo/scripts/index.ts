import type { Script } from '../types.ts';
import { ARTICLE_SCRIPTS } from './articles.ts';
import { COMPANY_SCRIPTS } from './company.ts';
import { OFFER_SCRIPTS } from './offers.ts';
import { SOCIAL_SCRIPTS } from './social.ts';

const SCRIPTS: Readonly<Record<string, Script>> = {
  ...OFFER_SCRIPTS,
  ...COMPANY_SCRIPTS,
  ...ARTICLE_SCRIPTS,
  ...SOCIAL_SCRIPTS,
};

/** The beats of a form that has its own; the others are written from the packs. */
export const scriptFor = (form: string): Script | undefined => SCRIPTS[form];
