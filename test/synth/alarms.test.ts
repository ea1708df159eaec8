import { describe, expect, test } from 'vitest';
import { FUNCTION_NAMES } from '../../infra/function-settings.ts';
import { logicalName } from '../../infra/names.ts';
import type { Synthesis, SynthesizedResource } from '../../scripts/synth/resource.ts';
import {
  DEPLOYMENTS,
  listOf,
  named,
  ofType,
  queueArn,
  ruleArn,
  statementsOf,
  synthesize,
  textOf,
} from '../support/synthesize.ts';

const alarms = (synthesis: Synthesis) => ofType(synthesis, 'MetricAlarm');
const watching = (
  synthesis: Synthesis,
  metric: string,
  dimension: string,
  value: unknown,
  region = synthesis.home,
) =>
  alarms(synthesis).filter(
    (alarm) =>
      alarm.region === region &&
      alarm.inputs.metricName === metric &&
      (alarm.inputs.dimensions as Readonly<Record<string, unknown>>)[dimension] === value,
  );
const topicArn = ({ home, account, app }: Synthesis) =>
  `arn:aws:sns:${home}:${account}:podguard-${app.stage}-alerts`;
const alarmArn = (alarm: SynthesizedResource, { account }: Synthesis) =>
  `arn:aws:cloudwatch:${alarm.region}:${account}:alarm:${textOf(alarm, 'name')}`;

