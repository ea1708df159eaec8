import { configSchema, configuredExemptions, parseConfig, refuseUnknownRules } from '@podguard/core';
import { describe, expect, test } from 'vitest';

const exemption = {
  rules: ['imds-*'],
  reason: 'the agent has no IMDSv2 support before May',
  author: 'platform team',
  since: '2026-01-01',
  until: '2026-05-01',
};

const problemOf = (settings: object) => () =>
  parseConfig({ exemptions: [{ ...exemption, ...settings }] }, 'podguard.config.ts');

describe('an exemption in the configuration', () => {
  test('holds from the first moment of its first day, in UTC, until the last day begins', () => {
    const [made] = configuredExemptions(configSchema.parse({ exemptions: [exemption] }));
    expect(made).toMatchObject({
      since: '2026-01-01T00:00:00.000Z',
      until: '2026-05-01T00:00:00.000Z',
      origin: 'configuration',
      accounts: [],
    });
  });

  test('may last for a leap year', () => {
    expect(problemOf({ since: '2028-01-01', until: '2029-01-01' })).not.toThrow();
  });

  test.for<[string, object, string]>([
    ['lasts longer than a year', { until: '2027-01-03' }, 'choose an earlier end'],
    ['lasts a day longer than a common year', { until: '2027-01-02' }, 'choose an earlier end'],
    ['ends before it begins', { until: '2025-12-31' }, 'it ends before it begins'],
    ['ends when it begins', { until: '2026-01-01T00:00:00Z' }, 'it ends before it begins'],
    [
      'ends on a day that is not',
      { until: '2026-02-30' },
      'give times as 2026-01-31 or 2026-01-31T12:00:00Z',
    ],
    ['has a time without a zone', { until: '2026-01-31T12:00:00' }, 'give times as 2026-01-31'],
    ['has a time in another zone', { until: '2026-01-31T12:00:00+02:00' }, 'give times as 2026-01-31'],
    ['has a Date', { until: new Date(0) }, 'give times as 2026-01-31'],
    ['has no end', { until: undefined }, 'at exemptions[0].until'],
    ['has no reason', { reason: undefined }, 'say why it is accepted'],
    ['has a blank reason', { reason: ' ' }, 'say why it is accepted'],
    ['has no author', { author: '' }, 'say who accepts it'],
    [
      'covers everything',
      { rules: [] },
      'it would cover everything: name rules, resources, accounts or tags',
    ],
    ['covers everything by a star', { rules: ['*'], resources: ['**'] }, 'it would cover everything'],
    ['has a severity that is none', { severity: 'grave' }, 'at exemptions[0].severity'],
    ['names an account by a number', { accounts: [111122223333] }, '12 digits, in quotation marks'],
    ['names a rule alone', { rules: 'imds-v1-allowed' }, 'at exemptions[0].rules'],
    ['has a setting that there is not', { rule: 'imds-v1-allowed' }, 'Unrecognized key: "rule"'],
  ])('that %s is refused, and the message says what is right', ([, settings, told]) => {
    expect(problemOf(settings)).toThrow(told);
  });
});

describe('a name of rules', () => {
  const rules = [{ id: 'imds-v1-allowed' }, { id: 'irsa-subject-wildcard' }];
  const refuse = (config: object) => () => refuseUnknownRules(configSchema.parse(config), rules, 'the file');

  test('that fits some rule is accepted, in exemptions and routes', () => {
    const routes = [{ rule: 'irsa-*', to: ['sns'] }, { to: ['sns'] }];
    expect(refuse({ exemptions: [exemption], routes, rules: { 'imds-v1-allowed': 'off' } })).not.toThrow();
  });

  test.for<[string, object]>([
    [
      'the file: exemptions[0].rules: there is no rule imds-v2',
      { exemptions: [{ ...exemption, rules: ['imds-v2'] }] },
    ],
    [
      'the file: routes[1].rule: there is no rule eks-*',
      { routes: [{ to: ['sns'] }, { rule: 'eks-*', to: ['sns'] }] },
    ],
    ['the file: rules: there is no rule imds-*', { rules: { 'imds-*': 'off' } }],
    [
      'the file: remediation.rules: there is no rule imds-*',
      { remediation: { rules: { 'imds-*': 'auto' } } },
    ],
  ])('that fits none is refused: %s', ([told, config]) => {
    expect(refuse(config)).toThrow(told);
  });
});

test('what is no text is refused as that, whatever its length says', () => {
  const rules = [{ length: { toString: {} } }];
  const exemption = { rules, reason: 'known', author: 'ada', until: '2026-06-01' };
  expect(() => parseConfig({ exemptions: [exemption] }, 'the file')).toThrow('expected string');
  expect(() => parseConfig({ ownParts: rules }, 'the file')).toThrow('expected string');
  expect(() => parseConfig({ routes: [{ to: rules[0] }] }, 'the file')).toThrow('expected array');
});
