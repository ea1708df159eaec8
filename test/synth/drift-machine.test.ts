import {
  BATCHES_AT_ONCE,
  DRIFT_SECONDS,
  driftMachine,
  LONGEST_RUN_SECONDS,
  MOST_BATCHES,
  MOST_SLICES,
  mostHistoryEvents,
  type State,
} from '@podguard/deployment';
import { describe, expect, it, test } from 'vitest';
import { runMachine } from '../support/run-machine.ts';
import { DEPLOYMENTS, named, ofType, statementsOf, synthesize, textOf } from '../support/synthesize.ts';

interface Flow {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

interface Handler {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
}

const ARN = 'arn:aws:lambda:eu-central-1:111122223333:function:podguard-dev-drift';
const machine = driftMachine(ARN);
const batch = machine.States.Scan?.ItemProcessor as Flow;
const flows: readonly (readonly [string, Flow])[] = [
  ['the run', machine],
  ['a batch', batch],
];
const tasks = flows.flatMap(([, { States }]) =>
  Object.entries(States).filter(([, { Type }]) => Type === 'Task'),
);

function nextsOf({ Next, Default, Choices = [], Catch = [] }: State): readonly string[] {
  const branches = [...(Choices as readonly Handler[]), ...(Catch as readonly Handler[])];
  return [Next, Default, ...branches.map((branch) => branch.Next)].filter((next) => typeof next === 'string');
}

describe.each(flows)('the states of %s', (_, { StartAt, States }) => {
  it('can all be reached, and lead to states that are there', () => {
    const reached = new Set([StartAt]);
    for (const name of reached) {
      expect(Object.keys(States)).toContain(name);
      for (const next of nextsOf(States[name] as State)) reached.add(next);
    }
    expect([...reached].toSorted()).toEqual(Object.keys(States).toSorted());
  });

  it('end, or go on: none is a dead end, and a choice has an answer to everything', () => {
    for (const [name, state] of Object.entries(States)) {
      if (state.Type === 'Succeed' || state.Type === 'Fail') expect(nextsOf(state), name).toEqual([]);
      else expect(nextsOf(state).length, name).toBeGreaterThan(0);
      if (state.Type === 'Choice') expect(state.Default, name).toEqual(expect.any(String));
    }
  });
});

describe('each task', () => {
  it.each(tasks)(
    '%s is tried again, later each time and not when the others are, and what fails is caught',
    (_, state) => {
      const { Retry, Catch } = state as unknown as { Retry: readonly Handler[]; Catch: readonly Handler[] };
      expect(Catch).toEqual([expect.objectContaining({ ErrorEquals: ['States.ALL'] })]);
      expect(Retry.flatMap(({ ErrorEquals }) => ErrorEquals)).toEqual(
        expect.arrayContaining(['Lambda.TooManyRequestsException', 'States.TaskFailed', 'States.Timeout']),
      );
      for (const retrier of Retry) {
        expect(retrier).toMatchObject({ JitterStrategy: 'FULL', MaxDelaySeconds: expect.any(Number) });
        expect(retrier).toHaveProperty(
          'BackoffRate',
          expect.toSatisfy((rate: number) => rate > 1),
        );
      }
    },
  );

  it.each(tasks)('%s calls the function and nothing else, and outlasts it', (_, state) => {
    expect(state).toMatchObject({
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: ARN },
    });
    expect(state.TimeoutSeconds).toBeGreaterThan(DRIFT_SECONDS);
  });
});

test('a batch that fails keeps no other from going on: what it could not read is given up by itself', () => {
  expect(batch.States.ScanBatch?.Catch).toEqual([
    { ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'GiveUp' },
  ]);
  expect(nextsOf(batch.States.GiveUp as State)).toEqual(['IsBatchRead', 'BatchRead']);
});

test('a run that cannot be reported fails, so that an alarm begins', () => {
  for (const name of ['Plan', 'Report']) expect(nextsOf(machine.States[name] as State)).toContain('Abandon');
  expect(nextsOf(machine.States.Abandon as State)).toEqual(['Failed', 'Failed']);
  expect(machine.States.Failed?.Type).toBe('Fail');
});

test('a baseline waits for no late events', () => {
  expect(machine.States.IsBaseline).toMatchObject({
    Choices: [{ Variable: '$.run.kind', StringEquals: 'baseline', Next: 'Settle' }],
    Default: 'WaitForLateEvents',
  });
  expect(machine.States.WaitForLateEvents).toMatchObject({ Type: 'Wait', Seconds: 900, Next: 'Explain' });
});

const THROTTLED = 'Lambda.TooManyRequestsException';
const FAILED = 'States.TaskFailed';

