import type { DriftInput, DriftStart } from './drift-state.ts';

export interface DriftStartDeps {
  /** Starts an execution of that name; `taken`: there was one of that name, with another input or at its end. */
  readonly startExecution: (name: string, input: DriftInput) => Promise<'started' | 'taken'>;
  readonly now: () => Date;
}

/**
 * Starts a run. Where there was an execution of its name, another one looks whether there is something to do: a run that failed is
 * begun again, one that is under way or was reported is left alone.
 */
export async function startDrift(
  { start: run, kind }: DriftStart,
  { startExecution, now }: DriftStartDeps,
): Promise<{ readonly execution: string }> {
  const input: DriftInput = { run, by: 'start', ...(kind === undefined ? {} : { kind }) };
  if ((await startExecution(run, input)) === 'started') return { execution: run };
  const execution = `${run}-${now()
    .toISOString()
    .replaceAll(/[-:]|\.\d+/g, '')}`;
  await startExecution(execution, input);
  return { execution };
}
