import { readManifests } from '@podguard/manifests';
import { describe, expect, test } from 'vitest';

const ID = 'AKIAQ7ZL2M4N6P3R5S7T';
const SECRET = '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';
const CONTAINERS = `containers: [{name: a, image: x, env: [{name: AWS_ACCESS_KEY_ID, value: ${ID}}]}]`;
const object = (kind: string, rest: string) =>
  `apiVersion: ${kind.slice(0, kind.lastIndexOf('/'))}\nkind: ${kind.slice(kind.lastIndexOf('/') + 1)}\nmetadata: {name: app, namespace: web}\n${rest}\n`;
const keysOf = (text: string) =>
  readManifests(text).manifests.map(({ draft }) => [draft.type, draft.kind, draft.sets.keys]);

describe('objects of other kinds', () => {
  test.for([
    ['v1/PodTemplate', `template: {spec: {${CONTAINERS}}}`, 'template.spec'],
    ['argoproj.io/v1alpha1/Rollout', `spec: {template: {spec: {${CONTAINERS}}}}`, 'spec.template.spec'],
    ['serving.knative.dev/v1/Service', `spec: {template: {spec: {${CONTAINERS}}}}`, 'spec.template.spec'],
    [
      'keda.sh/v1alpha1/ScaledJob',
      `spec: {jobTargetRef: {template: {spec: {${CONTAINERS}}}}}`,
      'spec.jobTargetRef.template.spec',
    ],
  ] as const)('%s: its pods are read', ([kind, rest, path]) => {
    expect(keysOf(object(kind, rest))).toEqual([
      [
        kind.slice(kind.lastIndexOf('/') + 1),
        'k8s-workload',
        { [`${path}.containers[0].env[0].value`]: 'access key AKIA…5S7T' },
      ],
    ]);
  });

  test('containers for debugging are read', () => {
    const text = object(
      'v1/Pod',
      `spec: {containers: [{name: a, image: x}], ephemeralContainers: [{name: d, image: x, env: [{name: X, value: ${ID}}]}]}`,
    );
    expect(keysOf(text)).toEqual([
      ['Pod', 'k8s-workload', { 'spec.ephemeralContainers[0].env[0].value': 'access key AKIA…5S7T' }],
    ]);
  });

  test.for([
    [
      'beside each other',
      `spec: {values: {aws: {accessKey: ${ID}, secretKey: ${SECRET}}}}`,
      'spec.values.aws.accessKey',
    ],
    [
      'as name and value',
      `spec: {values: {env: [{name: AWS_ACCESS_KEY_ID, value: ${ID}}, {name: AWS_SECRET_ACCESS_KEY, value: ${SECRET}}]}}`,
      'spec.values.env[0].value',
    ],
    [
      'in one text',
      `spec: {values: "aws_access_key_id = ${ID}\\naws_secret_access_key = ${SECRET}"}`,
      'spec.values',
    ],
  ] as const)('a whole key %s is one, wherever it is', ([, rest, path]) => {
    const text = object('helm.toolkit.fluxcd.io/v2/HelmRelease', rest);
    const [read] = readManifests(text).manifests;
    expect([read?.draft.type, read?.draft.name]).toEqual(['HelmRelease', 'app']);
    expect(read?.draft.sets.keys).toMatchObject({ [path]: 'access key AKIA…5S7T' });
    expect(read?.linesOf(path)).toEqual([4]);
    expect(JSON.stringify(read?.draft)).not.toContain(ID);
  });

  test.for([
    ['an id alone', 'example.com/v1/Thing', `spec: {owner: ${ID}}`],
    ['a secret alone', 'example.com/v1/Thing', `spec: {aws_secret_access_key: ${SECRET}}`],
    [
      'the examples of a schema',
      'apiextensions.k8s.io/v1/CustomResourceDefinition',
      `spec: {accessKey: ${ID}, secretAccessKey: ${SECRET}}`,
    ],
    [
      'an example within an object',
      'example.com/v1/Thing',
      `spec: {openAPIV3Schema: {accessKey: ${ID}}, example: {secretAccessKey: ${SECRET}}}`,
    ],
    ['a template of something else', 'karpenter.sh/v1/NodePool', 'spec: {template: {spec: {taints: []}}}'],
  ] as const)('%s is passed over', ([, kind, rest]) => {
    expect(readManifests(object(kind, rest))).toMatchObject({ manifests: [], others: 1, problems: [] });
  });

  test('what contains itself ends', () => {
    const text = object('example.com/v1/Thing', 'spec: &a {b: *a, c: [*a, *a]}');
    expect(readManifests(text)).toMatchObject({ manifests: [], others: 1 });
  });

  test('a long object that holds a key is read', () => {
    const long = `spec: {pad: "${'x'.repeat(70_000)}", accessKey: ${ID}, secretAccessKey: ${SECRET}}`;
    expect(readManifests(object('example.com/v1/Thing', long)).manifests).toHaveLength(1);
  });
});
