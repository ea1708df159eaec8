import { type ConfigInput, defineRule, parseConfig, pass } from '@podguard/core';
import { ALL_REMEDIATORS, remediatorsFor } from '@podguard/remediate';
import { expect, test } from 'vitest';

const ownRule = (id: string, parts: object) =>
  defineRule({
    ...{ id, title: 'An instance answers without a token', method: 'node-role', resource: 'ec2-instance' },
    ...{ severity: 'low', broken: false, family: null, description: 'd', rationale: 'r', references: [] },
    ...{ mappings: {}, falsePositives: [], needs: {}, covers: undefined, evaluate: () => pass },
    mend: { cli: 'c', terraform: 't', cloudformation: 'c' },
    ...parts,
  });
const withRules = (customRules: ConfigInput['customRules']) =>
  remediatorsFor(parseConfig({ customRules }, 'test'));

test('without rules of a user there are those of the catalogue', () => {
  expect(withRules([])).toEqual(ALL_REMEDIATORS);
});

test('a remediator also repairs the rules of a user that name it', () => {
  const rules = [
    ownRule('acme-token', { remediation: 'require-imdsv2' }),
    ownRule('zeta-token', { remediation: 'require-imdsv2' }),
    ownRule('acme-other', {}),
  ];
  const before = new Map(ALL_REMEDIATORS.map(({ id, rules: own }) => [id, own]));
  for (const { id, rules: own } of withRules(rules))
    expect(own).toEqual(
      id === 'require-imdsv2' ? ['acme-token', ...before.get(id)!, 'zeta-token'] : before.get(id),
    );
});

test('a rule of a user that names a remediator that there is not is refused', () => {
  expect(() => withRules([ownRule('acme-token', { remediation: 'require-imdsv3' })])).toThrow('remediation');
});
