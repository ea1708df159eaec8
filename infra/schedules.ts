import { type DriftMachine, machineArn } from './drift.ts';
import type { DeployedFunction } from './function.ts';
import type { FunctionName } from './function-settings.ts';
import { logicalName } from './names.ts';
import type { Place } from './place.ts';
import { policyDocument, trustOf } from './statements.ts';

export interface SchedulesSpec {
  readonly prefix: string;
  readonly place: Place;
  readonly functions: Readonly<Record<FunctionName, DeployedFunction>>;
  readonly drift: DriftMachine;
  readonly everyHours: number;
  /** For calls that Scheduler could not make. */
  readonly missed: aws.sqs.Queue;
}

interface Schedule {
  readonly name: string;
  readonly expression: string;
  readonly target: { readonly arn: $util.Input<string> };
  readonly input: Readonly<Record<string, string>>;
}

export function createSchedules(spec: SchedulesSpec): readonly aws.scheduler.Schedule[] {
  const { prefix, place, functions, drift, everyHours, missed } = spec;
  const { sweep, canary } = functions;
  const held = functions['tell-held'];
  const group = new aws.scheduler.ScheduleGroup('Schedules', { name: prefix });
  const groupArn = `arn:aws:scheduler:${place.home}:${place.account}:schedule-group/${prefix}`;
  // Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
  const role = new aws.iam.Role('ScheduleRole', {
    name: `${prefix}-schedules`,
    description: 'Calls functions and starts runs on a schedule',
    assumeRolePolicy: trustOf('scheduler.amazonaws.com', {
      StringEquals: { 'aws:SourceAccount': place.account, 'aws:SourceArn': groupArn },
    }),
  });
  const policy = new aws.iam.RolePolicy('SchedulePolicy', {
    name: 'call',
    role: role.name,
    policy: policyDocument([
      { actions: ['lambda:InvokeFunction'], resources: [sweep.arn, canary.arn, held.arn] },
      { actions: ['states:StartExecution'], resources: [machineArn(spec)] },
      { actions: ['sqs:SendMessage'], resources: [missed.arn] },
    ]),
  });
  const schedules: readonly Schedule[] = [
    { name: 'sweep', expression: 'rate(15 minutes)', target: sweep, input: {} },
    { name: 'tell-held', expression: 'rate(1 minute)', target: held, input: {} },
    { name: 'canary-send', expression: 'cron(0 3 * * ? *)', target: canary, input: { canary: 'send' } },
    {
      name: 'drift',
      expression: everyHours === 1 ? 'rate(1 hour)' : `rate(${everyHours} hours)`,
      target: { arn: machineArn(spec) },
      // The same run, should Scheduler start it twice.
      // Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
      input: { run: '<aws.scheduler.scheduled-time>', by: 'schedule' },
    },
    { name: 'canary-check', expression: 'rate(1 hour)', target: canary, input: { canary: 'check' } },
  ];
  return schedules.map(
    ({ name, expression, target, input }) =>
      new aws.scheduler.Schedule(
        `${logicalName(name)}Schedule`,
        {
          name: `${prefix}-${name}`,
          groupName: group.name,
          scheduleExpression: expression,
          flexibleTimeWindow: { mode: 'OFF' },
          target: {
            arn: target.arn,
            roleArn: role.arn,
            input: JSON.stringify(input),
            retryPolicy: { maximumRetryAttempts: 5, maximumEventAgeInSeconds: 600 },
            deadLetterConfig: { arn: missed.arn },
          },
        },
        { dependsOn: [policy, drift.machine] },
      ),
  );
}
