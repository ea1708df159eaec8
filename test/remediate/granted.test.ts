import { isGranted, parseConfig, REMEDIATORS, type RemediationMode } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { expect, test } from 'vitest';
import { actingRemediators } from '../../infra/remediation-grants.ts';

const granted = (rules: Readonly<Record<string, RemediationMode>>) => {
  const config = parseConfig({ remediation: { rules } }, 'test');
  const ids = REMEDIATORS.filter((id) => isGranted(id, { catalogue, config }));
  return { ids, deployed: actingRemediators(config).map(({ id }) => id) };
};

test.for<readonly [Readonly<Record<string, RemediationMode>>, readonly string[]]>([
  [{}, []],
  [{ 'imds-v1-allowed': 'off', 'trust-public-principal': 'shadow' }, []],
  [
    { 'imds-v1-allowed': 'propose', 'trust-public-principal': 'auto' },
    ['require-imdsv2', 'restore-trust-policy'],
  ],
])('for %j the service has the rights that a deploy gives it', ([rules, wanted]) => {
  const { ids, deployed } = granted(rules);
  expect(ids).toEqual(wanted);
  expect([...deployed].sort()).toEqual(wanted);
});
