import { readFileSync } from 'node:fs';
import path from 'node:path';
import { evaluate, type Policy, parsePolicy } from '@podguard/policy';
import { beforeAll, describe, expect, it } from 'vitest';
import { EXAMPLE_ACCOUNT, TYPE_ACTIONS, WITHOUT_CALLS } from '../../scripts/docs/deployer-actions.ts';
import type { SynthesizedResource } from '../../scripts/synth/resource.ts';
import { DEPLOYMENTS, synthesize } from '../support/synthesize.ts';

const TEXT = readFileSync(path.resolve(import.meta.dirname, '../../docs/deployer-policy.json'), 'utf8');
/** Inputs that hold the name of a resource, or of the one that it belongs to, by the service of its ARN. */
const NAMES = ['name', 'bucket', 'eventBusName', 'rule', 'functionName', 'dashboardName'] as const;
const OURS = { 'aws:ResourceTag/podguard:app': ['podguard'], 'aws:RequestTag/podguard:app': ['podguard'] };

let policy: Policy;
let made: readonly SynthesizedResource[];
beforeAll(async () => {
  const parsed = parsePolicy(TEXT);
  if (!parsed.ok) throw new Error(parsed.error.message);
  policy = parsed.policy;
  const all = await Promise.all(Object.values(DEPLOYMENTS).map(synthesize));
  made = all.flatMap(({ resources }) => resources).filter(({ custom, read }) => custom && !read);
});

const allowed = (action: string, resource: string, context = {}) =>
  evaluate(policy, {
    principal: {
      type: 'AWS',
      arn: `arn:aws:iam::${EXAMPLE_ACCOUNT}:role/deployer`,
      account: EXAMPLE_ACCOUNT,
    },
    action,
    resource,
    context: {
      ...OURS,
      'iam:PassedToService': ['lambda.amazonaws.com'],
      'lambda:FunctionArn': [`arn:aws:lambda:eu-central-1:${EXAMPLE_ACCOUNT}:function:podguard-dev-evaluate`],
      ...context,
    },
  }).decision === 'allow';

/** ARNs of the kinds that its type is called on, with the resource's own name in them. */
function arnsOf({ type, inputs, region }: SynthesizedResource): readonly string[] {
  const own = type.endsWith(':RolePolicy')
    ? inputs.role
    : NAMES.map((field) => inputs[field]).find((value) => typeof value === 'string');
  const name = String(own ?? 'podguard-x').replace(/^arn:.*[:/]|^alias\/|^\/aws\/lambda\//g, '');
  return (TYPE_ACTIONS[type]?.resources ?? []).map((pattern) =>
    pattern
      .replace(/^(arn:aws:[a-z0-9]+):\*/, `$1:${region}`)
      .replace('sst-asset-*/*', `${name}/code.zip`)
      .replaceAll(/podguard-\*(?!.*podguard-)/g, name)
      .replaceAll('podguard-*', 'podguard-dev')
      .replace('*', '1234abcd'),
  );
}

describe("the deployer's policy", () => {
  it('is made for every type of resource of every deployment, and no others', () => {
    const types = new Set(made.map(({ type }) => type));
    expect(types.size).toBeGreaterThan(20);
    expect([...types].filter((type) => !WITHOUT_CALLS.includes(type)).sort()).toEqual(
      Object.keys(TYPE_ACTIONS).sort(),
    );
  });

  it('allows every call on every resource of every deployment', () => {
    const denied = made.flatMap((resource) =>
      (TYPE_ACTIONS[resource.type]?.actions ?? [])
        .filter((action) => !arnsOf(resource).some((arn) => allowed(action.replaceAll('*', 'X'), arn)))
        .map((action) => `${action} on ${arnsOf(resource).join(' or ')} for ${resource.name}`),
    );
    expect(denied).toEqual([]);
    expect(made.length).toBeGreaterThan(400);
  });

  it.for([
    ['iam:CreateRole', `arn:aws:iam::${EXAMPLE_ACCOUNT}:role/checkout`],
    ['iam:PutRolePolicy', `arn:aws:iam::${EXAMPLE_ACCOUNT}:role/aws-reserved/admin`],
    ['iam:AttachRolePolicy', `arn:aws:iam::${EXAMPLE_ACCOUNT}:role/podguard-dev-evaluate`],
    ['iam:CreateUser', `arn:aws:iam::${EXAMPLE_ACCOUNT}:user/podguard-dev`],
    ['lambda:UpdateFunctionCode', `arn:aws:lambda:eu-central-1:${EXAMPLE_ACCOUNT}:function:shop`],
    ['events:PutTargets', `arn:aws:events:eu-central-1:${EXAMPLE_ACCOUNT}:rule/shop`],
    ['dynamodb:GetItem', `arn:aws:dynamodb:eu-central-1:${EXAMPLE_ACCOUNT}:table/podguard-dev-TableTable-a`],
    ['s3:GetObject', 'arn:aws:s3:::podguard-dev-reportsbucket-a/baselines/1.md'],
    ['kms:Decrypt', `arn:aws:kms:eu-central-1:${EXAMPLE_ACCOUNT}:key/1234abcd`],
  ] as const)('does not allow %s on %s', ([action, resource]) => {
    expect(allowed(action, resource)).toBe(false);
  });

  it('gives roles to the services that take them, and touches keys of its own only', () => {
    const role = `arn:aws:iam::${EXAMPLE_ACCOUNT}:role/podguard-dev-evaluate`;
    expect(allowed('iam:PassRole', role)).toBe(true);
    expect(allowed('iam:PassRole', role, { 'iam:PassedToService': ['ec2.amazonaws.com'] })).toBe(false);
    const key = `arn:aws:kms:eu-central-1:${EXAMPLE_ACCOUNT}:key/1234abcd`;
    expect(allowed('kms:PutKeyPolicy', key)).toBe(true);
    expect(allowed('kms:PutKeyPolicy', key, { 'aws:ResourceTag/podguard:app': ['shop'] })).toBe(false);
  });

  it('fits into one managed policy', () => {
    // White space is not counted: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    expect(JSON.stringify(JSON.parse(TEXT)).length).toBeLessThanOrEqual(6144);
  });
});
