import { canaryPattern } from './canary-pattern.ts';
import type { EventPattern } from './event-patterns.ts';
import { appearIn } from './regions.ts';

/** Where a deployment is. */
export interface Site {
  /** What the names of its parts begin with. */
  readonly prefix: string;
  readonly account: string;
  readonly home: string;
  /** The other watched regions. */
  readonly remote: readonly string[];
}

export interface RulePart {
  readonly region: string;
  /** Absent: the region's default bus. */
  readonly bus?: string;
  readonly name: string;
  readonly state: 'ENABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
  readonly pattern: Readonly<Record<string, unknown>>;
  /** ARNs: what it sends to, by which role, and where that goes which cannot be sent. */
  readonly target: string;
  readonly roleArn?: string;
  readonly deadLetters: string;
}

export interface QueuePart {
  readonly region: string;
  /** Without the prefix and `.fifo`. */
  readonly short: string;
  readonly name: string;
  /** ARNs of rules that may send by the queue's own policy. */
  readonly senders: readonly string[];
  /** The name of its dead-letter queue. */
  readonly deadLetters?: string;
  /** Something in it means that somebody has to look. */
  readonly putAside: boolean;
}

export interface MappingPart {
  /** The ARN of a queue, or `stream`: the table's. */
  readonly source: string;
  readonly functionName: string;
}

/** The ARN of the role by which the canary calls. */
export function canaryRoleArn({ prefix, account }: Pick<Site, 'prefix' | 'account'>): string {
  return `arn:aws:iam::${account}:role/${prefix}-canary`;
}

export function queueArn({ account, home, prefix }: Site, name: string, region = home): string {
  return `arn:aws:sqs:${region}:${account}:${prefix}-${name}`;
}

/** Every rule that sends records, in every watched region and on the bus of a deployment's own. */
export function rulesOf(site: Site, patterns: readonly EventPattern[]): readonly RulePart[] {
  const { prefix, account, home, remote } = site;
  const all = [...patterns, canaryEvent(site)];
  const bus = `arn:aws:events:${home}:${account}:event-bus/${prefix}`;
  const role = `arn:aws:iam::${account}:role/${prefix}-forward`;
  const rulePart = ({ name, pattern, reads }: EventPattern) =>
    ({
      name: `${prefix}-${name}`,
      state: reads ? 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' : 'ENABLED',
      pattern,
    }) as const;
  const atHome = {
    region: home,
    target: queueArn(site, 'evaluate'),
    deadLetters: queueArn(site, 'undelivered'),
  };
  const forwarded = all.filter((pattern) => remote.some((region) => appearIn(region, [pattern]).length > 0));
  return [
    ...appearIn(home, all).map((pattern) => ({ ...rulePart(pattern), ...atHome })),
    ...forwarded.map((pattern) => ({ ...rulePart(pattern), ...atHome, bus: prefix })),
    ...remote.flatMap((region) =>
      appearIn(region, all).map((pattern) => ({
        ...rulePart(pattern),
        region,
        target: bus,
        roleArn: role,
        deadLetters: queueArn(site, 'undelivered', region),
      })),
    ),
  ];
}

export function ruleArn(
  { account }: Site,
  { region, bus, name }: Pick<RulePart, 'region' | 'bus' | 'name'>,
): string {
  return `arn:aws:events:${region}:${account}:rule/${bus === undefined ? '' : `${bus}/`}${name}`;
}

/** What is made only where the configuration asks for it. */
export interface ConfiguredParts {
  /** The names of channels, the topic's among them. */
  readonly channels: readonly string[];
  /** People may act in Slack. */
  readonly slackActions: boolean;
  /** Something is to be recorded, proposed or repaired. */
  readonly remediation: boolean;
}

/** Queues that functions read, each with one for what they could not deal with, and those for what could not be delivered. */
export function queuesOf(
  site: Site,
  { rules, channels, slackActions, remediation }: ConfiguredParts & { readonly rules: readonly RulePart[] },
): readonly QueuePart[] {
  const { prefix, home, remote } = site;
  const arnsIn = (region: string) =>
    rules.filter((rule) => rule.region === region).map((rule) => ruleArn(site, rule));
  const acting = slackActions ? ['actions'] : [];
  const repairing = remediation ? ['remediate'] : [];
  const work = ['evaluate', 'due', 'rejudge', ...acting, ...repairing].map((short) => ({ short, fifo: '' }));
  const fifos = channels.map((short) => ({ short, fifo: '.fifo' }));
  const pairs = [...work, ...fifos].flatMap(({ short, fifo }): readonly QueuePart[] => {
    const senders = short === 'evaluate' ? arnsIn(home) : [];
    const deadLetters = `${prefix}-${short}-dlq${fifo}`;
    return [
      { region: home, short, name: `${prefix}-${short}${fifo}`, senders, deadLetters, putAside: false },
      { region: home, short: `${short}-dlq`, name: deadLetters, senders: [], putAside: true },
    ];
  });
  const alarms = { region: home, bus: prefix, name: `${prefix}-alarms` };
  const alarmArns = remote.length === 0 ? [] : [ruleArn(site, alarms)];
  const aside = (region: string, short: string, senders: readonly string[]): QueuePart => ({
    ...{ region, short, senders },
    name: `${prefix}-${short}`,
    putAside: true,
  });
  return [
    ...pairs,
    aside(home, 'undispatched', []),
    aside(home, 'missed', []),
    aside(home, 'undelivered', [...arnsIn(home), ...alarmArns]),
    ...(remote.length === 0 ? [] : [aside(home, 'remote-alarms', alarmArns)]),
    ...remote.map((region) =>
      aside(region, 'undelivered', [...arnsIn(region), ruleArn(site, { region, name: `${prefix}-alarms` })]),
    ),
  ];
}

/** Which function reads which queue; `dispatch` reads the table's stream, too. */
export function mappingsOf(
  site: Site,
  { channels, slackActions, remediation }: ConfiguredParts,
): readonly MappingPart[] {
  const { prefix } = site;
  const reading = (source: string, reader: string): MappingPart => ({
    source: queueArn(site, source),
    functionName: `${prefix}-${reader}`,
  });
  return [
    reading('evaluate', 'evaluate'),
    reading('due', 'dispatch'),
    reading('rejudge', 'rejudge'),
    ...(slackActions ? [reading('actions', 'act')] : []),
    ...(remediation ? [reading('remediate', 'remediate')] : []),
    ...channels.map((channel) => reading(`${channel}.fifo`, 'notify')),
    { source: 'stream', functionName: `${prefix}-dispatch` },
  ];
}

/** What the canary's role does to the rule that has this pattern itself, in every watched region. */
export function canaryEvent(site: Pick<Site, 'prefix' | 'account'>): EventPattern {
  return { name: 'canary', regional: true, reads: false, pattern: canaryPattern(canaryRoleArn(site)) };
}
