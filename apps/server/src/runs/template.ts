import { type Problem, invalidRequest, problemOf } from '@inkwell/contract';
import { type Filled, canonicalInputs, fill } from '../templates/fill.ts';
import type { Context, Input } from './types.ts';

type Asked = Input<'startRun'>['body'];

/** What a run's template makes of its inputs; null for a run without one. */
export type FilledOutcome = { ok: true; filled: Filled | null } | { ok: false; problem: Problem };

/** Fills the template that the run names: 404 if there is none, 400 with each field that does not fit it. */
export async function fillTemplate(
  { templates }: Pick<Context, 'templates'>,
  body: Pick<Asked, 'kind' | 'template' | 'inputs'>,
  account: string,
): Promise<FilledOutcome> {
  if (body.kind !== 'template' || body.template === null) return { ok: true, filled: null };
  const template = await templates.find(account, body.template);
  if (template === null) {
    const detail = `There is no template ${body.template}.`;
    return { ok: false, problem: problemOf('template_not_found', detail, { template: body.template }) };
  }
  const outcome = fill(template, body.inputs);
  return outcome.ok ? outcome : { ok: false, problem: invalidRequest(outcome.errors) };
}

/** A request as its run's row keeps it. A template's `input` follows from the inputs, so it is not compared. */
export function askedAs(body: Asked, row: { input: string }) {
  const inputs = body.inputs === null ? null : canonicalInputs(body.inputs);
  return { ...body, inputs, input: body.kind === 'template' ? row.input : body.input };
}
