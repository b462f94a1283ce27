/** Last saves of documents that were left: whoever opens one again waits for them, and meets no change of their own. */
const leaving = new Map<string, Promise<void>>();

export const lastSave = (document: string): Promise<void> => leaving.get(document) ?? Promise.resolve();

export function leave(document: string, saved: Promise<void>): void {
  leaving.set(document, saved);
  void saved.finally(() => {
    if (leaving.get(document) === saved) leaving.delete(document);
  });
}
