import type { Machine, State } from '@podguard/deployment';

/** What a function gets of a task, and answers. */
export type CallFunction = (payload: Readonly<Record<string, unknown>>) => Promise<unknown>;

export interface MachineRun {
  /** The names of states in the order in which they were entered; those of a batch with its number. */
  readonly entered: readonly string[];
  readonly output: unknown;
  readonly failed: boolean;
}

export interface RunOptions {
  /** The execution's ARN. */
  readonly execution: string;
  readonly call: CallFunction;
  /** Instead of waiting. */
  readonly wait: (seconds: number) => void;
}

interface Rule {
  readonly Variable: string;
  readonly BooleanEquals?: boolean;
  readonly StringEquals?: string;
  readonly Next: string;
}

interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly MaxAttempts: number;
}

interface Catcher {
  readonly ResultPath: string | null;
  readonly Next: string;
}

type Flow = Pick<Machine, 'StartAt' | 'States'>;
type Scope = (name: string, value: unknown) => unknown;

/**
 * Runs a state machine as Step Functions does, one batch after the other, as far as ours uses the language.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html
 */
export async function runMachine(
  machine: Flow,
  input: unknown,
  { execution, call, wait }: RunOptions,
): Promise<MachineRun> {
  const entered: string[] = [];

  async function run(flow: Flow, from: unknown, prefix: string, scope: Scope): Promise<Outcome> {
    let data = from;
    for (let name = flow.StartAt; ; ) {
      const state = flow.States[name] as State;
      entered.push(`${prefix}${name}`);
      if (state.Type === 'Succeed') return { output: data, failed: false };
      if (state.Type === 'Fail') return { output: { Error: state.Error }, failed: true };
      if (state.Type === 'Choice') {
        name = chosen(state, data);
        continue;
      }
      if (state.Type === 'Task') ({ data, next: name } = await task(state, data, scope));
      else if (state.Type === 'Map') ({ data, next: name } = await map(state, data, scope));
      else {
        wait(state.Seconds as number);
        name = state.Next as string;
      }
    }
  }

  async function task(state: State, data: unknown, scope: Scope): Promise<Step> {
    const { Payload } = filled(state.Parameters, data, scope) as { readonly Payload: Payload };
    const tries = new Map<Retrier, number>();
    for (;;) {
      try {
        const answer = await call(Payload);
        return { data: JSON.parse(JSON.stringify(answer)), next: state.Next as string };
      } catch (error) {
        const { name, message } = error as Error;
        const retrier = (state.Retry as readonly Retrier[]).find(
          (one) => one.ErrorEquals.includes(name) || one.ErrorEquals.includes('States.TaskFailed'),
        );
        const count = retrier === undefined ? 0 : (tries.get(retrier) ?? 0);
        if (retrier !== undefined && count < retrier.MaxAttempts) tries.set(retrier, count + 1);
        else return caught(state, data, { Error: name, Cause: message });
      }
    }
  }

  async function map(state: State, data: unknown, scope: Scope): Promise<Step> {
    const items = at(state.ItemsPath as string, data) as readonly unknown[];
    const one = (item: unknown, index: number) => {
      const inMap: Scope = (path, value) => (path === '$$.Map.Item.Value' ? item : scope(path, value));
      return run(state.ItemProcessor as Flow, filled(state.ItemSelector, data, inMap), `${index}.`, inMap);
    };
    const outcomes: Outcome[] = [];
    for (const [index, item] of items.entries()) outcomes.push(await one(item, index));
    if (outcomes.some(({ failed }) => failed)) return caught(state, data, { Error: 'States.Map', Cause: '' });
    return { data, next: state.Next as string };
  }

  const scope: Scope = (path, value) => (path === '$$.Execution.Id' ? execution : at(path, value));
  return { ...(await run(machine, input, '', scope)), entered };
}

type Payload = Readonly<Record<string, unknown>>;
interface Step {
  readonly data: unknown;
  readonly next: string;
}
interface Outcome {
  readonly output: unknown;
  readonly failed: boolean;
}

function chosen({ Choices, Default }: State, data: unknown): string {
  const rule = (Choices as readonly Rule[]).find(
    (one) => at(one.Variable, data) === (one.BooleanEquals ?? one.StringEquals),
  );
  return rule?.Next ?? (Default as string);
}

function caught(state: State, data: unknown, error: object): Step {
  const [catcher] = state.Catch as readonly [Catcher];
  const path = catcher.ResultPath;
  if (path === null) return { data, next: catcher.Next };
  const [, first = '', second = ''] = path.split('.');
  const inside = (data as Payload)[first] as object | undefined;
  return { data: { ...(data as object), [first]: { ...inside, [second]: error } }, next: catcher.Next };
}

/** Fills in what names end with `.$` for. */
function filled(template: unknown, data: unknown, scope: Scope): unknown {
  if (typeof template !== 'object' || template === null) return template;
  const entries = Object.entries(template).map(([name, value]) =>
    name.endsWith('.$') ? [name.slice(0, -2), scope(value, data)] : [name, filled(value, data, scope)],
  );
  return Object.fromEntries(entries);
}

function at(path: string, data: unknown): unknown {
  return path
    .split('.')
    .slice(1)
    .reduce<unknown>((value, name) => (value as Payload | undefined)?.[name], data);
}
