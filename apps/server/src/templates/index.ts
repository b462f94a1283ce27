import { isDeepStrictEqual } from 'node:util';
import { type AppRoutes, type Problem, type RouteInput, problemOf } from '@inkwell/contract';
import type {
  Favourite,
  SavedOutput,
  Template,
  TemplateBody,
  TemplateFile,
  TemplateSummary,
} from '@inkwell/contract/types';
import type { Database } from '@inkwell/ledger';
import { newId } from '../runs/ids.ts';
import type { Outcome, RunSession } from '../runs/index.ts';
import { BUILT_IN } from './catalogue.ts';
import type { RunnableTemplate } from './fill.ts';
import { type TemplateRow, TemplateStore } from './store.ts';

type Input<Id extends keyof AppRoutes> = RouteInput<AppRoutes[Id]>;
type Known = { file: TemplateFile; row: null } | { file: TemplateFile; row: TemplateRow };

/** More than this is a library that nobody overlooks; the list is answered whole. */
const MAX_OWN = 200;

const noTemplate = (template: string): Problem =>
  problemOf('template_not_found', `There is no template ${template}.`, { template });
const noOutput = (output: string): Problem =>
  problemOf('output_not_found', `There is no output ${output}.`, { output });

/** Finds what a run of a template needs. */
export interface TemplateFinder {
  /** Null if there is none of this id for the account. */
  find(account: string, template: string): Promise<RunnableTemplate | null>;
}

/** The templates that come with the product, where there are no others. */
export const builtInTemplates: TemplateFinder = {
  find: (_, template) => Promise.resolve(BUILT_IN.get(template) ?? null),
};

/** Templates, favourites and saved outputs, for people signed in. Another workspace's answer 404. */
export class Templates implements TemplateFinder {
  readonly #store: TemplateStore;
  readonly #now: () => number;

  constructor(database: Pick<Database, 'query'>, now: () => number) {
    this.#store = new TemplateStore(database);
    this.#now = now;
  }

