import { type GatewayModel, type Problem, problemOf } from '@inkwell/contract';
import type { Writer } from '../writing/writer.ts';

/** For clients that have to name a model and don't care which. */
const ALIAS = 'default';
const MS_PER_S = 1_000;

/** The model that the gateway answers with, and the names that it goes by. */
export class OfferedModel {
  readonly view: GatewayModel;
  readonly #names: ReadonlySet<string>;

  /** `since`: when this instance began to offer it, in milliseconds since 1970. */
  constructor({ id, is_demo }: Pick<Writer, 'id' | 'is_demo'>, since: number) {
    const at = id.indexOf(':');
    this.#names = new Set([id, id.slice(at + 1), ALIAS]);
    const owned_by = is_demo || at < 0 ? 'inkwell' : id.slice(0, at);
    this.view = { id, object: 'model', created: Math.floor(since / MS_PER_S), owned_by };
  }

  /** null if it goes by this name. */
  refusalFor(name: string): Problem | null {
    if (this.#names.has(name)) return null;
    const { id } = this.view;
    const detail = `There is no model ${name}. This instance offers ${id}, also by the name of ${ALIAS}.`;
    return problemOf('model_not_found', detail, { model: name });
  }
}