/** Each call is throttled and fails as often as it may, and each that reads a batch once more, so that its shard is given up. */
async function longestRun() {
  const run = { run: 'r', kind: 'drift', startedAt: '2026-01-02T10:00:00Z' };
  const batches = Array.from({ length: MOST_BATCHES }, (_, index) => String(index));
  const ended = new Map<string, number>();
  let faults: readonly string[] = [];
  let isNew = true;
  let calls = 0;
  const made = await runMachine(machine, run, {
    execution: 'arn',
    wait: () => {},
    async call({ step, state }) {
      calls += 1;
      if (isNew) {
        const { Retry } = machine.States.Plan as State;
        const [throttled, failed] = Retry as readonly { readonly MaxAttempts: number }[];
        faults = [
          ...Array.from({ length: throttled?.MaxAttempts ?? 0 }, () => THROTTLED),
          ...Array.from({ length: failed?.MaxAttempts ?? 0 }, () => FAILED),
          ...(step === 'scan' ? [FAILED] : []),
        ];
      }
      const [fault, ...left] = faults;
      faults = left;
      isNew = fault === undefined || (step === 'scan' && left.length === 0);
      if (fault !== undefined) throw Object.assign(new Error(fault), { name: fault });
      if (step === 'plan') return { go: true, run, batches };
      const { batch } = state as { readonly batch?: string };
      const taken = (ended.get(`${step} ${batch}`) ?? 0) + 1;
      ended.set(`${step} ${batch}`, taken);
      return { run, batch, done: taken >= MOST_SLICES };
    },
  });
  expect(made.failed).toBe(false);
  for (const name of ['ScanBatch', 'GiveUp'])
    expect(made.entered.filter((one) => one.endsWith(name))).toHaveLength(MOST_BATCHES * MOST_SLICES);
  return { calls, states: made.entered.length };
}

test('no run whatever fails in it has a longer history than is said', async () => {
  const { calls, states } = await longestRun();
  // Two of each state, of the execution and of each part of the Map, three of each call.
  const events = calls * 3 + states * 2 + 2 + MOST_BATCHES * 2;
  expect(events).toBeGreaterThan(20_000);
  expect(mostHistoryEvents()).toBeGreaterThanOrEqual(events);
});

test('a run ends by itself, so that none is taken for one that is under way', () => {
  expect(machine.TimeoutSeconds).toBe(LONGEST_RUN_SECONDS);
  expect(LONGEST_RUN_SECONDS).toBeLessThan(24 * 3600);
});

test("the longest history fits into AWS's 25,000 events, and a batch's name is all that a batch begins with", () => {
  expect(mostHistoryEvents()).toBeLessThan(25_000);
  expect(MOST_BATCHES).toBeLessThanOrEqual(200);
  expect(BATCHES_AT_ONCE).toBeLessThan(10);
  expect(machine.States.Scan).toMatchObject({
    ItemsPath: '$.batches',
    ItemSelector: { 'run.$': '$.run', 'batch.$': '$$.Map.Item.Value' },
    ResultPath: null,
  });
});

describe.each(Object.entries(DEPLOYMENTS))('%s', (_, deployment) => {
  it('has the machine, whose role calls that function only, in the name of that machine only', async () => {
    const synthesis = await synthesize(deployment);
    const prefix = `podguard-${deployment.stage}`;
    const { account, home } = synthesis;
    const made = named(synthesis, 'DriftMachine').inputs;
    const functionArn = `arn:aws:lambda:${home}:${account}:function:${prefix}-drift`;
    expect(made).toMatchObject({ name: `${prefix}-drift`, type: 'STANDARD' });
    expect(JSON.parse(String(made.definition))).toEqual(
      JSON.parse(JSON.stringify(driftMachine(functionArn))),
    );
    expect(statementsOf(named(synthesis, 'DriftMachinePolicy'))).toEqual([
      { Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: [functionArn] },
    ]);
    const trust = JSON.parse(textOf(named(synthesis, 'DriftMachineRole'), 'assumeRolePolicy'));
    expect(trust.Statement).toMatchObject([
      {
        Principal: { Service: 'states.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': `arn:aws:states:${home}:${account}:stateMachine:${prefix}-drift` },
        },
      },
    ]);
  });

  it('starts a run on a schedule, under the id of the time when it is due', async () => {
    const synthesis = await synthesize(deployment);
    const schedules = ofType(synthesis, 'Schedule').filter(({ inputs }) =>
      String(inputs.name).endsWith('-drift'),
    );
    expect(schedules.map(({ inputs }) => inputs.scheduleExpression)).toEqual(['rate(24 hours)']);
    const target = schedules[0]?.inputs.target as { readonly arn: string; readonly input: string };
    expect(target.arn).toBe(
      `arn:aws:states:${synthesis.home}:${synthesis.account}:stateMachine:podguard-${deployment.stage}-drift`,
    );
    expect(JSON.parse(target.input)).toEqual({ run: '<aws.scheduler.scheduled-time>', by: 'schedule' });
  });
});
