import { readManifests } from '@podguard/manifests';
import { describe, expect, test } from 'vitest';
import { textOf } from './object-text.ts';

describe('what is not read', () => {
  const object = (apiVersion: string, kind: string, spec: object = {}) => ({
    apiVersion,
    kind,
    metadata: { name: 'x' },
    spec,
  });

  test.for([
    ['iam.services.k8s.aws/v1alpha1', 'Policy'],
    ['iam.aws.upbound.io/v1beta1', 'RolePolicy'],
    ['iam.aws.m.upbound.io/v1beta1', 'RolePolicyAttachment'],
    ['iam.aws.upbound.io/v1beta1', 'UserPolicy'],
    ['iam.aws.crossplane.io/v1beta1', 'AccessKey'],
    ['iam.services.k8s.aws/v1alpha1', 'OpenIDConnectProvider'],
    ['identity.aws.crossplane.io/v1beta1', 'IAMRole'],
    ['eks.aws.upbound.io/v1beta1', 'AccessEntry'],
    ['eks.services.k8s.aws/v1alpha1', 'Addon'],
    ['eks.services.k8s.aws/v1alpha1', 'Nodegroup'],
    ['eks.aws.upbound.io/v1beta2', 'NodeGroup'],
    ['ec2.aws.upbound.io/v1beta1', 'LaunchTemplate'],
  ] as const)('%s %s is told', ([apiVersion, kind]) => {
    const { problems, others } = readManifests(
      textOf(object('s3.aws.upbound.io/v1beta1', 'Bucket'), object(apiVersion, kind)),
    );
    expect([problems, others]).toEqual([
      [{ line: 3, message: expect.stringContaining(`(${kind}/x), which are not read from it: `) }],
      1,
    ]);
  });

  test('several are told once, and those within others', () => {
    const base = object('iam.aws.upbound.io/v1beta1', 'Role');
    const composition = object('apiextensions.crossplane.io/v1', 'Composition', { resources: [{ base }] });
    const key = object('iam.aws.upbound.io/v1beta1', 'AccessKey');
    expect(readManifests(textOf(composition, key, key)).problems).toMatchObject([
      { line: 1, message: expect.stringContaining('(Composition/x and 2 more)') },
    ]);
  });

  test.for([
    ['a template', 'apiVersion: iam.aws.upbound.io/v1beta1\nkind: Role\nmetadata:\n  name: {{ .x }}\n', 1],
    ['a program', 'items = [{apiVersion = "iam.aws.m.upbound.io/v1beta1"\n kind = "Role"}]', 1],
    ['a template of another kind', 'apiVersion: s3.aws.upbound.io/v1beta1\nkind: Bucket\n', 0],
  ] as const)('%s within a Composition', ([, template, count]) => {
    const pipeline = [{ step: 'render', input: { kind: 'GoTemplate', inline: { template } } }];
    const composition = object('apiextensions.crossplane.io/v1', 'Composition', {
      mode: 'Pipeline',
      pipeline,
    });
    expect(readManifests(textOf(composition)).problems.length).toBe(count);
  });

  test.for([
    ['sqs.services.k8s.aws/v1alpha1', 'Queue', {}],
    ['iam.aws.upbound.io/v1beta1', 'AccountAlias', {}],
    ['iam.aws.upbound.io/v1beta1', 'Policy', { managementPolicies: ['Observe'] }],
    ['constructor.services.k8s.aws/v1', 'Policy', {}],
    ['example.com/v1', 'Policy', {}],
    [
      'protection.crossplane.io/v1beta1',
      'Usage',
      { of: { apiVersion: 'iam.aws.upbound.io/v1beta1', kind: 'Role' } },
    ],
  ] as const)('%s %s is passed over', ([apiVersion, kind, spec]) => {
    expect(readManifests(textOf(object(apiVersion, kind, spec)))).toMatchObject({ problems: [], others: 1 });
  });

  test.for([
    ['v1', { metadataOptions: { httpTokens: 'optional' } }, 1],
    ['v1', { metadataOptions: { httpPutResponseHopLimit: 2 } }, 1],
    ['v1', { metadataOptions: { httpTokens: 'optional', httpEndpoint: 'disabled' } }, 0],
    ['v1', { metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1 } }, 0],
    ['v1', {}, 0],
    ['v1beta1', {}, 1],
    ['v1beta1', { metadataOptions: { httpPutResponseHopLimit: 1 } }, 0],
  ] as const)("Karpenter's EC2NodeClass %s with %j: %i", ([version, spec, count]) => {
    const { problems, others } = readManifests(
      textOf(object(`karpenter.k8s.aws/${version}`, 'EC2NodeClass', spec)),
    );
    expect([problems.length, others]).toEqual([count, 1 - count]);
  });
});
