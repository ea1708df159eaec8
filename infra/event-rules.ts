import type { EventPattern } from '@podguard/deployment';
import { logicalName } from './names.ts';

const ALL_CALLS = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

export interface RuleTarget {
  readonly arn: $util.Input<string>;
  /** For a bus in another region. */
  readonly roleArn?: $util.Input<string>;
  /** In the rule's own region. */
  readonly deadLetters: $util.Input<string>;
}

export interface RulesSpec {
  readonly prefix: string;
  readonly region: string;
  /** Absent: the region's default bus. */
  readonly bus?: aws.cloudwatch.EventBus;
  /** Tells the rules of a region and bus from others in the program. */
  readonly label: string;
  readonly patterns: readonly EventPattern[];
  readonly target: RuleTarget;
  readonly dependsOn?: readonly $util.Resource[];
}

/** A rule with what it sends to: only both together deliver. */
export interface DeliveringRule {
  readonly rule: aws.cloudwatch.EventRule;
  readonly target: aws.cloudwatch.EventTarget;
}

/** Rules on one bus that all send to one target. */
export function createRules(spec: RulesSpec): readonly DeliveringRule[] {
  return spec.patterns.map((pattern) => createRule(spec, pattern));
}

function createRule(
  { prefix, region, bus, label, target, dependsOn = [] }: RulesSpec,
  { name, pattern, reads }: EventPattern,
): DeliveringRule {
  const logical = logicalName(`${label}-${name}`);
  const where = { region, ...(bus === undefined ? {} : { eventBusName: bus.name }) };
  const rule = new aws.cloudwatch.EventRule(`${logical}Rule`, {
    ...where,
    name: `${prefix}-${name}`,
    description: `Podguard: ${name}`,
    eventPattern: JSON.stringify(pattern),
    state: reads ? ALL_CALLS : 'ENABLED',
  });
  const made = new aws.cloudwatch.EventTarget(
    `${logical}Target`,
    {
      ...where,
      rule: rule.name,
      targetId: 'podguard',
      arn: target.arn,
      ...(target.roleArn === undefined ? {} : { roleArn: target.roleArn }),
      deadLetterConfig: { arn: target.deadLetters },
    },
    { dependsOn: [...dependsOn] },
  );
  return { rule, target: made };
}
