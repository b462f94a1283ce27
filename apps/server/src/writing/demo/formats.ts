import type { Shape } from './types.ts';

export interface Format {
  /** Matches the request's own words for it. */
  match: RegExp;
  shape: Shape;
  form: string;
  words: number;
}

const format = (match: RegExp, shape: Shape, form: string, words: number): Format => ({
  match,
  shape,
  form,
  words,
});

/** The formats that requests ask for by name; the first that matches wins, so the narrow ones come first. */
export const FORMATS: readonly Format[] = [
  format(
    /^\s*(?:please )?(?:continue|keep (?:going|writing)|go on|carry on|write more|next paragraph)\b/i,
    'beats',
    'continue',
    60,
  ),
  format(/\b(?:subject lines?)\b/i, 'line', 'subject', 8),
  format(/\b(?:business|product|company|brand|shop) names?\b|\bnames? for\b/i, 'line', 'name', 3),
  format(/\b(?:tag ?lines?|slogans?|mottos?)\b/i, 'line', 'tagline', 6),
  format(/\bbillboards?(?: line)?\b/i, 'line', 'billboard', 7),
  format(/\b(?:ideas|angles|topics)\b/i, 'list', 'ideas', 60),
  format(/\b(?:headlines?|titles?)\b/i, 'line', 'headline', 10),
  format(/\bmeta descriptions?\b/i, 'line', 'meta', 28),
  format(/\b(?:outlines?|table of contents|structure)\b/i, 'list', 'outline', 150),
  format(/\b(?:faqs?|frequently asked questions|questions and answers)\b/i, 'list', 'faq', 150),
  format(/\b(?:social media post|tweet|short post)s?\b/i, 'line', 'post', 40),
  format(/\b(?:photo |image )?captions?\b/i, 'line', 'caption', 30),
  format(/\bannounc/i, 'beats', 'announce', 90),
  format(/\b(?:linkedin|facebook|instagram|social|forum) posts?\b/i, 'beats', 'topic', 100),
  format(/\b(?:(?:short |bedtime )?stor(?:y|ies)|tale|scene|fable)\b(?! of how)/i, 'beats', 'story', 120),
  format(/\b(?:poem|verses?|haiku)s?\b/i, 'beats', 'poem', 80),
  format(/\bthreads?\b/i, 'list', 'thread', 180),
  format(/\b(?:press releases?|news release)\b/i, 'article', 'news', 220),
  format(/\b(?:newsletter)s?\b/i, 'beats', 'topic', 90),
  format(/\bapolog(?:y|ise|ize)\b/i, 'mail', 'apology', 100),
  format(/\b(?:welcome|onboarding) (?:e-?mail|mail|letter|note|message)s?\b/i, 'mail', 'welcome', 120),
  format(/\bfollow[- ]up\b/i, 'mail', 'follow-up', 70),
  format(/\b(?:thank[- ]you) (?:e-?mail|mail|letter|note|message|card)s?\b/i, 'mail', 'thanks', 70),
  format(/\b(?:invitation|invite)\b/i, 'mail', 'invite', 80),
  format(
    /\b(?:cold|outreach|sales|introduction) (?:e-?mail|mail|letter|message)s?\b/i,
    'mail',
    'first-contact',
    110,
  ),
  format(/\b(?:e-?mail|letter|mail|memo)s?\b/i, 'mail', 'general', 110),
  format(/\bjob (?:post|ad|advert|description|listing)s?\b/i, 'list', 'job', 180),
  format(/\b(?:introduction|intro|opening(?: paragraph)?)\b/i, 'beats', 'opening', 90),
  format(/\b(?:conclusion|closing (?:paragraph|thought|words?)|ending)\b/i, 'beats', 'closing', 80),
  format(
    /\b(?:product description|landing page|sales page|ad copy|ads?|advert|advertisement|pitch|promo)\b/i,
    'beats',
    'product',
    80,
  ),
  format(/\b(?:bio|about us|about page)\b/i, 'beats', 'bio', 90),
  format(/\b(?:video |podcast )?script\b/i, 'beats', 'topic', 110),
  format(/\bparagraphs?\b/i, 'beats', 'topic', 80),
  format(/\b(?:steps|instructions|how-to guide|checklist|to-do list)\b/i, 'list', 'steps', 150),
  format(
    /\b(?:tips|reasons|ways|list|bullet points?|benefits|mistakes|lessons|pros and cons|examples|facts|habits|rules|do'?s and don'?ts)\b/i,
    'list',
    'list',
    120,
  ),
  format(
    /\b(?:(?:blog )?post|article|essay|guide|report|story|review|column|chapter|listicle)s?\b/i,
    'article',
    'topic',
    240,
  ),
  format(/\b(?:product )?description\b/i, 'beats', 'topic', 80),
  format(/\bsentences?\b/i, 'line', 'post', 25),
  format(/\b(?:summary|overview)\b/i, 'beats', 'topic', 80),
];

