import { describe, expect, test } from 'vitest';
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

const rules = (synthesis: Synthesis) => ofType(synthesis, 'EventRule');
const targets = (synthesis: Synthesis) => ofType(synthesis, 'EventTarget');
const ruleOf = (target: SynthesizedResource, synthesis: Synthesis) => {
  const found = rules(synthesis).filter(
    ({ region, inputs }) =>
      region === target.region &&
      inputs.name === target.inputs.rule &&
      inputs.eventBusName === target.inputs.eventBusName,
  );
  expect(found, target.name).toHaveLength(1);
  return found[0]!;
};
const isAlarmRule = (rule: SynthesizedResource) => textOf(rule, 'eventPattern').includes('aws.cloudwatch');
const eventsOf = (rule: SynthesizedResource) =>
  (JSON.parse(textOf(rule, 'eventPattern')) as { readonly source: readonly string[] }).source[0];
/** Regions that have rules on their default bus. */
const watched = (synthesis: Synthesis) =>
  new Set(
    rules(synthesis)
      .filter(({ inputs }) => inputs.eventBusName === undefined)
      .map(({ region }) => region!),
  );

describe.each(Object.entries(DEPLOYMENTS))('events of %s', (_, deployment) => {
  test('every rule has one target with a queue for what cannot be delivered, in its own region', async () => {
    const synthesis = await synthesize(deployment);
    expect(targets(synthesis)).toHaveLength(rules(synthesis).length);
    const queues = new Map(ofType(synthesis, 'Queue').map((queue) => [queueArn(queue, synthesis), queue]));
    for (const target of targets(synthesis)) {
      const { arn } = target.inputs.deadLetterConfig as { readonly arn: string };
      expect(queues.get(arn)?.region, target.name).toBe(ruleOf(target, synthesis).region);
    }
  });

  test('the queue for what cannot be delivered lets in exactly the rules that use it', async () => {
    const synthesis = await synthesize(deployment);
    for (const queue of ofType(synthesis, 'Queue').filter(({ inputs }) =>
      /-undelivered$/.test(String(inputs.name)),
    )) {
      const arn = queueArn(queue, synthesis);
      const using = targets(synthesis)
        .filter(({ inputs }) => (inputs.deadLetterConfig as { readonly arn: string }).arn === arn)
        .map((target) => ruleArn(ruleOf(target, synthesis), synthesis));
      expect(using.length).toBeGreaterThan(0);
      expect(allowedSources(queue, synthesis).toSorted()).toEqual(using.toSorted());
    }
  });

  test('the evaluate queue lets in exactly the rules that send to it', async () => {
    const synthesis = await synthesize(deployment);
    const queue = named(synthesis, 'EvaluateQueue');
    const sending = targets(synthesis)
      .filter(({ inputs }) => inputs.arn === queueArn(queue, synthesis))
      .map((target) => ruleArn(ruleOf(target, synthesis), synthesis));
    expect(allowedSources(queue, synthesis).toSorted()).toEqual(sending.toSorted());
  });

  test('events of the home region go straight to the queue, those of others in one hop to our own bus', async () => {
    const synthesis = await synthesize(deployment);
    const evaluate = queueArn(named(synthesis, 'EvaluateQueue'), synthesis);
    for (const target of targets(synthesis)) {
      const rule = ruleOf(target, synthesis);
      if (isAlarmRule(rule) && rule.region === synthesis.home) continue;
      const goal =
        rule.region === synthesis.home
          ? evaluate
          : `arn:aws:events:${synthesis.home}:${synthesis.account}:event-bus/podguard-${deployment.stage}`;
      expect(target.inputs.arn, target.name).toBe(goal);
      expect(target.inputs.roleArn !== undefined, target.name).toBe(rule.region !== synthesis.home);
    }
  });

  test('us-east-1 is watched, and only there are rules on IAM, on its default bus', async () => {
    const synthesis = await synthesize(deployment);
    expect(watched(synthesis)).toContain('us-east-1');
    const iam = rules(synthesis).filter(
      (rule) => eventsOf(rule) === 'aws.iam' && rule.inputs.eventBusName === undefined,
    );
    expect(iam.map(({ region }) => region)).toEqual(['us-east-1']);
  });

  test('no event comes twice: one rule for each pattern on each bus, and our own bus only for other regions', async () => {
    const synthesis = await synthesize(deployment);
    const seen = rules(synthesis).map(
      (rule) => `${rule.region} ${String(rule.inputs.eventBusName)} ${textOf(rule, 'eventPattern')}`,
    );
    expect(new Set(seen).size).toBe(seen.length);
    const remote = [...watched(synthesis)].filter((region) => region !== synthesis.home);
    expect(ofType(synthesis, 'EventBus')).toHaveLength(remote.length === 0 ? 0 : 1);
  });

  test('our own bus has a rule for whatever another region sends, and nothing else', async () => {
    const synthesis = await synthesize(deployment);
    const patterns = (some: readonly SynthesizedResource[]) =>
      new Set(some.filter((rule) => !isAlarmRule(rule)).map((rule) => textOf(rule, 'eventPattern')));
    const sent = patterns(rules(synthesis).filter(({ region }) => region !== synthesis.home));
    const received = patterns(rules(synthesis).filter(({ inputs }) => inputs.eventBusName !== undefined));
    expect(received).toEqual(sent);
  });

  test('every watched region has the same rules, IAM apart, among them one for the canary', async () => {
    const synthesis = await synthesize(deployment);
    const inRegion = (region: string) =>
      rules(synthesis)
        .filter(
          (rule) => rule.region === region && rule.inputs.eventBusName === undefined && !isAlarmRule(rule),
        )
        .filter((rule) => eventsOf(rule) !== 'aws.iam')
        .map((rule) => `${textOf(rule, 'name')} ${textOf(rule, 'state')} ${textOf(rule, 'eventPattern')}`)
        .toSorted();
    for (const region of watched(synthesis)) {
      expect(inRegion(region), region).toEqual(inRegion(synthesis.home));
      expect(inRegion(region).some((rule) => rule.startsWith(`podguard-${deployment.stage}-canary `))).toBe(
        true,
      );
    }
  });

  test('names of rules have at most 64 characters, patterns at most 2,048', async () => {
    const synthesis = await synthesize(deployment);
    for (const rule of rules(synthesis)) {
      expect(textOf(rule, 'name').length).toBeLessThanOrEqual(64);
      expect(textOf(rule, 'eventPattern').length, rule.name).toBeLessThanOrEqual(2048);
    }
  });
});

