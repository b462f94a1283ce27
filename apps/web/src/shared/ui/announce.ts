/** One polite live region for the page. The same sentence twice is read twice. */
let region: HTMLElement | null = null;
let flip = false;

export function attachRegion(element: HTMLElement | null): void {
  region = element;
}

export function announce(sentence: string): void {
  if (!region) return;
  flip = !flip;
  region.textContent = flip ? sentence : `${sentence}\u00A0`;
}
