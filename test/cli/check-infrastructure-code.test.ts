import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { irsa, trust } from '../support/trusts.ts';

const ROLE = {
  address: 'module.app.aws_iam_role.app',
  mode: 'managed',
  type: 'aws_iam_role',
  name: 'app',
  values: { name: 'app', assume_role_policy: trust(irsa()) },
};
const QUEUE = {
  ...ROLE,
  address: 'aws_sqs_queue.app',
  type: 'aws_sqs_queue',
  values: { policy: trust(irsa()) },
};
const READ_ONLY = { ...ROLE, address: 'data.aws_iam_role.app', mode: 'data' };
const VERSIONS = { format_version: '1.2', terraform_version: '1.9.5' };

const modules = (resource: object) => ({
  root_module: { resources: [QUEUE], child_modules: [{ address: 'module.app', resources: [resource] }] },
});
const plan = (resource: object) => ({ ...VERSIONS, planned_values: modules(resource), resource_changes: [] });
const state = (resource: object) => ({ ...VERSIONS, values: modules(resource) });
const rawState = ({ type, mode, name, values }: typeof ROLE) => ({
  version: 4,
  terraform_version: '1.9.5',
  serial: 3,
  resources: [{ module: 'module.app', mode, type, name, instances: [{ attributes: values }] }],
});
const template = (type: string) => ({
  AWSTemplateFormatVersion: '2010-09-09',
  Resources: {
    Note: { Type: 'AWS::SSM::Parameter', Properties: { Value: 'see AWS::IAM::Role' } },
    AppRole: { Type: type, Properties: { AssumeRolePolicyDocument: JSON.parse(trust(irsa())) as unknown } },
  },
});
const YAML = `AWSTemplateFormatVersion: "2010-09-09"
Resources:
  AppRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Sub "\${AWS::StackName}-app"
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Principal: {Service: pods.eks.amazonaws.com}, Action: sts:AssumeRole}]
`;

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'podguard-code-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

const inDirectory = async (name: string, content: unknown) => {
  const place = mkdtempSync(path.join(directory, 'd'));
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  mkdirSync(place, { recursive: true });
  writeFileSync(path.join(place, 'namespace.yaml'), 'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n');
  writeFileSync(path.join(place, name), text);
  return { whole: await runCli(['check', place]), alone: await runCli(['check', path.join(place, name)]) };
};

test.for([
  ['plan.json', plan(ROLE), 'a plan of Terraform', 'module.app.aws_iam_role.app'],
  [
    'changes.json',
    { ...VERSIONS, resource_changes: [ROLE, ROLE] },
    'a plan of Terraform',
    'aws_iam_role.app and 1 more',
  ],
  ['state.json', state(ROLE), 'a state of Terraform', 'module.app.aws_iam_role.app'],
  ['raw.json', rawState(ROLE), 'a state of Terraform', 'aws_iam_role.app'],
  ['template.json', template('AWS::IAM::ManagedPolicy'), 'a template of CloudFormation', 'AppRole'],
  ['template.yaml', YAML, 'a template of CloudFormation', 'AppRole'],
] as const)('%s is named as what it is, with the way out', async ([name, content, what, which]) => {
  const { whole, alone } = await inDirectory(name, content);
  expect([whole.status, alone.status]).toEqual([3, 2]);
  for (const { stderr } of [whole, alone]) {
    expect(stderr).toContain(`${name}: is ${what} with IAM roles or policies (`);
    expect(stderr).toContain(`${which})`);
    expect(stderr).toContain('podguard drift');
    expect(stderr).not.toContain('is no policy document');
  }
});

test.for([
  ['plan.json', plan(QUEUE)],
  ['state.json', state(READ_ONLY)],
  ['template.json', template('AWS::SQS::Queue')],
  ['package.json', { terraform_version: '1.9.5', description: 'aws_iam_role' }],
] as const)('%s without a role is passed over as any other JSON', async ([name, content]) => {
  const { whole, alone } = await inDirectory(name, content);
  expect([whole.status, whole.stderr]).toEqual([0, expect.not.stringContaining(name)]);
  expect([alone.status, alone.stderr]).toEqual([2, expect.stringContaining('is no policy document')]);
});
