import { channelsOf, configSchema, eventGroups, isRemediating } from '@podguard/core';
import {
  alarmRulesOf,
  eventPatterns,
  mappingsOf,
  prefixOf,
  queuesOf,
  remoteRegions,
  rulesOf,
} from '@podguard/deployment';
import { needsOf } from 'podguard/doctor';
import { describe, expect, test } from 'vitest';
import type { Synthesis, SynthesizedResource } from '../../scripts/synth/resource.ts';
import {
  DEPLOYMENTS,
  type Deployment,
  listOf,
  ofType,
  queueArn,
  ruleArn,
  statementsOf,
  synthesize,
  textOf,
} from '../support/synthesize.ts';

/** What `doctor` expects of the same configuration. */
async function expectedOf({ home, account, app }: Synthesis, file: string | undefined) {
  const given: { readonly default: unknown } =
    file === undefined
      ? { default: {} }
      : await import(`../fixtures/synth/${file.replace('.config.ts', '')}.config.ts`);
  const config = configSchema.parse(given.default);
  const site = { prefix: prefixOf(app.stage), account, home, remote: remoteRegions(home, config.regions) };
  const rules = rulesOf(site, eventPatterns(eventGroups(config)));
  const made = {
    channels: Object.keys(channelsOf(config)),
    slackActions: config.slackActions !== undefined,
    remediation: isRemediating(config),
  };
  return {
    config,
    site,
    rules: [...rules, ...alarmRulesOf(site)],
    queues: queuesOf(site, { rules, ...made }),
    mappings: mappingsOf(site, made),
  };
}

/** Which of our parts a policy's resource is, as `needsOf` names it; of others it names none. */
function partOf(resource: string, action: string, prefix: string): string | undefined {
  if (action.startsWith('organizations:')) return resource;
  const [, , service, , , name = ''] = resource.split(':');
  switch (service) {
    case 'dynamodb':
      if (name.includes('/stream/')) return undefined;
      return name.endsWith('/index/pending') ? 'pending' : 'table';
    case 'sqs':
      return name.slice(prefix.length + 1);
    case 'sns':
      return 'topic';
    case 'ssm':
      return `parameter ${name.slice('parameter'.length)}`;
    case 'states':
      return 'machine';
    case 'securityhub':
      return name.startsWith('hub/') ? 'hub' : 'product';
    case 'events':
      return name.startsWith('event-bus/') ? resource : undefined;
    default:
      return undefined;
  }
}

/** In an order of their own, members too. */
const byText = (values: readonly object[]): readonly unknown[] =>
  values
    .map((value) => Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))))
    .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

function madeRules(synthesis: Synthesis): object[] {
  const targets = ofType(synthesis, 'EventTarget');
  return ofType(synthesis, 'EventRule').flatMap((rule) => {
    const pattern = JSON.parse(textOf(rule, 'eventPattern'));
    const bus = rule.inputs.eventBusName;
    const target = targets.find(
      ({ region, inputs }) =>
        region === rule.region && inputs.rule === rule.inputs.name && inputs.eventBusName === bus,
    ) as SynthesizedResource;
    return [
      {
        region: rule.region,
        ...(bus === undefined ? {} : { bus }),
        name: textOf(rule, 'name'),
        state: rule.inputs.state ?? 'ENABLED',
        pattern,
        target: textOf(target, 'arn'),
        ...(target.inputs.roleArn === undefined ? {} : { roleArn: target.inputs.roleArn }),
        deadLetters: (target.inputs.deadLetterConfig as { readonly arn: string }).arn,
      },
    ];
  });
}

function madeQueues(synthesis: Synthesis): object[] {
  const policies = ofType(synthesis, 'QueuePolicy');
  return ofType(synthesis, 'Queue').map((queue) => {
    const arn = queueArn(queue, synthesis);
    const policy = policies.find(
      (one) => one.region === queue.region && textOf(one, 'policy').includes(`${arn}"`),
    );
    const allowed =
      policy === undefined ? [] : statementsOf(policy).filter(({ Effect }) => Effect === 'Allow');
    const redrive = queue.inputs.redrivePolicy;
    return {
      region: queue.region,
      name: textOf(queue, 'name'),
      senders: allowed.flatMap(({ Condition }) => listOf(Condition?.ArnEquals?.['aws:SourceArn'])).toSorted(),
      deadLetters:
        redrive === undefined ? null : JSON.parse(String(redrive)).deadLetterTargetArn.split(':').at(-1),
    };
  });
}

