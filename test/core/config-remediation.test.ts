import {
  type ConfigInput,
  configSchema,
  judgingSettings,
  parseConfig,
  refuseUnknownRules,
} from '@podguard/core';
import { describe, expect, test } from 'vitest';

const EVERYTHING: ConfigInput['remediation'] = {
  rules: { 'imds-v1-allowed': 'auto', 'static-key-created': 'propose', 'irsa-no-subject': 'off' },
  ...{ settleSeconds: 300, proposalHours: 8, coolDownMinutes: 30, rounds: 3, shadowDays: 7 },
  twoPeople: ['critical', 'high'],
  budget: { perHour: 4, perKindPerHour: 4, share: 0.5 },
  deny: { resources: ['*/prod-*'], tags: { repair: 'never' }, roles: ['break-glass'] },
  only: { resources: ['*/dev-*'], tags: { env: 'dev' } },
  protectedPrincipals: ['arn:aws:iam::111122223333:role/break-glass', '*:role/admin-*'],
};

const repairing = (remediation: ConfigInput['remediation']) => configSchema.parse({ remediation });

describe('settings of repairs', () => {
  test('may all be given at once', () => {
    expect(repairing(EVERYTHING).remediation).toEqual(EVERYTHING);
  });

  test('need not be given: nothing is repaired', () => {
    expect(configSchema.parse({}).remediation).toEqual({
      ...{ rules: {}, settleSeconds: 120, proposalHours: 24, coolDownMinutes: 60, rounds: 2, shadowDays: 14 },
      ...{ twoPeople: [], budget: { perHour: 10, perKindPerHour: 5, share: 0.1 } },
      ...{ deny: { resources: [], tags: {}, roles: [] }, protectedPrincipals: [] },
    });
  });

  test('change no verdict', () => {
    expect(judgingSettings(repairing(EVERYTHING))).toEqual(judgingSettings(configSchema.parse({})));
  });

  test.for<[string, ConfigInput, string]>([
    [
      'a mode that there is not',
      { remediation: { rules: { 'imds-v1-allowed': 'on' as 'auto' } } },
      'at remediation.rules["imds-v1-allowed"]',
    ],
    [
      'a setting that there is not',
      { remediation: { budgets: {} } as object },
      'Unrecognized key: "budgets"',
    ],
    ['a settle window longer than a queue waits', { remediation: { settleSeconds: 901 } }, 'Too big'],
    ['a share of more than all', { remediation: { budget: { share: 1.5 } } }, 'Too big'],
    ['a share of nothing', { remediation: { budget: { share: 0 } } }, 'Too small'],
    ['no budget', { remediation: { budget: { perHour: 0 } } }, 'Too small'],
    [
      'the repair of what is not looked for',
      { rules: { 'imds-v1-allowed': 'off' }, remediation: { rules: { 'imds-v1-allowed': 'shadow' } } },
      'rules has it off: nothing of it is ever found',
    ],
    [
      'a protected principal that is a name',
      { remediation: { protectedPrincipals: ['break-glass'] } },
      'give ARNs of principals',
    ],
    ['a deployer that is a name', { deployers: ['github-deployer'] }, 'give ARNs of principals'],
    ['an administrator that is a name', { administrators: ['break-glass'] }, 'give ARNs of principals'],
    [
      'that everybody is protected',
      { remediation: { protectedPrincipals: ['**'] } },
      'it fits everybody: switch the rules off instead',
    ],
    ['that only nothing is repaired', { remediation: { only: {} } }, 'name resources or tags'],
    ['that only nothing of a list is', { remediation: { only: { resources: [] } } }, 'or leave only out'],
    ['an empty name that is denied', { remediation: { deny: { resources: [''] } } }, 'Too small'],
  ])('refuse %s', ([, config, told]) => {
    expect(() => parseConfig(config, 'the file')).toThrow(told);
  });

  test('let a rule be off twice', () => {
    const off = { 'imds-v1-allowed': 'off' } as const;
    expect(() => parseConfig({ rules: off, remediation: { rules: off } }, 'the file')).not.toThrow();
  });
});

describe('a rule that is to be repaired', () => {
  const rules = [
    { id: 'imds-v1-allowed', remediation: 'require-imdsv2' as const },
    { id: 'irsa-no-subject' },
  ];
  const refuse = (modes: Readonly<Record<string, 'off' | 'auto'>>) => () =>
    refuseUnknownRules(repairing({ rules: modes }), rules, 'the file');

  test('is accepted where something repairs it, or it is off', () => {
    expect(refuse({ 'imds-v1-allowed': 'auto', 'irsa-no-subject': 'off' })).not.toThrow();
  });

  test('is refused where there is no such rule, even to switch it off', () => {
    expect(refuse({ 'imds-v2': 'off' })).toThrow('the file: remediation.rules: there is no rule imds-v2');
  });

  test('is refused where nothing repairs it', () => {
    expect(refuse({ 'irsa-no-subject': 'auto' })).toThrow(
      'the file: remediation.rules: nothing repairs what irsa-no-subject finds: leave it out',
    );
  });
});
