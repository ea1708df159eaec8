import { type ConfigInput, configSchema, judgingSettings, parseConfig } from '@podguard/core';
import { prefixOf } from '@podguard/deployment';
import { describe, expect, test } from 'vitest';

const slack = {
  type: 'slack',
  channel: 'C0123456789',
  tokenParameter: '/podguard/slack/token',
} as const;
const quietHours = { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' };
const actions = { signingSecretParameter: '/podguard/slack/secret', tokenParameter: '/podguard/slack/token' };
const bus = 'arn:aws:events:eu-central-1:111122223333:event-bus/security';

const EVERYTHING: ConfigInput = {
  channels: {
    sns: { type: 'sns', severity: 'high', quietHours },
    platform: slack,
    'on-call': { type: 'slack-webhook', urlParameter: '/podguard/on-call', burst: 3 },
    tickets: {
      type: 'webhook',
      url: 'https://tickets.example.com/podguard',
      secretParameter: '/podguard/tickets',
    },
    hub: { type: 'security-hub' },
    events: { type: 'eventbridge', bus },
  },
  routes: [
    {
      owner: 'team-*',
      cluster: 'prod',
      rule: 'imds-*',
      method: 'irsa',
      severity: 'high',
      to: ['platform', 'sns'],
    },
    { account: '111122223333', to: ['on-call'] },
  ],
  ownerTag: 'team',
  owners: [{ namespace: 'payments', owner: 'team-payments' }],
  slackActions: {
    ...{ ...actions, users: ['U0123456789'], groups: ['S0123456789'] },
    approvers: { users: ['U0987654321'], groups: [] },
  },
  reminders: { severity: 'critical' },
  organization: true,
};

function problemOf(config: unknown): string {
  try {
    parseConfig(config, 'podguard.config.ts');
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
}

describe('settings about people', () => {
  test('may all be given at once', () => {
    expect(parseConfig(EVERYTHING, 'test').channels).toMatchObject({
      sns: { severity: 'high', burst: 10, quietHours: { except: 'critical' } },
      platform: { severity: 'low' },
      'on-call': { burst: 3 },
      hub: { type: 'security-hub', severity: 'low' },
    });
  });

  test('need not be given: the alert topic hears everything, and nobody presses buttons', () => {
    const { channels, routes, owners, ownerTag, slackActions, reminders, organization } = configSchema.parse(
      {},
    );
    expect({ channels, routes, owners, ownerTag, slackActions, reminders, organization }).toEqual({
      ...{ channels: {}, routes: [], owners: [], ownerTag: 'podguard:owner' },
      ...{ slackActions: undefined, reminders: undefined, organization: false },
    });
  });

  test('change no verdict', () => {
    const without = judgingSettings(configSchema.parse({}));
    expect(judgingSettings(parseConfig(EVERYTHING, 'test'))).toEqual(without);
  });
});

const channel = (settings: unknown) => ({ channels: { team: settings } });
const sns = (settings: object) => ({ channels: { sns: { type: 'sns', ...settings } } });
const teams = (count: number) => {
  const all = Array.from({ length: count }, (_, at) => `${'x'.repeat(18)}${10 + at}`);
  return { channels: Object.fromEntries(all.map((name) => [name, slack])) };
};
const acting = (settings: object) => ({
  channels: { team: slack },
  slackActions: { ...actions, ...settings },
});

test.for<[string, unknown, string]>([
  ['a channel of a type that there is not', channel({ type: 'mail' }), "Expected 'sns' | 'slack'"],
  ['a channel without a type', channel({}), 'at channels.team.type'],
  [
    'a channel that is named in capitals',
    { channels: { Team: slack } },
    'name channels with at most 20 lower-case',
  ],
  ['a channel more than a deployment has', teams(24), 'there are 25 channels'],
  ['a channel whose name ends with a hyphen', { channels: { 'team-': slack } }, 'no hyphen last'],
  ['a channel sns that is Slack', { channels: { sns: slack } }, 'give this one another name'],
  [
    'a channel named as another queue',
    { channels: { evaluate: slack } },
    'a part of the deployment has this name',
  ],
  [
    'a channel named as an alarm',
    { channels: { 'dispatch-iterator': slack } },
    'a part of the deployment has this name',
  ],
  ['a channel named as the queue of repairs', { channels: { remediate: slack } }, 'a part of the deployment'],
  ['a channel named as a source', { channels: { table: slack } }, 'a part of the deployment has this name'],
  [
    'a channel named as its dead letters',
    { channels: { 'team-dlq': slack } },
    'give the channel another one',
  ],
  ['a second channel of the alert topic', channel({ type: 'sns' }), 'call it so'],
  [
    "Slack's channel by its name",
    channel({ ...slack, channel: '#team' }),
    "give the channel's id, as C0123456789",
  ],
  [
    'no channel of Slack',
    channel({ type: 'slack', tokenParameter: '/a' }),
    "give the channel's id, as C0123456789",
  ],
  [
    'a token in the place of its name',
    channel({ ...slack, tokenParameter: 'xoxb-1' }),
    'name a parameter of the Parameter Store',
  ],
  ['a parameter that cannot be', channel({ ...slack, tokenParameter: '/AWS/token' }), 'as /podguard/slack'],
  [
    'an address without TLS',
    channel({ type: 'webhook', url: 'http://example.com', secretParameter: '/a' }),
    'begins with https://',
  ],
  [
    'an address with a password',
    channel({ type: 'webhook', url: 'https://a:b@example.com', secretParameter: '/a' }),
    'no user name',
  ],
  ['a bus by its name', channel({ type: 'eventbridge', bus: 'security' }), 'give the ARN of an event bus'],
  [
    'quiet hours for programs',
    channel({ type: 'security-hub', quietHours }),
    'Unrecognized key: "quietHours"',
  ],
  [
    'a severity that there is not',
    sns({ severity: 'High' }),
    'expected one of "low"|"medium"|"high"|"critical"',
  ],
  ['no transition at all in a minute', sns({ burst: 0 }), 'at channels.sns.burst'],
  ['an hour of one digit', sns({ quietHours: { ...quietHours, to: '7:00' } }), 'give times of day as 22:00'],
  ['the 24th hour', sns({ quietHours: { ...quietHours, to: '24:00' } }), 'from 00:00 to 23:59'],
  ['an hour that is a number', sns({ quietHours: { ...quietHours, to: 7 } }), 'give times of day as 22:00'],
  [
    'a city in the place of a time zone',
    sns({ quietHours: { ...quietHours, timeZone: 'Berlin' } }),
    'as Europe/Berlin or UTC',
  ],
  [
    'no time zone',
    sns({ quietHours: { from: '22:00', to: '07:00' } }),
    'at channels.sns.quietHours.timeZone',
  ],
  [
    'quiet hours that end when they begin',
    sns({ quietHours: { ...quietHours, to: '22:00' } }),
    'choose another hour',
  ],
  [
    'a route to a channel that there is not',
    { routes: [{ to: ['team'] }] },
    'there is no channel team; name one of sns',
  ],
  [
    'a route to a name that every object has',
    { routes: [{ to: ['constructor'] }] },
    'there is no channel constructor',
  ],
  [
    'a route to programs',
    { ...channel({ type: 'security-hub' }), routes: [{ to: ['team'] }] },
    'told everything: leave it out',
  ],
  ['a route to nobody', { routes: [{ to: [] }] }, 'name at least one channel'],
  ['a route to one channel twice', { routes: [{ to: ['sns', 'sns'] }] }, 'sns is named twice'],
  [
    'an account as a number',
    { routes: [{ account: 111122223333, to: ['sns'] }] },
    '12 digits, in quotation marks',
  ],
  ['an owner of nothing', { owners: [{ owner: 'team' }] }, 'name a cluster, a namespace or both'],
  ['no tag for owners', { ownerTag: '' }, 'at ownerTag'],
  ['buttons that nobody may press', acting({}), 'name users or groups'],
  [
    'buttons without messages',
    { slackActions: { ...actions, users: ['U0123456789'] } },
    'add a channel of type slack',
  ],
  ['a user by name', acting({ users: ['@jo'] }), "give a user's id, as U0123456789"],
  ['a group by name', acting({ groups: ['@sre'] }), "give a group's id, as S0123456789"],
  [
    'approvers that are nobody',
    acting({ users: ['U0123456789'], approvers: {} }),
    'nobody may approve a remediation: name users or groups, or leave approvers out',
  ],
  ['an approver by name', acting({ approvers: { users: ['@jo'] } }), "give a user's id, as U0123456789"],
  ['reminders once a year', { reminders: { everyHours: 8760 } }, 'at reminders.everyHours'],
  [
    "the organization's id",
    { organization: 'o-0123456789' },
    'the ids of organizations are knownOrganizations',
  ],
  ['a setting that there is not', { chanels: {} }, 'Unrecognized key: "chanels"'],
])('%s is refused, and the message says what is right', ([, config, told]) => {
  const problem = problemOf(config);
  expect(problem).toContain('podguard.config.ts: ');
  expect(problem).toContain(told);
});

test('as many channels as are let through fit into the variables of a function, with the longest names', () => {
  const names = ['sns', ...Object.keys(parseConfig(teams(23), 'test').channels)];
  const url = (name: string) =>
    `https://sqs.ap-southeast-1.amazonaws.com.cn/111122223333/${prefixOf('s'.repeat(20))}-${name}.fifo`;
  const queues = JSON.stringify(Object.fromEntries(names.map((name) => [name, url(name)])));
  // The others: four queues, a table, a bucket, an account and two names.
  const others = 4 * (20 + url('evaluate').length) + 250;
  expect(queues.length + others).toBeLessThan(4_096);
});