const EVERY: Readonly<Record<string, Deployment>> = {
  ...DEPLOYMENTS,
  'every type of channel': { stage: 'dev', region: 'eu-central-1', config: 'people.config.ts' },
  'approved repairs': { stage: 'dev', region: 'eu-central-1', config: 'remediation-propose.config.ts' },
  'buttons in Slack': { stage: 'dev', region: 'eu-central-1', config: 'slack-actions.config.ts' },
};

describe.each(Object.entries(EVERY))('what is expected of %s', (_, deployment) => {
  test('are the rules that a deploy makes, with their targets', async () => {
    const synthesis = await synthesize(deployment);
    const { rules } = await expectedOf(synthesis, deployment.config);
    expect(byText(rules)).toEqual(byText(madeRules(synthesis)));
    const arns = ofType(synthesis, 'EventRule').map((rule) => ruleArn(rule, synthesis));
    expect(new Set(arns).size).toBe(arns.length);
  });

  test('are the queues that it makes, with who may send to them', async () => {
    const synthesis = await synthesize(deployment);
    const { queues } = await expectedOf(synthesis, deployment.config);
    const expected = queues.map(({ region, name, senders, deadLetters = null }) => ({
      ...{ region, name, deadLetters },
      senders: senders.toSorted(),
    }));
    expect(byText(expected)).toEqual(byText(madeQueues(synthesis)));
  });

  test('are the sources of functions', async () => {
    const synthesis = await synthesize(deployment);
    const { mappings } = await expectedOf(synthesis, deployment.config);
    const made = ofType(synthesis, 'EventSourceMapping').map(({ inputs }) => {
      const source = String(inputs.eventSourceArn);
      return {
        source: source.includes(':dynamodb:') ? 'stream' : source,
        functionName: String(inputs.functionName).split(':').at(-1),
      };
    });
    expect(byText(mappings)).toEqual(byText(made));
  });

  test('are the functions, whose roles have the rights that are simulated', async () => {
    const synthesis = await synthesize(deployment);
    const { config } = await expectedOf(synthesis, deployment.config);
    const { prefix } = (await expectedOf(synthesis, deployment.config)).site;
    const needs = needsOf(config);
    const functions = ofType(synthesis, 'Function').filter(({ custom }) => custom);
    expect(
      Object.keys(needs)
        .map((name) => `${prefix}-${name}`)
        .toSorted(),
    ).toEqual(functions.map((one) => textOf(one, 'name')).toSorted());
    for (const [name, needed] of Object.entries(needs)) {
      const granted = ofType(synthesis, 'RolePolicy')
        .filter(({ inputs }) => inputs.role === `${prefix}-${name}`)
        .flatMap((policy) => statementsOf(policy))
        .flatMap(({ Action, Resource }) =>
          listOf(Action).flatMap((action) =>
            listOf(Resource).flatMap((resource) => {
              const on = partOf(resource, action, prefix);
              return on === undefined ? [] : [`${action} on ${on}`];
            }),
          ),
        );
      const expected = needed.flatMap(({ actions, on }) => actions.map((action) => `${action} on ${on}`));
      expect([...new Set(expected)].toSorted(), name).toEqual([...new Set(granted)].toSorted());
    }
  });

  test('are the schedules', async () => {
    const made = ofType(await synthesize(deployment), 'Schedule').map(({ inputs }) =>
      String((inputs.target as { readonly arn: string }).arn).replace(/^.*:podguard-.*?-(?=[a-z-]+$)/, ''),
    );
    expect(new Set(made.map((name) => name.replace(/^.*-(sweep|tell-held|canary|drift)$/, '$1')))).toEqual(
      new Set(['sweep', 'tell-held', 'canary', 'drift']),
    );
  });
});
