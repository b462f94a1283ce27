import { OutputView, type OutputActs } from './output-view.tsx';
import type { RunState } from './run-state.ts';
import { refusalSentence } from './sentences.ts';
import { useReader } from './use-reader.ts';

/** A run's outputs: one at a reading measure, several side by side. */
export function RunView({ run, acts }: { readonly run: RunState; readonly acts: OutputActs }) {
  const reader = useReader();
  const many = run.outputs.length > 1;
  return (
    <article aria-label={run.input} className="border-t border-rule py-6">
      <h2 className="mb-4 text-13 text-muted">
        <span className="line-clamp-2">{run.input}</span>
      </h2>
      {run.phase === 'refused' && run.problem ? (
        <p role="alert" className="border-l-2 border-bad pl-3">
          {refusalSentence(run.problem.code, run.problem.message, reader)}{' '}
          <button type="button" className="link" onClick={() => acts.again()}>
            Try again
          </button>
        </p>
      ) : (
        <div className={many ? 'grid grid-cols-[repeat(auto-fill,minmax(280px,1fr))] gap-x-8 gap-y-8' : ''}>
          {run.outputs.map((output) => (
            <OutputView
              key={output.output}
              state={output}
              many={many}
              about_words={run.about_words}
              is_demo={run.is_demo}
              dropped={run.dropped}
              reader={reader}
              acts={acts}
            />
          ))}
        </div>
      )}
    </article>
  );
}
