import { Link, useParams } from '@tanstack/react-router';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useLeft } from '../../shared/api/queries.ts';
import type { Template } from '../../shared/api/types.ts';
import { count } from '../../shared/format/number.ts';
import { recall, remember } from '../../shared/theme/theme.ts';
import { Stepper } from '../../shared/ui/controls.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Await } from '../../shared/ui/states.tsx';
import { DemoNote } from '../write/demo-note.tsx';
import { useWriteKeys } from '../write/use-write-keys.ts';
import { isBusy } from './board.ts';
import { type Filled, InputFields } from './inputs.tsx';
import { Outputs } from './outputs.tsx';
import { favour, useTemplate } from './queries.ts';
import { SavedOutputs } from './saved.tsx';
import { StarButton } from './star.tsx';
import { generate, resume, stopAll, useBatches } from './store.ts';
import { aboutLength, costOf, faultOf, wordsEach } from './words.ts';

const DEFAULT_OUTPUTS = 3;

/** One template: its inputs on the left, what it writes on the right. */
export function TemplatePage() {
  const { template } = useParams({ from: '/templates/$template' });
  const query = useTemplate(template);
  return (
    <Await query={query} label="Opening the template" failed="This template could not be opened.">
      {(data) => <TemplateRun key={data.template} template={data} />}
    </Await>
  );
}

function TemplateRun({ template }: { readonly template: Template }) {
  const { template: id } = template;
  const [filled, setFilled] = useDraft(template);
  const [outputs, setOutputs] = useState(DEFAULT_OUTPUTS);
  const [checked, setChecked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const first = useRef<HTMLElement>(null);
  const batches = useBatches(id);
  const busy = batches.some(isBusy);
  const each = wordsEach(template, filled.values);
  useEffect(() => void resume(id, template.words), [id, template.words]);
  useWriteKeys({ focus: () => first.current?.focus(), stop: () => void stopAll(id), running: busy });
  const run = (n: number) => {
    setChecked(true);
    const wrong = template.inputs.findIndex(
      (input) => faultOf(input, filled.values[input.id] ?? '') !== null,
    );
    if (wrong >= 0) {
      form.current?.querySelectorAll<HTMLElement>('input, textarea')[wrong]?.focus();
      return;
    }
    const tone = filled.tone.trim() === '' ? null : filled.tone.trim();
    const language = filled.language === 'en' ? null : filled.language;
    void generate({ template: id, inputs: filled.values, tone, language }, n, each);
  };
  return (
    <Page title={template.name} full aside={<Aside template={template} />}>
      <p className="-mt-4 mb-6 text-muted">
        {template.purpose} <span className="text-faint">{aboutLength(template)}</span>
      </p>
      <div className="grid gap-x-8 gap-y-8 lg:grid-cols-[320px_minmax(0,1fr)] xl:grid-cols-[380px_minmax(0,1fr)] xl:gap-x-12">
        <form
          ref={form}
          aria-label="Inputs"
          noValidate
          className="lg:sticky lg:top-0 lg:-m-1 lg:max-h-dvh lg:self-start lg:overflow-y-auto lg:p-1"
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            run(outputs);
          }}
        >
          <UseExample template={template} onUse={setFilled} />
          <InputFields
            inputs={template.inputs}
            filled={filled}
            checked={checked}
            first={first}
            onChange={setFilled}
          />
          <Generate
            outputs={outputs}
            each={each}
            more={batches.length > 0}
            busy={busy}
            onOutputs={setOutputs}
            onRun={run}
          />
          <DemoNote />
        </form>
        <div className="min-w-0">
          <Outputs template={template} batches={batches} edit={() => first.current?.focus()} />
        </div>
      </div>
      <div className="mt-8">
        <SavedOutputs template={id} title={template.name} />
      </div>
    </Page>
  );
}

function Aside({ template }: { readonly template: Template }) {
  const { template: id, may_edit, is_favourite, name } = template;
  return (
    <span className="flex items-center gap-4 text-13">
      {may_edit && (
        <Link to="/templates/$template/edit" params={{ template: id }} className="link">
          Edit
        </Link>
      )}
      <Link to="/templates/new" search={{ from: id }} className="link">
        Make a copy
      </Link>
      <StarButton on={is_favourite} label={`${name}, favourite`} onChange={(on) => void favour(id, on)} />
    </span>
  );
}

function UseExample(props: { readonly template: Template; readonly onUse: (filled: Filled) => void }) {
  const { inputs, last_inputs } = props.template;
  const values = Object.fromEntries(inputs.map((input) => [input.id, input.example]));
  const known = Object.fromEntries(
    Object.entries(last_inputs ?? {}).filter(([id]) => inputs.some((input) => input.id === id)),
  );
  const fill = (next: Readonly<Record<string, string>>) =>
    props.onUse({ values: next, tone: '', language: 'en' });
  return (
    <p className="mb-4 flex flex-wrap gap-x-4 gap-y-1 text-13">
      <button type="button" className="link min-h-8 pointer-coarse:min-h-11" onClick={() => fill(values)}>
        Use example
      </button>
      {Object.keys(known).length > 0 && (
        <button type="button" className="link min-h-8 pointer-coarse:min-h-11" onClick={() => fill(known)}>
          Use what I wrote last
        </button>
      )}
    </p>
  );
}

function Generate(props: {
  readonly outputs: number;
  readonly each: number;
  readonly more: boolean;
  readonly busy: boolean;
  readonly onOutputs: (outputs: number) => void;
  readonly onRun: (outputs: number) => void;
}) {
  const { outputs, each, more, busy } = props;
  const left = useLeft();
  const cost = left === null ? null : costOf(each, outputs, left.left);
  const suggest = cost?.suggest ?? null;
  return (
    <div className="mt-6 border-t border-rule pt-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Stepper label="Outputs" value={outputs} min={1} max={10} onChange={props.onOutputs} />
        <button type="submit" className="button button-ink" disabled={busy}>
          {more ? 'Generate more' : 'Generate content'}
        </button>
      </div>
      <p className="mt-3 min-h-10 text-13 text-muted">
        {cost?.sentence}{' '}
        {suggest !== null && !busy && (
          <button
            type="button"
            className="link"
            aria-label={`Run ${count(suggest, 'output')}`}
            onClick={() => props.onRun(suggest)}
          >
            Run {suggest}
          </button>
        )}
      </p>
    </div>
  );
}

/** What was typed into a template stays on this device until it is used. */
function useDraft(template: Template): [Filled, (filled: Filled) => void] {
  const name = `inkwell.template.${template.template}`;
  const [filled, setFilled] = useState<Filled>(() => readDraft(recall(name)));
  const change = (next: Filled) => {
    setFilled(next);
    remember(name, JSON.stringify(next));
  };
  return [filled, change];
}

const EMPTY: Filled = { values: {}, tone: '', language: 'en' };

function readDraft(kept: string | null): Filled {
  if (kept === null) return EMPTY;
  try {
    return { ...EMPTY, ...(JSON.parse(kept) as Partial<Filled>) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return EMPTY;
  }
}
