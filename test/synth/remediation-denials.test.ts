import { configSchema, type RemediationMode } from '@podguard/core';
import {
  escalationPaths,
  evaluate,
  isAdministrator,
  type NamedPolicy,
  type Policy,
  parseHolder,
  parsePolicy,
} from '@podguard/policy';
import { catalogue } from '@podguard/rules';
import { describe, expect, it, test } from 'vitest';
import { remediateBoundary } from '../../infra/remediation-boundary.ts';
import { changeDenials } from '../../infra/remediation-denials.ts';
import { type GrantsSpec, remediateRoleArn } from '../../infra/remediation-grants.ts';
import { ofType, synthesize, textOf } from '../support/synthesize.ts';
import { ACCOUNT, auto, policyOf, propose } from './remediation-deployments.ts';

const place = { account: ACCOUNT, home: 'eu-central-1', remote: ['us-east-1'] };
const prefix = 'podguard-dev';
const HOLDER = parseHolder(remediateRoleArn({ prefix, place }))!;
const EVERY = catalogue.rules.flatMap(({ id, remediation }) => (remediation === undefined ? [] : [id]));
/** Those that are mended by another trust policy. */
const TRUST = catalogue.rules.flatMap(({ id, remediation = '' }) =>
  ['restore-trust-policy', 'fix-pod-identity-trust'].includes(remediation) ? [id] : [],
);

function specFor(rules: readonly string[], deny: readonly string[] = []): GrantsSpec {
  const modes = Object.fromEntries(rules.map((rule) => [rule, 'auto' as RemediationMode]));
  const config = configSchema.parse({
    ...{ ownParts: ['podguard-'], deployers: [HOLDER.arn] },
    remediation: { rules: modes, deny: { roles: deny } },
  });
  return { config, place, prefix };
}