  async find(account: string, template: string): Promise<TemplateFile | null> {
    return (await this.#known(account, template))?.file ?? null;
  }

  async list({ account, member, role }: RunSession): Promise<Outcome<{ data: TemplateSummary[] }>> {
    const [own, favourites, used] = await Promise.all([
      this.#store.of(account),
      this.#store.favourites(account, member),
      this.#store.lastUsed(account, member),
    ]);
    const all: Known[] = [...BUILT_IN.values()].map((file) => ({ file, row: null }));
    all.push(...own.map(knownOf));
    const data = all
      .toSorted((a, b) => a.file.name.localeCompare(b.file.name, 'en'))
      .map((known) => summaryOf(known, { member, role }, favourites, used));
    return { ok: true, body: { data } };
  }

  async get({ params }: Input<'getTemplate'>, session: RunSession): Promise<Outcome<Template>> {
    const known = await this.#known(session.account, params.template);
    if (known === null) return { ok: false, problem: noTemplate(params.template) };
    return { ok: true, body: await this.#detail(known, session) };
  }

  async create(
    { body }: Input<'createTemplate'>,
    session: RunSession,
    key: string,
  ): Promise<Outcome<Template> & { replayed?: boolean }> {
    const { account, member } = session;
    const before = await this.#store.ofKey(account, key);
    if (before !== undefined) return this.#again(before, body, session);
    if ((await this.#store.of(account)).length >= MAX_OWN) {
      const detail = `A workspace keeps at most ${MAX_OWN} templates of its own.`;
      return { ok: false, problem: problemOf('invalid_state', detail) };
    }
    const at = this.#now();
    const row = { template: newId('template', at), account, author: member, body, created_at: at };
    const made = await this.#store.insert(row, key);
    if (made === undefined) {
      // Another request of the same key was quicker.
      const first = await this.#store.ofKey(account, key);
      if (first === undefined) throw new Error('A template could not be stored.');
      return this.#again(first, body, session);
    }
    return { ok: true, body: await this.#detail(knownOf(made), session) };
  }

  async edit({ params, body }: Input<'editTemplate'>, session: RunSession): Promise<Outcome<Template>> {
    const problem = await this.#refusal(params.template, session);
    if (problem !== null) return { ok: false, problem };
    const { account, member } = session;
    const row = await this.#store.update(account, params.template, body, { member, at: this.#now() });
    if (row === undefined) return { ok: false, problem: noTemplate(params.template) };
    return { ok: true, body: await this.#detail(knownOf(row), session) };
  }

  async remove({ params }: Input<'deleteTemplate'>, session: RunSession): Promise<Outcome<object>> {
    const problem = await this.#refusal(params.template, session);
    if (problem !== null) return { ok: false, problem };
    await this.#store.remove(session.account, params.template);
    return { ok: true, body: {} };
  }

  async favour(
    { params }: Input<'favourTemplate'>,
    { account, member }: RunSession,
    is_favourite: boolean,
  ): Promise<Outcome<Favourite>> {
    if ((await this.#known(account, params.template)) === null)
      return { ok: false, problem: noTemplate(params.template) };
    await this.#store.favour(account, member, params.template, is_favourite ? this.#now() : null);
    return { ok: true, body: { is_favourite } };
  }

  async saved(
    { query }: Input<'listSaved'>,
    { account, member }: RunSession,
  ): Promise<Outcome<{ data: SavedOutput[] }>> {
    const rows = await this.#store.saved(account, member, query.template);
    const data = rows.map(({ created_at, ...row }) => ({
      ...row,
      saved_at: new Date(created_at).toISOString(),
    }));
    return { ok: true, body: { data } };
  }

  async save(
    { params }: Input<'saveOutput'>,
    { account, member }: RunSession,
    is_favourite: boolean,
  ): Promise<Outcome<Favourite>> {
    const { output } = params;
    const found = is_favourite
      ? await this.#store.save(account, member, output, this.#now())
      : await this.#store.unsave(account, member, output);
    return found ? { ok: true, body: { is_favourite } } : { ok: false, problem: noOutput(output) };
  }

  async #known(account: string, template: string): Promise<Known | null> {
    const file = BUILT_IN.get(template);
    if (file !== undefined) return { file, row: null };
    const row = await this.#store.one(account, template);
    return row === undefined ? null : knownOf(row);
  }

  /** Why this person can't change the template; null if they can. */
  async #refusal(template: string, session: RunSession): Promise<Problem | null> {
    const known = await this.#known(session.account, template);
    if (known === null) return noTemplate(template);
    if (mayEdit(known, session)) return null;
    const detail =
      known.row === null
        ? 'Templates that come with the product stay as they are.'
        : 'The author, admins and owners may change this template.';
    return problemOf('not_allowed', detail, { template });
  }

  async #again(
    row: TemplateRow,
    body: TemplateBody,
    session: RunSession,
  ): Promise<Outcome<Template> & { replayed?: boolean }> {
    const names = Object.keys(body) as (keyof TemplateBody)[];
    const field = names.find((name) => !isDeepStrictEqual(body[name], row.body[name]));
    if (field !== undefined) {
      const detail = `This key was used for a template with another \`${field}\`.`;
      return { ok: false, problem: problemOf('idempotency_mismatch', detail, { field }) };
    }
    return { ok: true, body: await this.#detail(knownOf(row), session), replayed: true };
  }

  async #detail(known: Known, session: RunSession): Promise<Template> {
    const { account, member } = session;
    const [favourites, used, last] = await Promise.all([
      this.#store.favourites(account, member),
      this.#store.lastUsed(account, member),
      this.#store.lastInputs(account, member, known.file.id),
    ]);
    const { inputs, prompt, tips, sample } = known.file;
    const last_inputs = last === null ? null : (JSON.parse(last) as Record<string, string>);
    const author = known.row?.author ?? null;
    return {
      ...summaryOf(known, session, favourites, used),
      inputs,
      prompt,
      tips,
      sample,
      author,
      last_inputs,
    };
  }
}

const knownOf = (row: TemplateRow): Known => ({ file: { ...row.body, id: row.template }, row });

const mayEdit = ({ row }: Known, { member, role }: Pick<RunSession, 'member' | 'role'>): boolean =>
  row !== null && (role !== 'member' || row.author === member);

function summaryOf(
  known: Known,
  session: Pick<RunSession, 'member' | 'role'>,
  favourites: ReadonlySet<string>,
  used: ReadonlyMap<string, number>,
): TemplateSummary {
  const { id, name, category, shape, words, length_from, purpose } = known.file;
  const used_at = used.get(id);
  return {
    template: id,
    name,
    category,
    shape,
    words,
    length_from,
    purpose,
    is_own: known.row !== null,
    may_edit: mayEdit(known, session),
    is_favourite: favourites.has(id),
    last_used_at: used_at === undefined ? null : new Date(used_at).toISOString(),
  };
}
