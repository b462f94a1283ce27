/** Figures as the reader's own locale groups them. */
const locale = typeof document === 'undefined' ? 'en' : navigator.language;
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
const percentage = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
const plural = new Intl.PluralRules('en');

export const figure = (value: number) => whole.format(value);
export const short = (value: number) => compact.format(value);
export const share = (part: number, all: number) => percentage.format(all > 0 ? part / all : 0);

export function count(value: number, one: string, many = `${one}s`): string {
  return `${figure(value)} ${plural.select(value) === 'one' ? one : many}`;
}
export const credits = (value: number) => count(value, 'credit');
export const words = (value: number) => count(value, 'word');

export function money(cents: number, currency: string): string {
  const digits = cents % 100 === 0 ? 0 : 2;
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(cents / 100);
}
