import { describe, expect, test } from 'vitest';
import { container, deployment, only } from './reading.ts';

describe('objects', () => {
  test.for([
    ['apps/v1', 'StatefulSet', 'spec.template.spec', '{template: {spec: S}}'],
    [
      'batch/v1',
      'CronJob',
      'spec.jobTemplate.spec.template.spec',
      '{jobTemplate: {spec: {template: {spec: S}}}}',
    ],
    ['v1', 'Pod', 'spec', 'S'],
  ] as const)('%s %s has its pod at %s', ([version, kind, podPath, spec]) => {
    const pod = '{hostNetwork: true, serviceAccountName: a, containers: [{name: c, image: i}]}';
    const { draft } = only(
      `apiVersion: ${version}\nkind: ${kind}\nmetadata: {name: a}\nspec: ${spec.replace('S', pod)}\n`,
    );
    expect(draft.fields).toMatchObject({ type: kind, podPath, hostNetwork: true, serviceAccount: 'a' });
    expect(draft.sets.images).toEqual({ i: `${podPath}.containers[0].image` });
  });

  test('a workload runs with default, and a patch leaves that open', () => {
    expect(only(deployment('      containers: [{name: c, image: i}]\n')).draft.fields.serviceAccount).toBe(
      'default',
    );
    expect(only(deployment('      containers: [{name: c}]\n')).draft.fields.serviceAccount).toBeUndefined();
  });

  test('AWS is used where the SDK is configured, and no other endpoint is', () => {
    const region = '{name: AWS_REGION, value: eu-central-1}';
    const endpoint = '{name: AWS_ENDPOINT_URL, value: "http://minio:9000"}';
    expect(only(container(`[${region}]`)).draft.sets.awsUse).toEqual({
      'spec.template.spec.containers[0].env[0].name': 'AWS_REGION',
    });
    expect(only(container(`[${region}, ${endpoint}]`)).draft.sets.awsUse).toEqual({});
  });

  test.for([
    ['none', '', null],
    ['an empty one', 'eks.amazonaws.com/role-arn: ""', null],
    ['a template', 'eks.amazonaws.com/role-arn: "arn:aws:iam::${ACCOUNT}:role/a"', undefined],
    [
      'a role',
      'eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/a',
      'arn:aws:iam::111122223333:role/a',
    ],
  ] as const)('the role annotation: %s', ([, annotation, roleArn]) => {
    const text = `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a, annotations: {${annotation}}}\n`;
    expect(only(text).draft.fields.roleArn).toBe(roleArn);
  });

  test.for([
    ['masters', '- rolearn: r\n  groups: [system:masters]', { r: 'data.mapRoles[0].groups[0]' }],
    ['nodes', '- rolearn: r\n  username: system:node:{{EC2PrivateDNSName}}\n  groups: [system:nodes]', {}],
    ['what cannot be read', '- {', null],
    ['an entry that is none', '- [system:masters]', null],
    ['groups that are no list', '- rolearn: r\n  groups: {a: system:masters}', null],
  ] as const)('aws-auth with %s', ([, map, masters]) => {
    const data = JSON.stringify({ mapRoles: map });
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: aws-auth, namespace: kube-system}\ndata: ${data}\n`;
    expect(only(text).draft.sets.masters).toEqual(masters);
  });

  test.for([
    ['no conditions', '', 'all'],
    ['an empty selector', 'conditions: [{namespaceSelector: {}}],', 'all'],
    ['names', 'conditions: [{namespaces: [web]}],', 'selected'],
  ] as const)('a ClusterSecretStore with %s', ([, conditions, usedBy]) => {
    const text = `apiVersion: external-secrets.io/v1\nkind: ClusterSecretStore\nmetadata: {name: a}\nspec: {${conditions} provider: {aws: {auth: {secretRef: {accessKeyIDSecretRef: {name: keys}}}}}}\n`;
    expect(only(text).draft.fields).toMatchObject({
      provider: 'aws',
      usedBy,
      keySecret: 'keys',
      ownIdentities: false,
    });
  });
});