describe.each(Object.entries(DEPLOYMENTS))('alarms of %s', (_, deployment) => {
  test('watch the depth of every queue that no function reads, and the oldest message of every one that one does', async () => {
    const synthesis = await synthesize(deployment);
    for (const queue of ofType(synthesis, 'Queue')) {
      const read = queue.inputs.redrivePolicy !== undefined;
      const metric = read ? 'ApproximateAgeOfOldestMessage' : 'ApproximateNumberOfMessagesVisible';
      const found = watching(synthesis, metric, 'QueueName', queue.inputs.name, queue.region);
      expect(found, queue.name).toHaveLength(1);
      if (!read) expect(found[0]!.inputs.threshold).toBe(0);
    }
  });

  test('watch errors and throttles of every function, and how far dispatch is behind the table', async () => {
    const synthesis = await synthesize(deployment);
    for (const name of FUNCTION_NAMES) {
      for (const metric of ['Errors', 'Throttles']) {
        expect(
          watching(synthesis, metric, 'FunctionName', `podguard-${deployment.stage}-${name}`),
          `${name} ${metric}`,
        ).toHaveLength(1);
      }
    }
    const behind = watching(
      synthesis,
      'IteratorAge',
      'FunctionName',
      `podguard-${deployment.stage}-dispatch`,
    );
    expect(behind).toHaveLength(1);
  });

  test('of functions that take batches count what they hand back, which Lambda takes for no error', async () => {
    const synthesis = await synthesize(deployment);
    for (const name of ['evaluate', 'dispatch', 'notify']) {
      const [alarm, ...more] = watching(synthesis, 'Failures', 'service', name);
      expect(more).toEqual([]);
      expect(alarm?.inputs, name).toMatchObject({ namespace: 'Podguard', statistic: 'Sum', threshold: 0 });
      const { variables } = named(synthesis, `${logicalName(name)}Function`).inputs.environment as {
        readonly variables: Readonly<Record<string, string>>;
      };
      expect(variables).toMatchObject({
        POWERTOOLS_SERVICE_NAME: name,
        POWERTOOLS_METRICS_NAMESPACE: 'Podguard',
      });
    }
  });

  test('of rarely called functions need one failure, not three in a row', async () => {
    const synthesis = await synthesize(deployment);
    for (const name of ['sweep', 'canary', 'drift', 'rejudge']) {
      const [alarm] = watching(synthesis, 'Errors', 'FunctionName', `podguard-${deployment.stage}-${name}`);
      expect(alarm!.inputs.datapointsToAlarm, name).toBe(1);
    }
  });

  test('tell of accounts of the organization that cannot be listed, where they are asked for', async () => {
    const synthesis = await synthesize(deployment);
    const found = alarms(synthesis).filter(({ inputs }) => inputs.metricName === 'OrganizationNotRead');
    const followed = deployment.config === 'every-region.config.ts';
    expect(found.map(({ inputs }) => inputs.dimensions)).toEqual(followed ? [{ service: 'sweep' }] : []);
  });

  test('all reach the topic, both when they begin and when they end', async () => {
    const synthesis = await synthesize(deployment);
    for (const { region, name, inputs } of alarms(synthesis)) {
      if (region !== synthesis.home) continue;
      expect(inputs.alarmActions, name).toEqual([topicArn(synthesis)]);
      expect(inputs.okActions, name).toEqual([topicArn(synthesis)]);
    }
  });

  test('of other regions, which cannot act in this one, fill a queue at home whose depth is watched', async () => {
    const synthesis = await synthesize(deployment);
    const told = (bus: boolean, region: string) =>
      ofType(synthesis, 'EventRule')
        .filter((rule) => (rule.inputs.eventBusName !== undefined) === bus && rule.region === region)
        .map(
          (rule) => JSON.parse(textOf(rule, 'eventPattern')) as Readonly<Record<string, readonly string[]>>,
        )
        .filter(({ source }) => source?.[0] === 'aws.cloudwatch')
        .map(({ resources, detail }) => ({ resources, detail }));
    const elsewhere = alarms(synthesis).filter(({ region }) => region !== synthesis.home);
    const detail = { state: { value: ['ALARM'] } };
    for (const alarm of elsewhere) {
      expect(told(false, alarm.region!), alarm.name).toEqual([
        { resources: [alarmArn(alarm, synthesis)], detail },
      ]);
    }
    const resources = elsewhere.map((alarm) => alarmArn(alarm, synthesis));
    const suffix = `:alarm:podguard-${deployment.stage}-undelivered-depth`;
    expect(told(true, synthesis.home)).toEqual(
      elsewhere.length === 0 ? [] : [{ resources: [{ suffix }], detail }],
    );
    for (const resource of resources) expect(resource.endsWith(suffix)).toBe(true);
    const notes = ofType(synthesis, 'Queue').filter(({ name }) => name === 'RemoteAlarmsQueue');
    expect(notes).toHaveLength(elsewhere.length === 0 ? 0 : 1);
    for (const queue of notes) {
      expect(named(synthesis, 'ForwardedAlarmsTarget').inputs.arn).toBe(queueArn(queue, synthesis));
      const [statement, ...more] = statementsOf(named(synthesis, 'RemoteAlarmsPolicy')).filter(
        ({ Effect }) => Effect === 'Allow',
      );
      expect(more).toEqual([]);
      expect(listOf(statement!.Condition!.ArnEquals!['aws:SourceArn'])).toEqual([
        ruleArn(named(synthesis, 'ForwardedAlarmsRule'), synthesis),
      ]);
    }
  });

  test('say what they mean, and are quiet without data, but for those that await data', async () => {
    const synthesis = await synthesize(deployment);
    for (const { name, inputs } of alarms(synthesis)) {
      expect(String(inputs.alarmDescription).length, name).toBeGreaterThan(30);
      expect(inputs.treatMissingData, name).toBe(AWAITED.includes(name) ? 'missing' : 'notBreaching');
    }
  });

  test('have names of their own in each region', async () => {
    const names = alarms(await synthesize(deployment)).map(
      ({ region, inputs }) => `${region} ${inputs.name}`,
    );
    expect(new Set(names).size).toBe(names.length);
  });
});

const AWAITED = ['CanaryLateAlarm', 'DriftOverdueAlarm'];

