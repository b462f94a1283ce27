/** Which id of the system is which handle of the model. A pair that once belongs together stays together. */
export class Ids {
  private readonly toSystem = new Map<string, string>();
  private readonly toModel = new Map<string, string>();

  knows(handle: string): boolean {
    return this.toSystem.has(handle);
  }

  /** The system's id of a handle; a handle that is not known is sent as it is. */
  systemOf(handle: string): string {
    return this.toSystem.get(handle) ?? handle;
  }

  /** Whether an id may stand for a handle. */
  mayMatch(handle: string, id: string): boolean {
    const known = this.toSystem.get(handle);
    return known === undefined ? !this.toModel.has(id) : known === id;
  }

  /** The same, and both are bound to each other from then on. */
  match(handle: string, id: string): boolean {
    if (!this.mayMatch(handle, id)) return false;
    this.toSystem.set(handle, id);
    this.toModel.set(id, handle);
    return true;
  }
}
