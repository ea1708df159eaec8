import { type ConfigInput, channelsOf, configSchema, type Finding, type Transition } from '@podguard/core';
import { route } from '@podguard/functions';
import { describe, expect, it, test } from 'vitest';
import { aTransition } from '../support/a-transition.ts';

const routed = (config: ConfigInput, transition: Transition) => {
  const parsed = configSchema.parse(config);
  return route(transition, { channels: channelsOf(parsed), routes: parsed.routes });
};
const hook = { type: 'slack-webhook', urlParameter: '/podguard/url' } as const;
const slack = { type: 'slack', channel: 'C0123456789', tokenParameter: '/podguard/token' } as const;
const hub = { type: 'security-hub' } as const;
const CLUSTER = 'arn:aws:eks:eu-central-1:111122223333:cluster/prod-1';

const about = (finding: Partial<Finding>, more: Partial<Transition> = {}) =>
  aTransition({ ...more, finding });

test('the alert topic is told as a configured topic is by default', () => {
  const named = configSchema.parse({ channels: { sns: { type: 'sns' } } });
  expect(channelsOf(configSchema.parse({}))).toEqual(channelsOf(named));
});

describe('severities', () => {
  const config = { channels: { sns: { type: 'sns', severity: 'high' }, hub, ops: hook } } as const;
  it.for([
    ['low', ['hub', 'ops']],
    ['medium', ['hub', 'ops']],
    ['high', ['hub', 'ops', 'sns']],
    ['critical', ['hub', 'ops', 'sns']],
  ] as const)('%s is told to %s', ([severity, names]) => {
    expect(routed(config, aTransition({ severity })).toSorted()).toEqual(names);
  });

  it('of an end, also of an exemption, is the gravest that the life ever had: whoever heard of it hears of that', () => {
    const changes = [{ type: 'eased', from: 'critical', to: 'low', at: '', eventId: '' }] as const;
    for (const type of ['eased', 'resolved', 'exemption-ended'] as const)
      expect(routed(config, about({ changes, severity: 'low' }, { type, severity: 'low' })), type).toContain(
        'sns',
      );
    for (const type of ['opened', 'worsened', 'reopened'] as const)
      expect(
        routed(config, about({ changes, severity: 'low' }, { type, severity: 'low' })),
        type,
      ).not.toContain('sns');
  });

  it('are for programs the gravest that there was, whatever changes: they show how things are now', () => {
    const grave = { channels: { hub: { ...hub, severity: 'high' } } } as const;
    const changes = [{ type: 'eased', from: 'high', to: 'low', at: '', eventId: '' }] as const;
    const worse = about({ changes, severity: 'medium' }, { type: 'worsened', severity: 'medium' });
    expect(routed(grave, worse)).toContain('hub');
  });

  it('hold for programs, too', () => {
    const grave = { channels: { hub: { ...hub, severity: 'critical' } } } as const;
    expect(routed(grave, aTransition({ severity: 'high' }))).toEqual(['sns']);
  });
});

describe('routes', () => {
  const channels = { ops: hook, payments: hook, hub } as const;
  const to = ['payments' as const];
  const owner = { name: 'team-payments', from: 'tag' } as const;
  const resource = {
    kind: 'eks-cluster' as const,
    key: CLUSTER,
    account: '111122223333',
    region: 'eu-central-1',
  };

  it.for<[string, NonNullable<ConfigInput['routes']>[number], Partial<Finding>, Partial<Finding>]>([
    ['owner', { owner: 'team-*', to }, { owner }, { owner: null }],
    [
      'account',
      { account: '111122223333', to },
      { resource },
      { resource: { ...resource, account: '444455556666' } },
    ],
    [
      'cluster',
      { cluster: 'prod-*', to },
      { resource },
      { resource: { ...resource, key: `${CLUSTER.slice(0, -6)}dev-1` } },
    ],
    ['rule', { rule: 'imds-*', to }, { rule: 'imds-v1-allowed' }, { rule: 'irsa-no-subject' }],
    ['method', { method: 'irsa', to }, { method: 'irsa' }, { method: 'pod-identity' }],
  ])(
    'by %s tell those that it names, and programs; what none holds for is told to all',
    ([, one, fits, other]) => {
      expect(routed({ channels, routes: [one] }, about(fits)).toSorted()).toEqual(['hub', 'payments']);
      expect(routed({ channels, routes: [one] }, about(other)).toSorted()).toEqual([
        'hub',
        'ops',
        'payments',
        'sns',
      ]);
    },
  );

  it('by severity hold from it on, for an end by the gravest that there was', () => {
    const routes = [{ severity: 'critical' as const, to }];
    expect(routed({ channels, routes }, aTransition({ severity: 'critical' }))).not.toContain('ops');
    expect(routed({ channels, routes }, aTransition({ severity: 'high' }))).toContain('ops');
    const changes = [{ type: 'eased', from: 'critical', to: 'high', at: '', eventId: '' }] as const;
    expect(routed({ channels, routes }, about({ changes }, { type: 'resolved' }))).not.toContain('ops');
  });

  it('name everything that has to be so, and several are told together', () => {
    const routes = [
      { owner: 'team-payments', rule: 'imds-*', to: ['ops'] },
      { owner: 'team-payments', to },
      { rule: 'imds-*', to: ['sns'] },
    ];
    const both = about({ owner, rule: 'imds-v1-allowed' });
    expect(routed({ channels, routes }, both).toSorted()).toEqual(['hub', 'ops', 'payments', 'sns']);
    expect(routed({ channels, routes }, about({ owner })).toSorted()).toEqual(['hub', 'payments']);
  });

  it("leave a channel's own severity as it is", () => {
    const quiet = { ...channels, payments: { ...hook, severity: 'critical' as const } };
    expect(routed({ channels: quiet, routes: [{ owner: 'team-payments', to }] }, about({ owner }))).toEqual([
      'hub',
    ]);
  });
});

describe('what people accepted', () => {
  const channels = {
    chat: slack,
    ops: hook,
    hub,
    tickets: { type: 'webhook', url: 'https://x.example.com', secretParameter: '/x' },
  } as const;
  const exemption = { id: 'ex-1', reason: 'r', author: 'a', until: '2026-05-01T00:00:00.000Z' };

  it('is told where the finding is shown as it is now, and nowhere else', () => {
    const exempted = about({ exemption, status: 'exempt' }, { type: 'exempted', cause: 'exemption' });
    expect(routed({ channels }, exempted).toSorted()).toEqual(['chat', 'hub']);
    const ended = about({ exemption, status: 'resolved' }, { type: 'resolved' });
    expect(routed({ channels }, ended).toSorted()).toEqual(['chat', 'hub']);
  });

  it('is told to all when it is so no more', () => {
    const ended = about({}, { type: 'exemption-ended', cause: 'exemption' });
    expect(routed({ channels }, ended)).toHaveLength(5);
  });
});
