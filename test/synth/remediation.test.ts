import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSettings, REMEDIATE_RECEIVES, type SettingName } from '@podguard/functions';
import { ALL_REMEDIATORS } from '@podguard/remediate';
import { describe, expect, it } from 'vitest';
import { REMEDIATE_FUNCTIONS } from '../../infra/function-settings.ts';
import {
  DEPLOYMENTS,
  listOf,
  named,
  ofType,
  queueArn,
  statementsOf,
  synthesize,
  textOf,
} from '../support/synthesize.ts';
import { ACCOUNT, changesOf, denialsOf, OWN, policyOf, propose, shadow } from './remediation-deployments.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const off = DEPLOYMENTS['dev in eu-central-1']!;

const ELSEWHERE = {
  Effect: 'Deny',
  NotAction: ['iam:*'],
  Resource: ['*'],
  Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-central-1', 'us-east-1'] } },
};

describe('where the mode of every rule is off', () => {
  it('there is neither a queue nor a function, and nobody sends to one', async () => {
    const synthesis = await synthesize(off);
    expect(synthesis.resources.filter(({ name }) => /remediat/i.test(name))).toEqual([]);
    expect(JSON.stringify(synthesis.resources)).not.toMatch(/remediate(?!dWith)/i);
  });
});

describe('in shadow mode', () => {
  it('the function changes nothing but its own, and reads what evaluate reads', async () => {
    const synthesis = await synthesize(shadow);
    expect(changesOf(synthesis)).toEqual([]);
    const reads = (name: string) =>
      statementsOf(ofType(synthesis, 'RolePolicy').find((one) => one.name === name)!).filter(
        ({ Effect, Action }) => Effect === 'Allow' && !listOf(Action).every((action) => OWN.test(action)),
      );
    expect(reads('RemediatePolicy')).toEqual(
      reads('EvaluatePolicy').map(({ Condition: _, ...anywhere }) => anywhere),
    );
    expect(denialsOf(synthesis)).toContainEqual(ELSEWHERE);
  });
});

describe('where a repair is proposed', () => {
  it('the role gets exactly what its remediator declares, in watched regions', async () => {
    const synthesis = await synthesize(propose);
    expect(changesOf(synthesis)).toEqual([
      {
        Effect: 'Allow',
        Action: ['ec2:ModifyInstanceMetadataOptions'],
        Resource: [`arn:aws:ec2:*:${ACCOUNT}:instance/*`],
      },
    ]);
    expect(denialsOf(synthesis)).toContainEqual(ELSEWHERE);
  });

  it('of what is its own it writes the table, and sends to its queue and to those of channels', async () => {
    const synthesis = await synthesize(propose);
    const queue = queueArn(named(synthesis, 'RemediateQueue'), synthesis);
    const fifo = ['sns', 'team'].map(
      (name) => `arn:aws:sqs:eu-central-1:${ACCOUNT}:podguard-dev-${name}.fifo`,
    );
    const own = statementsOf(policyOf(synthesis)).filter(
      ({ Effect, Action }) =>
        Effect === 'Allow' && listOf(Action).every((action) => /^(?:dynamodb|sqs):/.test(action)),
    );
    expect(own.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [
        ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan', 'BatchWriteItem'].map(
          (operation) => `dynamodb:${operation}`,
        ),
        [expect.stringMatching(/:table\/podguard-dev-/)],
      ],
      [['sqs:SendMessage'], [queue, ...fifo]],
      [['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], [queue]],
      [['sqs:ChangeMessageVisibility'], [queue]],
    ]);
  });

  it('nobody but dispatch, sweep, act and itself sends to its queue', async () => {
    const synthesis = await synthesize(propose);
    const queue = queueArn(named(synthesis, 'RemediateQueue'), synthesis);
    const senders = ofType(synthesis, 'RolePolicy').filter((policy) =>
      statementsOf(policy).some(
        ({ Action, Resource }) =>
          listOf(Action).includes('sqs:SendMessage') && listOf(Resource).includes(queue),
      ),
    );
    expect(senders.map(({ name }) => name).toSorted()).toEqual([
      'ActPolicy',
      'DispatchPolicy',
      'RemediatePolicy',
      'SweepPolicy',
    ]);
  });
});