/** The rules that a queue's policy lets in; it has one policy, and lets in nobody but EventBridge. */
function allowedSources(queue: SynthesizedResource, synthesis: Synthesis): readonly string[] {
  const url = `https://sqs.${queue.region}.amazonaws.com/${synthesis.account}/${textOf(queue, 'name')}`;
  const policies = ofType(synthesis, 'QueuePolicy').filter(({ inputs }) => inputs.queueUrl === url);
  expect(policies, queue.name).toHaveLength(1);
  const allowing = statementsOf(policies[0]!).filter(({ Effect }) => Effect === 'Allow');
  for (const { Principal, Action } of allowing) {
    expect({ Principal, Action }).toEqual({
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
    });
  }
  return allowing.flatMap(({ Condition }) => listOf(Condition?.ArnEquals?.['aws:SourceArn']));
}

describe('forwarding', () => {
  const withRegions = DEPLOYMENTS['dev in eu-central-1 with all events and more regions']!;

  test('is from every configured region and us-east-1, and not from the home region that is configured, too', async () => {
    const synthesis = await synthesize(withRegions);
    expect([...watched(synthesis)].toSorted()).toEqual([
      'ap-southeast-2',
      'eu-central-1',
      'eu-west-1',
      'us-east-1',
    ]);
    expect(synthesis.outputs.regions).toBe('eu-central-1 ap-southeast-2 eu-west-1 us-east-1');
  });

  test('is by a role that may put events on our bus, and that only our rules may use', async () => {
    const synthesis = await synthesize(withRegions);
    const bus = `arn:aws:events:eu-central-1:${synthesis.account}:event-bus/podguard-dev`;
    expect(statementsOf(named(synthesis, 'ForwardPolicy'))).toEqual([
      { Effect: 'Allow', Action: ['events:PutEvents'], Resource: [bus] },
    ]);
    const [trust, ...more] = statementsOf(named(synthesis, 'ForwardRole'), 'assumeRolePolicy');
    expect(more).toEqual([]);
    expect(trust!.Principal).toEqual({ Service: 'events.amazonaws.com' });
    const sources = listOf(trust!.Condition!.ArnLike!['aws:SourceArn']);
    expect(sources).toEqual([`arn:aws:events:*:${synthesis.account}:rule/podguard-dev-*`]);
    expect(trust!.Condition!.StringEquals).toEqual({ 'aws:SourceAccount': synthesis.account });
    expect(
      statementsOf(named(synthesis, 'BusPolicy')).map(({ Principal, Action }) => [Principal, Action]),
    ).toEqual([[{ AWS: `arn:aws:iam::${synthesis.account}:root` }, 'events:PutEvents']]);
  });

  test('does not exist where the home region is us-east-1 and the only one', async () => {
    const synthesis = await synthesize(DEPLOYMENTS['dev in us-east-1']!);
    expect(synthesis.resources.filter(({ name }) => /Forward|Bus$/.test(name))).toEqual([]);
    expect(new Set(rules(synthesis).map(({ region }) => region))).toEqual(new Set(['us-east-1']));
  });
});

test('every pattern of every rule fits into the 2,048 characters that EventBridge takes', async () => {
  for (const deployment of Object.values(DEPLOYMENTS))
    for (const rule of rules(await synthesize(deployment)))
      expect(textOf(rule, 'eventPattern').length, rule.name).toBeLessThanOrEqual(2_048);
});

test('rules on calls that read are in the state that lets them through, on every bus, and only those', async () => {
  const synthesis = await synthesize(DEPLOYMENTS['dev in eu-central-1 with all events and more regions']!);
  const all = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
  const reading = rules(synthesis).filter(({ inputs }) => inputs.state === all);
  expect(new Set(reading.map((rule) => textOf(rule, 'name')))).toEqual(
    new Set(
      ['eks-auth-activity', 'secretsmanager-secret-reads', 'ssm-secret-reads', 'sts-activity'].map(
        (name) => `podguard-dev-${name}`,
      ),
    ),
  );
  const buses = 1 + 1 + 3;
  expect(reading).toHaveLength(4 * buses);
});

test('the rule of the canary lets in what its own role does, and nobody else', async () => {
  const synthesis = await synthesize(DEPLOYMENTS['dev in eu-central-1']!);
  expect(JSON.parse(textOf(named(synthesis, 'HomeCanaryRule'), 'eventPattern'))).toMatchObject({
    source: ['aws.events'],
    detail: {
      eventSource: ['events.amazonaws.com'],
      eventName: ['TagResource'],
      errorCode: [{ exists: false }],
      userIdentity: {
        sessionContext: {
          sessionIssuer: { arn: [`arn:aws:iam::${synthesis.account}:role/podguard-dev-canary`] },
        },
      },
    },
  });
});
