import { type EventMapper, MAPPERS } from '@podguard/cloudtrail';
import type { OptInEvents } from '@podguard/core';

/**
 * Longest pattern of a rule.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
const LONGEST = 2048;
const API_CALL = 'AWS API Call via CloudTrail';
/** EC2's own event, of which there is no record of a call. */
const STATE_CHANGE = 'EC2 Instance State-change Notification';

/** What a rule of EventBridge lets in. */
export interface EventPattern {
  /** The end of the rule's name: the service, and the group where it is not the default one. */
  readonly name: string;
  /** False: its events appear in one region only. */
  readonly regional: boolean;
  /** Holds calls that read, which EventBridge keeps back unless a rule asks for them. */
  readonly reads: boolean;
  readonly pattern: Readonly<Record<string, unknown>>;
}

/** Patterns for every event of the registry that this configuration listens to, each in exactly one of them. */
export function eventPatterns(groups: readonly OptInEvents[], longest = LONGEST): readonly EventPattern[] {
  const wanted = MAPPERS.filter(({ group }) => group === 'default' || groups.includes(group));
  const byRule = Map.groupBy(wanted, ruleName);
  return [...byRule].flatMap(([name, mappers]) => patternsOf(name, mappers, longest));
}

/** Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html */
function patternsOf(name: string, mappers: readonly EventMapper[], longest: number): readonly EventPattern[] {
  const [{ source, group, regional }] = mappers as readonly [EventMapper];
  const common = { regional, reads: group === 'activity' || group === 'secret-reads' };
  if (mappers.every((mapper) => mapper.name === STATE_CHANGE)) {
    return [{ ...common, name, pattern: STATE_CHANGE_PATTERN }];
  }
  const names = mappers.flatMap((mapper) => [mapper.name, ...(mapper.alsoNamed ?? [])]).sort();
  const parts = split(names, (some) => JSON.stringify(callPattern(source, some)).length <= longest);
  return parts.map((part, index) => ({
    ...common,
    name: index === 0 ? name : `${name}-${index + 1}`,
    pattern: callPattern(source, part),
  }));
}

function ruleName({ source, group, name }: EventMapper): string {
  const service = serviceOf(source);
  if (name === STATE_CHANGE) return `${service}-state`;
  return group === 'default' ? service : `${service}-${group}`;
}

/** PutEvents refuses sources that begin with `aws.`: only AWS itself can have sent what matches. */
function callPattern(source: string, names: readonly string[]): Readonly<Record<string, unknown>> {
  return {
    source: [`aws.${serviceOf(source)}`],
    'detail-type': [API_CALL],
    detail: { eventSource: [source], eventName: names, errorCode: [{ exists: false }] },
  };
}

/** Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-instance-state-changes.html */
const STATE_CHANGE_PATTERN = {
  source: ['aws.ec2'],
  'detail-type': [STATE_CHANGE],
  detail: { state: ['terminated'] },
};

function serviceOf(source: string): string {
  return source.replace(/\.amazonaws\.com$/, '');
}

/** As many of them together as fit, in order. */
function split(names: readonly string[], fits: (some: readonly string[]) => boolean): readonly string[][] {
  const parts: string[][] = [];
  for (const name of names) {
    const last = parts.at(-1);
    if (last !== undefined && fits([...last, name])) last.push(name);
    else parts.push([name]);
  }
  return parts;
}