describe('the function that repairs', () => {
  it('has more time than the longest repair may take, and its queue waits six times as long', async () => {
    const synthesis = await synthesize(shadow);
    const { timeout } = named(synthesis, 'RemediateFunction').inputs;
    const longest = Math.max(...ALL_REMEDIATORS.map(({ settlesMs }) => settlesMs)) / 1000;
    // The lease's own two minutes, and a minute to read and judge.
    expect(Number(timeout)).toBeGreaterThan(longest + 180);
    expect(timeout).toBe(REMEDIATE_FUNCTIONS.remediate.timeout);
    expect(named(synthesis, 'RemediateQueue').inputs.visibilityTimeoutSeconds).toBe(6 * Number(timeout));
    expect(named(synthesis, 'RemediateSource').inputs).toMatchObject({
      batchSize: 1,
      functionResponseTypes: ['ReportBatchItemFailures'],
      scalingConfig: { maximumConcurrency: 2 },
    });
    const { maxReceiveCount } = JSON.parse(textOf(named(synthesis, 'RemediateQueue'), 'redrivePolicy'));
    expect(maxReceiveCount).toBe(REMEDIATE_RECEIVES);
  });

  it('alarms where its sweep fails each time, which comes each quarter of an hour', async () => {
    const synthesis = await synthesize(shadow);
    expect(named(synthesis, 'RemediateFailuresAlarm').inputs).toMatchObject({
      ...{ metricName: 'Failures', dimensions: { service: 'remediate' }, threshold: 0 },
      ...{ period: 1_800, evaluationPeriods: 3, datapointsToAlarm: 3 },
    });
  });

  it('is not taken for a loop, as it goes on by its own queue', async () => {
    const allowed = ofType(await synthesize(shadow), 'FunctionRecursionConfig').map(({ inputs }) => inputs);
    expect(allowed).toContainEqual({
      functionName: 'podguard-dev-remediate',
      recursiveLoop: 'Allow',
    });
  });

  it('gets the variables that its handler asks for, and no others', async () => {
    const source = readFileSync(path.join(ROOT, 'packages/functions/src/handlers/remediate.ts'), 'utf8');
    const names = /parseSettings\(process\.env, \[([^\]]*)\]\)/.exec(source)?.[1] ?? '';
    const asked = [...names.matchAll(/'([A-Z_]+)'/g)].map(([, variable]) => variable as SettingName);
    const { variables } = named(await synthesize(shadow), 'RemediateFunction').inputs.environment as {
      readonly variables: Readonly<Record<string, string>>;
    };
    const given = { ...variables, AWS_REGION: 'eu-central-1', JUDGED_WITH: 'catalogue.configuration' };
    expect(parseSettings(given, asked)).toMatchObject({
      REMEDIATE_ROLE_ARN: `arn:aws:iam::${ACCOUNT}:role/podguard-dev-remediate`,
    });
    const own = Object.keys(variables).filter((variable) => !/^(?:SST|POWERTOOLS)_/.test(variable));
    expect(own.toSorted()).toEqual(
      asked.filter((variable) => !/^(?:AWS_REGION|JUDGED_WITH)$/.test(variable)).toSorted(),
    );
  });

  it.each(['Dispatch', 'Sweep', 'Act', 'Remediate'])('%s knows the queue', async (name) => {
    const { variables } = named(await synthesize(propose), `${name}Function`).inputs.environment as {
      readonly variables: Readonly<Record<string, string>>;
    };
    expect(variables.REMEDIATE_QUEUE_URL).toMatch(/\/podguard-dev-remediate$/);
  });
});

it('every alarm of it reaches the topic', async () => {
  const alarms = ofType(await synthesize(shadow), 'MetricAlarm').filter(({ inputs }) =>
    String(inputs.name).startsWith('podguard-dev-remediate-'),
  );
  expect(alarms.map(({ inputs }) => String(inputs.name).replace('podguard-dev-', '')).toSorted()).toEqual([
    'remediate-age',
    'remediate-dlq-depth',
    'remediate-errors',
    'remediate-failures',
    'remediate-throttles',
  ]);
  for (const { inputs } of alarms)
    expect(inputs.alarmActions).toEqual([expect.stringContaining('podguard-dev-alerts')]);
});