function read(text: string): Policy {
  const parsed = parsePolicy(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.policy;
}

const boundaryOf = (spec: GrantsSpec) => read(JSON.stringify(remediateBoundary(spec)));
const holding = (policy: Policy, boundary: NamedPolicy | null = null) => ({
  ...{ holder: HOLDER, boundary },
  policies: [{ name: 'its', policy }],
});
const pathsOf = (policy: Policy) =>
  escalationPaths(holding(policy)).paths.map(({ path, includesHolder }) => [path.name, includesHolder]);
const ADMINISTRATOR = read(
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
);

describe('where everything is repaired', () => {
  const documents = async (): Promise<readonly Policy[]> => [
    read(textOf(policyOf(await synthesize(auto)), 'policy')),
    boundaryOf(specFor(EVERY)),
  ];

  it('neither the role’s policy nor its boundary makes an administrator', { timeout: 60_000 }, async () => {
    for (const policy of await documents()) expect(isAdministrator(holding(policy)).answer).toBe('no');
  });

  it('the one known way to more rights is the trust policy of another role', async () => {
    for (const policy of await documents())
      expect(pathsOf(policy)).toEqual([['iam:UpdateAssumeRolePolicy', 'no']]);
  });

  it('without the rules about trust policies there is none', () => {
    const others = EVERY.filter((rule) => !TRUST.includes(rule));
    expect(others.length).toBeGreaterThan(10);
    expect(pathsOf(boundaryOf(specFor(others)))).toEqual([]);
  });

  it('the boundary holds a role that somebody makes an administrator', () => {
    const bounded = holding(ADMINISTRATOR, { name: 'boundary', policy: boundaryOf(specFor(EVERY)) });
    expect(isAdministrator(bounded).answer).toBe('no');
    expect(escalationPaths(bounded).paths.map(({ path }) => path.name)).toEqual([
      'iam:UpdateAssumeRolePolicy',
    ]);
  });
});

const role = (name: string, account = ACCOUNT) => `arn:aws:iam::${account}:role/${name}`;
const ENTRY = `arn:aws:eks:eu-central-1:${ACCOUNT}:access-entry/prod/role/${ACCOUNT}`;
const TO_PODS = { 'iam:PassedToService': ['pods.eks.amazonaws.com'] };
const TO_EDIT = { 'eks:policyArn': ['arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminPolicy'] };

test.for<[action: string, resource: string, isAllowed: boolean, context?: Record<string, string[]>]>([
  ['sts:AssumeRole', role('shop'), false],
  ['sts:AssumeRole', role('shop', '444455556666'), false],
  ['sts:AssumeRoot', `arn:aws:iam::${ACCOUNT}:root`, false],
  ['iam:UpdateAssumeRolePolicy', role('shop'), true],
  ['iam:UpdateAssumeRolePolicy', role('podguard-dev-remediate'), false],
  ['iam:UpdateAssumeRolePolicy', role('podguard-dev-evaluate'), false],
  ['iam:UpdateAssumeRolePolicy', role('aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_1'), false],
  ['iam:UpdateAssumeRolePolicy', role('break-glass'), false],
  ['iam:UpdateAssumeRolePolicy', role('people/break-glass'), false],
  ['iam:DetachRolePolicy', role('podguard-dev-sweep'), false],
  ['iam:DetachRolePolicy', role('ops/x'), false],
  ['iam:PutRolePermissionsBoundary', role('podguard-dev-remediate'), false],
  ['iam:PutRolePermissionsBoundary', role('aws-service-role/eks.amazonaws.com/AWSServiceRoleForEKS'), false],
  ['iam:AttachRolePolicy', role('shop'), false],
  ['iam:DeleteRolePermissionsBoundary', role('shop'), false],
  ['iam:PassRole', role('shop'), true, TO_PODS],
  ['iam:PassRole', role('podguard-dev-remediate'), false, TO_PODS],
  ['iam:PassRole', role('break-glass'), false, TO_PODS],
  ['eks:DisassociateAccessPolicy', `${ENTRY}/ada/1`, true, TO_EDIT],
  ['eks:DisassociateAccessPolicy', `${ENTRY}/podguard-dev-drift/1`, false, TO_EDIT],
  ['eks:DescribeAccessEntry', `${ENTRY}/podguard-dev-drift/1`, true],
  ['iam:GetRole', role('podguard-dev-remediate'), true],
  [
    'ec2:ModifyInstanceMetadataOptions',
    `arn:aws:ec2:eu-west-1:${ACCOUNT}:instance/i-1`,
    false,
    { 'aws:RequestedRegion': ['eu-west-1'] },
  ],
])('%s on %s is allowed at most: %s', ([action, resource, isAllowed, context = {}]) => {
  const policy = boundaryOf(specFor(EVERY, ['break-glass', 'arn:aws:iam::*:role/ops/*']));
  const principal = { type: 'AWS', arn: HOLDER.arn, account: ACCOUNT } as const;
  const inRegion = { 'aws:RequestedRegion': ['eu-central-1'], ...context };
  const { decision } = evaluate(policy, { principal, action, resource, context: inRegion });
  expect(decision === 'allow').toBe(isAllowed);
});

describe('what is denied', () => {
  it('is the same in the role’s own policy', async () => {
    const { inputs } = policyOf(await synthesize(propose));
    const { Statement } = JSON.parse(String(inputs.policy)) as { readonly Statement: readonly object[] };
    const denied = Statement.filter((one) => 'Effect' in one && one.Effect === 'Deny');
    const rules = { 'imds-v1-allowed': 'propose' } as const;
    const document = remediateBoundary({
      ...{ place, prefix },
      config: configSchema.parse({ remediation: { rules } }),
    });
    expect(denied).toEqual(document.Statement.filter(({ Effect }) => Effect === 'Deny'));
    expect(denied.length).toBe(3);
  });

  it('is every role of the service, by its name', async () => {
    const roles = ofType(await synthesize(auto), 'Role').map(({ inputs }) => String(inputs.name));
    expect(roles.length).toBeGreaterThan(8);
    expect(roles.filter((name) => !name.startsWith(`${prefix}-`))).toEqual([]);
  });

  it('has room for so many roles of the deny list, and says so where there are more', () => {
    const some = Array.from({ length: 6 }, (_, at) => `break-glass-${at}`);
    expect(remediateBoundary(specFor(EVERY, some)).Statement.length).toBeGreaterThan(5);
    const many = Array.from({ length: 30 }, (_, at) => `break-glass-${at}`);
    expect(() => changeDenials(specFor(EVERY, many))).toThrow('remediation.deny.roles');
  });

  it('leaves room for all that a deployment may have', { timeout: 60_000 }, async () => {
    const most = await synthesize({
      ...{ stage: 'production-payments1', region: 'ap-southeast-1', config: 'remediation-most.config.ts' },
      environment: { PODGUARD_TABLE_KEY: `arn:aws:kms:ap-southeast-1:${ACCOUNT}:key/${crypto.randomUUID()}` },
    });
    const text = textOf(policyOf(most), 'policy');
    expect(text).toContain('a-long-team-name-122.fifo');
    expect(text).toContain('break-glass');

    expect(text.length).toBeLessThanOrEqual(10_240);
  });

  it('a boundary that IAM would not take is refused', () => {
    const regions = Array.from({ length: 150 }, (_, at) => `xx-southeast-${at}`);
    expect(() => remediateBoundary({ ...specFor(EVERY), place: { ...place, remote: regions } })).toThrow(
      'IAM takes 6144',
    );
  });
});
