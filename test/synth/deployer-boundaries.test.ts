import { readFileSync } from 'node:fs';
import path from 'node:path';
import { evaluate, parsePolicy } from '@podguard/policy';
import { expect, test } from 'vitest';

const ACCOUNT = '111122223333';
const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/operating.md'), 'utf8');

/** The statements by which the page lets a deployer make bounded roles. */
function statements(): readonly object[] {
  const [, part = ''] = page.split("### The deployer's rights");
  const [, text = ''] = /```json\n([\s\S]*?)```/.exec(part) ?? [];
  return JSON.parse(text) as readonly object[];
}

test.for([
  ['podguard-prod-evaluate', 'podguard-boundary', true],
  ['podguard-prod-remediate', 'podguard-boundary', true],
  ['podguard-prod-remediate', 'podguard-prod-remediate-boundary', true],
  ['podguard-prod-evaluate', 'podguard-prod-remediate-boundary', false],
  ['podguard-dev-remediate', 'podguard-prod-remediate-boundary', false],
  ['podguard-prod-evaluate', null, false],
  ['podguard-prod-remediate', null, false],
  ['shop', 'podguard-boundary', false],
] as const)('by the page a deployer makes %s with the boundary %s: %s', ([role, boundary, isAllowed]) => {
  const parsed = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements() }));
  if (!parsed.ok) throw new Error(parsed.error.message);
  for (const action of ['iam:CreateRole', 'iam:PutRolePolicy', 'iam:PutRolePermissionsBoundary']) {
    const { decision } = evaluate(parsed.policy, {
      principal: { type: 'AWS', arn: `arn:aws:iam::${ACCOUNT}:role/deployer`, account: ACCOUNT },
      action,
      resource: `arn:aws:iam::${ACCOUNT}:role/${role}`,
      context: {
        'iam:PermissionsBoundary':
          boundary === null ? 'absent' : [`arn:aws:iam::${ACCOUNT}:policy/${boundary}`],
      },
    });
    expect(decision === 'allow', action).toBe(isAllowed);
  }
});