export const DEFAULT_FORMAT: Format = format(/^/, 'beats', 'topic', 90);

/** Templates by id: shape, form and typical words. */
export const TEMPLATE_FORMATS: Readonly<Record<string, Omit<Format, 'match'>>> = {
  'aida-framework': { shape: 'beats', form: 'aida', words: 120 },
  'problem-agitate-solve': { shape: 'beats', form: 'problem', words: 110 },
  'before-after-bridge': { shape: 'beats', form: 'before-after', words: 110 },
  'features-to-benefits': { shape: 'list', form: 'features', words: 90 },
  'promise-picture-proof-push': { shape: 'beats', form: 'promise', words: 130 },
  'objection-answer': { shape: 'beats', form: 'objection', words: 90 },
  'blog-post-ideas': { shape: 'list', form: 'ideas', words: 60 },
  'blog-post-outline': { shape: 'list', form: 'outline', words: 150 },
  'blog-introduction': { shape: 'beats', form: 'intro', words: 90 },
  'blog-conclusion': { shape: 'beats', form: 'conclusion', words: 90 },
  'point-to-paragraph': { shape: 'beats', form: 'point', words: 80 },
  'list-article': { shape: 'article', form: 'topic', words: 220 },
  'how-to-steps': { shape: 'list', form: 'how-to', words: 180 },
  'headline-options': { shape: 'line', form: 'headline', words: 10 },
  'faq-answers': { shape: 'list', form: 'faq', words: 150 },
  'search-ad': { shape: 'line', form: 'search-ad', words: 20 },
  'feed-ad': { shape: 'beats', form: 'feed-ad', words: 50 },
  'podcast-read': { shape: 'beats', form: 'podcast', words: 80 },
  'billboard-line': { shape: 'line', form: 'billboard', words: 7 },
  'short-post': { shape: 'line', form: 'short-post', words: 40 },
  thread: { shape: 'list', form: 'thread', words: 180 },
  'professional-post': { shape: 'beats', form: 'lesson', words: 120 },
  'photo-caption': { shape: 'line', form: 'caption', words: 30 },
  'short-video-script': { shape: 'beats', form: 'video-script', words: 110 },
  'video-description': { shape: 'beats', form: 'video-description', words: 90 },
  'subject-lines': { shape: 'line', form: 'subject', words: 8 },
  'newsletter-opening': { shape: 'beats', form: 'newsletter', words: 90 },
  'first-contact': { shape: 'mail', form: 'first-contact', words: 110 },
  'follow-up': { shape: 'mail', form: 'follow-up', words: 70 },
  welcome: { shape: 'mail', form: 'welcome', words: 120 },
  'win-back': { shape: 'mail', form: 'win-back', words: 90 },
  apology: { shape: 'mail', form: 'apology', words: 100 },
  'product-description': { shape: 'beats', form: 'product', words: 80 },
  'business-or-product-name': { shape: 'line', form: 'name', words: 3 },
  tagline: { shape: 'line', form: 'tagline', words: 6 },
  'landing-hero': { shape: 'line', form: 'hero', words: 35 },
  'value-proposition': { shape: 'line', form: 'value', words: 30 },
  'search-title-and-description': { shape: 'line', form: 'page', words: 28 },
  'feature-announcement': { shape: 'beats', form: 'announcement', words: 110 },
  'company-bio': { shape: 'beats', form: 'bio', words: 90 },
  'job-post': { shape: 'list', form: 'job', words: 180 },
  'press-release': { shape: 'article', form: 'news', words: 220 },
  'review-reply': { shape: 'mail', form: 'review-reply', words: 60 },
  'customer-story': { shape: 'article', form: 'case', words: 200 },
};