test('a run that failed alarms, and one that is overdue, or of which nothing is known', async () => {
  const synthesis = await synthesize(DEPLOYMENTS['prod in eu-central-1']!);
  expect(named(synthesis, 'DriftFailedAlarm').inputs).toMatchObject({
    ...{ namespace: 'AWS/States', metricName: 'ExecutionsFailed', statistic: 'Sum', threshold: 0 },
    dimensions: { StateMachineArn: expect.stringContaining('podguard-prod-drift') },
  });
  expect(named(synthesis, 'DriftOverdueAlarm').inputs).toMatchObject({
    ...{ namespace: 'Podguard', metricName: 'HoursSinceDriftReport', statistic: 'Maximum', threshold: 30 },
    dimensions: { service: 'sweep' },
    insufficientDataActions: [topicArn(synthesis)],
  });
});

test('the canary that is late is one alarm, and one that is not looked for is told as well', async () => {
  const synthesis = await synthesize(DEPLOYMENTS['prod in eu-central-1']!);
  expect(named(synthesis, 'CanaryLateAlarm').inputs).toMatchObject({
    namespace: 'Podguard',
    metricName: 'CanaryLate',
    dimensions: { service: 'canary' },
    threshold: 0,
    comparisonOperator: 'GreaterThanThreshold',
    insufficientDataActions: [topicArn(synthesis)],
  });
});

describe('the topic', () => {
  test('is encrypted by a key that alarms may use', async () => {
    const synthesis = await synthesize(DEPLOYMENTS['prod in eu-central-1']!);
    const topic = named(synthesis, 'AlertTopic');
    expect(topic.inputs.kmsMasterKeyId).toMatch(/:key\/TopicKey$/);
    const key = named(synthesis, 'TopicKey');
    expect(key.inputs.enableKeyRotation).toBe(true);
    const services = statementsOf(key).filter(
      ({ Principal }) => typeof Principal === 'object' && 'Service' in Principal,
    );
    expect(services.map(({ Principal, Action }) => [Principal, Action])).toEqual([
      [{ Service: 'cloudwatch.amazonaws.com' }, ['kms:Decrypt', 'kms:GenerateDataKey*']],
    ]);
    expect(services[0]!.Condition).toEqual(ofOurAlarms(synthesis));
  });

  test('takes messages from our alarms and from roles that may publish only, and over TLS only', async () => {
    const synthesis = await synthesize(DEPLOYMENTS['prod in eu-central-1']!);
    const [denied, alarming, ...more] = statementsOf(named(synthesis, 'AlertTopicPolicy'));
    expect(more).toEqual([]);
    expect(denied).toMatchObject({
      Effect: 'Deny',
      Principal: '*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    expect(alarming).toMatchObject({
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'sns:Publish',
      Condition: ofOurAlarms(synthesis),
    });
  });
});

function ofOurAlarms({ account, home, app }: Synthesis) {
  return {
    StringEquals: { 'aws:SourceAccount': account },
    ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:${home}:${account}:alarm:podguard-${app.stage}-*` },
  };
}

test('the dashboard shows every alarm of the home region, every queue and every function', async () => {
  const synthesis = await synthesize(DEPLOYMENTS['prod in eu-central-1']!);
  const body = textOf(named(synthesis, 'Dashboard'), 'dashboardBody');
  const { widgets } = JSON.parse(body) as {
    readonly widgets: readonly {
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly properties: object;
    }[];
  };
  expect(new Set(widgets.map(({ x, y }) => `${x} ${y}`)).size).toBe(widgets.length);
  const shown = [
    ...alarms(synthesis)
      .filter(({ region }) => region === 'eu-central-1')
      .map((alarm) => alarmArn(alarm, synthesis)),
    ...ofType(synthesis, 'Queue')
      .filter(({ region }) => region === 'eu-central-1')
      .map((queue) => textOf(queue, 'name')),
    ...FUNCTION_NAMES.map((name) => `podguard-prod-${name}`),
    String(named(synthesis, 'TableTable').inputs.name),
  ];
  for (const part of shown) expect(body).toContain(`"${part}"`);
});
