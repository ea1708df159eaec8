/** Seconds of the function `drift`: no step of a run is longer. */
export const DRIFT_SECONDS = 120;

/** A run's shards are read in so many batches at most, of which so many are read at once. */
export const MOST_BATCHES = 20;
export const BATCHES_AT_ONCE = 4;
/** So often a batch is gone on with, and each other step that loops: what is left then is named as a gap. */
export const MOST_SLICES = 16;

/** No run takes longer: Step Functions ends it. */
export const LONGEST_RUN_SECONDS = 6 * 60 * 60;

/** So long an event may be on its way, to us and to the event history: what differs after that is decided. */
const LATE_EVENTS_SECONDS = 900;
/** How late SQS may be in counting: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
const SETTLING_SECONDS = 60;
/** The function ends before this: what takes longer was never begun. */
const TASK_SECONDS = 180;

/** Tries after the first: of what failed, and of what was throttled before it began. */
const AGAIN = 3;
const AGAIN_THROTTLED = 6;

/** The steps that the function takes. */
export type DriftStep =
  | 'plan'
  | 'scan'
  | 'give-up'
  | 'reconcile'
  | 'explain'
  | 'settle'
  | 'report'
  | 'abandon';

export type State = Readonly<Record<string, unknown>> & { readonly Type: string };

export interface Machine {
  readonly Comment: string;
  readonly TimeoutSeconds: number;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/**
 * A run of reading the whole account, in the Amazon States Language: what passes between its steps is where they are, never what they
 * found.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html
 */
export function driftMachine(functionArn: string): Machine {
  const task = (step: DriftStep, next: string, caught: string, errorPath: string | null = null): State => ({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: {
      FunctionName: functionArn,
      Payload: { step, 'execution.$': '$$.Execution.Id', 'state.$': '$' },
    },
    OutputPath: '$.Payload',
    TimeoutSeconds: TASK_SECONDS,
    Retry: RETRY,
    Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: errorPath, Next: caught }],
    Next: next,
  });
  return {
    Comment: 'Reads the whole account, says what differs from what was recorded, and reports',
    TimeoutSeconds: LONGEST_RUN_SECONDS,
    StartAt: 'Plan',
    States: {
      Plan: task('plan', 'IsOurs', 'Abandon'),
      // Another run took its place, or this one was reported already.
      IsOurs: choice([when('$.go', true, 'Scan')], 'NothingToDo'),
      NothingToDo: { Type: 'Succeed' },
      Scan: {
        Type: 'Map',
        ItemsPath: '$.batches',
        ItemSelector: { 'run.$': '$.run', 'batch.$': '$$.Map.Item.Value' },
        MaxConcurrency: BATCHES_AT_ONCE,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'INLINE' },
          StartAt: 'ScanBatch',
          States: {
            ScanBatch: task('scan', 'IsBatchRead', 'GiveUp'),
            // What failed again and again, alone: the shard at hand. Those after it are gone on with.
            GiveUp: task('give-up', 'IsBatchRead', 'BatchRead'),
            IsBatchRead: choice([when('$.done', false, 'ScanBatch')], 'BatchRead'),
            BatchRead: { Type: 'Succeed' },
          },
        },
        ResultPath: null,
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.errors.scan', Next: 'Reconcile' }],
        Next: 'Reconcile',
      },
      Reconcile: task('reconcile', 'IsReconciled', 'IsBaseline', '$.errors.reconcile'),
      IsReconciled: choice([when('$.done', false, 'Reconcile')], 'IsBaseline'),
      // Of what was there before anybody listened nothing is to be explained.
      IsBaseline: choice([is('$.run.kind', 'baseline', 'Settle')], 'WaitForLateEvents'),
      WaitForLateEvents: { Type: 'Wait', Seconds: LATE_EVENTS_SECONDS, Next: 'Explain' },
      Explain: task('explain', 'IsExplained', 'Settle', '$.errors.explain'),
      IsExplained: choice([when('$.done', false, 'Explain')], 'Settle'),
      Settle: task('settle', 'IsSettled', 'Report', '$.errors.settle'),
      IsSettled: choice([when('$.done', false, 'WaitUntilJudged')], 'Report'),
      WaitUntilJudged: { Type: 'Wait', Seconds: SETTLING_SECONDS, Next: 'Settle' },
      Report: task('report', 'Reported', 'Abandon', '$.errors.report'),
      Reported: { Type: 'Succeed' },
      Abandon: task('abandon', 'Failed', 'Failed'),
      Failed: {
        Type: 'Fail',
        Error: 'DriftRunFailed',
        Cause: 'The run could not be planned or reported: the log of the function drift says why',
      },
    },
  };
}

/**
 * Each wait a random part of a longer one, so that batches that failed together are not tried together.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html
 */
const RETRY = [
  {
    ErrorEquals: ['Lambda.TooManyRequestsException'],
    ...{ IntervalSeconds: 10, MaxAttempts: AGAIN_THROTTLED, BackoffRate: 2 },
    ...{ MaxDelaySeconds: 120, JitterStrategy: 'FULL' },
  },
  {
    ErrorEquals: ['States.TaskFailed', 'States.Timeout'],
    ...{ IntervalSeconds: 5, MaxAttempts: AGAIN, BackoffRate: 3 },
    ...{ MaxDelaySeconds: 60, JitterStrategy: 'FULL' },
  },
];

interface Rule extends Readonly<Record<string, unknown>> {
  readonly Next: string;
}

function choice(Choices: readonly Rule[], Default: string): State {
  return { Type: 'Choice', Choices, Default };
}

function when(Variable: string, BooleanEquals: boolean, Next: string): Rule {
  return { Variable, BooleanEquals, Next };
}

function is(Variable: string, StringEquals: string, Next: string): Rule {
  return { Variable, StringEquals, Next };
}

/** Entered and left; what starts, and what ends, an execution, a Map and a part of one. */
const STATE_EVENTS = 2;
/** Scheduled, started, and succeeded or failed. */
const ATTEMPT_EVENTS = 3;

/**
 * The longest history that a run can have, of the 25,000 events that AWS allows: each step failing as often as it may each time, and
 * in each slice of a batch both its reading and its giving up.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
export function mostHistoryEvents(): number {
  const step = STATE_EVENTS + (1 + AGAIN + AGAIN_THROTTLED) * ATTEMPT_EVENTS;
  const looped = step + STATE_EVENTS;
  const batch = STATE_EVENTS + MOST_SLICES * (step + looped) + STATE_EVENTS;
  const loops = 3 * MOST_SLICES * (looped + STATE_EVENTS);
  const others = 3 * step + 8 * STATE_EVENTS;
  return MOST_BATCHES * batch + loops + others;
}
