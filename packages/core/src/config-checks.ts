import type { ChannelSettings, RouteSettings, SlackActionSettings } from './config-people.ts';
import type { RemediationSettings } from './config-remediation.ts';
import { ServiceError } from './errors.ts';
import { matchesGlob } from './glob.ts';
import type { Rule } from './rule.ts';

/** The channel of the deployment's alert topic, which is always there. */
export const ALERT_TOPIC_CHANNEL = 'sns';

export type ProgramChannel = Extract<ChannelSettings, { readonly type: 'security-hub' | 'eventbridge' }>;
export type PeopleChannel = Exclude<ChannelSettings, ProgramChannel>;

/** Programs are told everything, whatever the routes say. */
export function isProgramChannel(channel: ChannelSettings): channel is ProgramChannel {
  return channel.type === 'security-hub' || channel.type === 'eventbridge';
}

export interface SettingFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

interface People {
  readonly channels: Readonly<Record<string, ChannelSettings>>;
  readonly routes: readonly RouteSettings[];
  readonly slackActions?: SlackActionSettings | undefined;
}

/** What is wrong between settings about people that are right each by itself. */
export function faultsOfPeople(config: People): readonly SettingFault[] {
  return [...countFaults(config), ...channelFaults(config), ...routeFaults(config), ...actionFaults(config)];
}

/** A channel has a queue, a source and alarms of its own, named after it; these are other ones of a deployment. */
const OTHER_PARTS: readonly string[] = [
  ...['actions', 'baseline', 'due', 'evaluate', 'rejudge', 'remediate'],
  ...['missed', 'remote-alarms', 'undelivered', 'undispatched'],
  // No queues, but an alarm `dispatch-iterator-age`, and a source of events.
  ...['dispatch-iterator', 'table'],
];

/**
 * With the alert topic's. Functions know the queue of each by a variable, and all variables of one take 4 KB at most: so many
 * fit with the longest names.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const MOST_CHANNELS = 24;

function countFaults({ channels }: People): readonly SettingFault[] {
  const count = new Set([ALERT_TOPIC_CHANNEL, ...Object.keys(channels)]).size;
  if (count <= MOST_CHANNELS) return [];
  const message = `there are ${count} channels with the alert topic's, and a deployment has ${MOST_CHANNELS} at most: let one tell several teams, or tell the others by rules of one eventbridge channel's bus`;
  return [{ path: ['channels'], message }];
}

function channelFaults({ channels }: People): readonly SettingFault[] {
  return Object.entries(channels).flatMap(([name, { type }]) => {
    const message = channelFault(name, type);
    return message === undefined ? [] : [{ path: ['channels', name], message }];
  });
}

function channelFault(name: string, type: ChannelSettings['type']): string | undefined {
  const isTopic = name === ALERT_TOPIC_CHANNEL;
  if (isTopic && type !== 'sns') return `${name} is the alert topic's channel: give this one another name`;
  if (!isTopic && type === 'sns')
    return `there is one alert topic, whose channel is ${ALERT_TOPIC_CHANNEL}: call it so`;
  return OTHER_PARTS.includes(name) || name.endsWith('-dlq')
    ? 'a part of the deployment has this name: give the channel another one'
    : undefined;
}

function routeFaults({ channels, routes }: People): readonly SettingFault[] {
  const byName = new Map(Object.entries(channels));
  const people = [...new Set([ALERT_TOPIC_CHANNEL, ...byName.keys()])].filter((name) => {
    const channel = byName.get(name);
    return channel === undefined || !isProgramChannel(channel);
  });
  return routes.flatMap(({ to }, index) =>
    to.flatMap((name, place) => {
      const path = ['routes', index, 'to', place];
      if (to.indexOf(name) < place) return [{ path, message: `${name} is named twice` }];
      if (people.includes(name)) return [];
      const message = byName.has(name)
        ? `${name} tells programs, which are told everything: leave it out`
        : `there is no channel ${name}; name one of ${people.join(', ')}, or add it to channels`;
      return [{ path, message }];
    }),
  );
}

function actionFaults({ channels, slackActions }: People): readonly SettingFault[] {
  if (slackActions === undefined) return [];
  const path = ['slackActions'];
  const { users, groups, approvers } = slackActions;
  const nobody = users.length + groups.length === 0;
  const noApprover = approvers !== undefined && approvers.users.length + approvers.groups.length === 0;
  const nowhere = !Object.values(channels).some(({ type }) => type === 'slack');
  return [
    ...(nobody ? [{ path, message: 'nobody may press the buttons: name users or groups' }] : []),
    ...(noApprover
      ? [
          {
            path: [...path, 'approvers'],
            message: 'nobody may approve a remediation: name users or groups, or leave approvers out',
          },
        ]
      : []),
    ...(nowhere ? [{ path, message: 'no message has buttons: add a channel of type slack' }] : []),
  ];
}

interface NamesRules {
  readonly rules: Readonly<Record<string, unknown>>;
  readonly routes: readonly { readonly rule?: string | undefined }[];
  readonly exemptions: readonly { readonly rules: readonly string[] }[];
  readonly remediation: Pick<RemediationSettings, 'rules'>;
}

/** Refuses a configuration that names a rule, or by `*` some rules, of which there is none, or one to repair that nothing repairs. */
export function refuseUnknownRules(
  { rules: settings, routes, exemptions, remediation }: NamesRules,
  rules: readonly Pick<Rule, 'id' | 'remediation'>[],
  origin: string,
): void {
  const isKnown = (pattern: string) => rules.some(({ id }) => matchesGlob(pattern, id));
  const refuse = (field: string, name: string): never => {
    throw new ServiceError(
      'config-invalid',
      `${origin}: ${field}: there is no rule ${name}; \`podguard rules\` lists them`,
    );
  };
  for (const name of Object.keys(settings)) if (!rules.some(({ id }) => id === name)) refuse('rules', name);
  routes.forEach(({ rule }, index) => {
    if (rule !== undefined && !isKnown(rule)) refuse(`routes[${index}].rule`, rule);
  });
  exemptions.forEach(({ rules: named }, index) => {
    for (const name of named) if (!isKnown(name)) refuse(`exemptions[${index}].rules`, name);
  });
  for (const [name, mode] of Object.entries(remediation.rules)) {
    const named = rules.filter(({ id }) => id === name);
    if (named.length === 0) refuse('remediation.rules', name);
    if (mode === 'off' || named.some((rule) => rule.remediation !== undefined)) continue;
    throw new ServiceError(
      'config-invalid',
      `${origin}: remediation.rules: nothing repairs what ${name} finds: leave it out; docs/remediation.md has the rules that can be named`,
    );
  }
}
