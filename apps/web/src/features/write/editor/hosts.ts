/**
 * Elements that the page draws into and that stand between a document's blocks: the slot where text is being written
 * or asked for, and each passage's mark. Each is made once, so that what stands in it lives through every edit.
 */
export class Hosts {
  readonly #made = new Map<string, HTMLElement>();
  readonly #listeners = new Set<() => void>();
  #outputs: readonly string[] = [];
  #ask: () => void = () => undefined;

  /** The outputs that have a passage in the document, in its order. */
  readonly outputs = (): readonly string[] => this.#outputs;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Opens a command where the caret is. */
  readonly ask = (): void => this.#ask();

  /** The page says how a command is opened. */
  setAsk(ask: () => void): void {
    this.#ask = ask;
  }

  host(name: string): HTMLElement {
    const found = this.#made.get(name);
    if (found) return found;
    const made = document.createElement('div');
    made.contentEditable = 'false';
    made.className = name === 'slot' ? 'slot' : 'margin-host';
    this.#made.set(name, made);
    return made;
  }

  setOutputs(outputs: readonly string[]): void {
    if (outputs.length === this.#outputs.length && outputs.every((one, at) => one === this.#outputs[at]))
      return;
    this.#outputs = outputs;
    for (const listener of this.#listeners) listener();
  }
}
