import { readManifests } from '@podguard/manifests';
import { describe, expect, test } from 'vitest';
import { container, ID, only } from './reading.ts';

const SECRET = 'IuocZJyClGqm5Hnh/9Mh5KMYsbAaB3xY9kLmQ0Zz';
const DOCUMENTED =
  'AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

describe('YAML streams', () => {
  test('each document is read by itself: a malformed one is named with its line', () => {
    const text =
      '# first\napiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\nkind: x\n  a: [\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n';
    const { manifests, problems } = readManifests(text);
    expect(manifests.map(({ draft }) => draft.name)).toEqual(['a', 'b']);
    expect(manifests[1]?.linesOf('metadata.name')).toEqual([11]);
    expect(problems).toMatchObject([{ message: expect.stringContaining('is no YAML') }]);
    expect(problems[0]?.line).toBeGreaterThanOrEqual(6);
  });

  test.for([
    '*TopSecret',
    '!TopSecret!',
    '!<TopSecret',
    '"\\UTopSecret"',
    '| TopSecret',
    '[TopSecret] TopSecret',
    '&a *TopSecret',
  ])('a value that is no YAML (%s) is not shown: it may be a Secret', (value) => {
    const text = `apiVersion: v1\nkind: Secret\nmetadata: {name: x}\nstringData:\n  a: ${value}\n`;
    const [problem] = readManifests(text).problems;
    expect(problem?.message).toMatch(/^is no YAML/);
    expect(problem?.message).not.toMatch(/Secret/);
  });

  test('merges are refused that would copy a long document hundreds of times', () => {
    const merges = '    - {<<: *a}\n'.repeat(900);
    const reading = (more: string) =>
      readManifests(
        `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\na: &a {b: c}\nd:\n${merges}${more}`,
      );
    expect(reading('').problems).toEqual([]);
    expect(reading(`# ${'x'.repeat(300_000)}\n`).problems).toEqual([
      { line: 1, message: '900 YAML aliases, too many to merge in a document of this length' },
    ]);
  });

  test.for([
    '<<: 5',
    '<<: *nowhere',
    '<<: [1, 2]',
    'a: &a {k: v}\n  <<: [*a, 5]',
    'a: !!set {b: 1}',
    'a: &x {<<: *x}',
  ])('what cannot be put together (%s) is named, and the others are read', (data) => {
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  ${data}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n`;
    const { manifests, problems } = readManifests(text);
    expect(manifests.map(({ draft }) => draft.name)).toEqual(['b']);
    expect(problems).toMatchObject([{ message: expect.stringMatching(/^is no YAML/) }]);
  });

  test('templates are named as such, whether they are YAML or not', () => {
    const text =
      'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: {{ .Values.name }}\n---\n{{- if .Values.on }}\napiVersion: v1\n  kind: x\n{{- end }}\n';
    const { templates, problems, manifests } = readManifests(text);
    expect(templates.map(({ line }) => line)).toEqual([4, expect.any(Number)]);
    expect([problems, manifests]).toEqual([[], []]);
  });

  test('kinds that are not judged are counted and nothing else', () => {
    const text =
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: a}\n---\napiVersion: serving.knative.dev/v1\nkind: Deployment\nmetadata: {name: b}\n---\nvalues: of a chart\n';
    expect(readManifests(text)).toEqual({
      manifests: [],
      documents: [],
      others: 2,
      problems: [],
      templates: [],
    });
  });

  test('lists are read item by item, in YAML and JSON', () => {
    const list = {
      apiVersion: 'v1',
      kind: 'ServiceAccountList',
      items: [{ metadata: { name: 'a' } }, { metadata: { name: 'b', namespace: 'web' } }],
    };
    const { manifests } = readManifests(JSON.stringify(list, null, 1));
    expect(manifests.map(({ draft }) => [draft.type, draft.namespace, draft.name])).toEqual([
      ['ServiceAccount', null, 'a'],
      ['ServiceAccount', 'web', 'b'],
    ]);
    expect(manifests.map(({ linesOf }) => linesOf('metadata.name'))).toEqual([[7], [12]]);
  });

  test('anchors are followed, and bounded', () => {
    const anchored =
      'apiVersion: v1\nkind: ServiceAccount\nmetadata: &m {name: a, namespace: web}\nother: *m\n';
    expect(only(anchored).draft.namespace).toBe('web');
    const levels = 'abcdefghi'.split('');
    const laughs = levels.map((name, at) => {
      const before = at === 0 ? '"x"' : `*${levels[at - 1]}`;
      return `${name}: &${name} [${Array(9).fill(before).join(', ')}]`;
    });
    expect(readManifests(laughs.join('\n')).problems).toHaveLength(1);
    expect(readManifests('['.repeat(50_000)).problems).toHaveLength(1);
    expect(readManifests(`a: "${'x'.repeat(5_000_000)}"\nkind: Pod`).problems[0]?.message).toContain('4 MB');
  });
});

describe('nesting that no parser survives', () => {
  test.for([
    ['lists in brackets', '['.repeat(20_000)],
    ['objects in braces', '{a: '.repeat(20_000)],
    ['lists in one line', `${'- '.repeat(20_000)}x`],
  ])('%s: a problem with its line, and the other documents are read', ([, nested]) => {
    const { manifests, problems } = readManifests(
      `apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\nkind: Pod\nspec: ${nested}\n`,
    );
    expect(manifests).toHaveLength(1);
    expect(problems).toMatchObject([{ line: 4, message: 'is nested deeper than 1000 levels' }]);
  });
});

test.for<[where: string, around: (many: string) => string]>([
  ['in a text', (many: string) => `log: |\n    ${many}\n  quoted: "${many}"`],
  ['in a comment', (many: string) => `log: a # ${many}`],
])('brackets and dashes %s nest nothing', ([, around]) => {
  const many = `${'\\e[31m{ '.repeat(1_100)}${'- '.repeat(1_100)}`;
  const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  ${around(many)}\n  AWS_ACCESS_KEY_ID: ${ID}\n`;
  const { manifests, problems } = readManifests(text);
  expect(problems).toEqual([]);
  expect(manifests.map(({ draft }) => draft.name)).toEqual(['a']);
});

describe('keys', () => {
  test('an id and a secret key in the environment, never their values', () => {
    const text = container(
      `[{name: AWS_ACCESS_KEY_ID, value: ${ID}}, {name: AWS_SECRET_ACCESS_KEY, value: ${SECRET}}]`,
    );
    const { draft } = only(text);
    expect(draft.sets.keys).toEqual({
      'spec.template.spec.containers[0].env[0].value': 'access key AKIA…5S7T',
      'spec.template.spec.containers[0].env[1].value': 'secret access key',
    });
    expect(JSON.stringify(draft)).not.toContain(ID);
    expect(JSON.stringify(draft)).not.toContain(SECRET);
  });

  test.for([
    ['a placeholder', `[{name: AWS_ACCESS_KEY_ID, value: AKIAXXXXXXXXXXXXXXXX}]`],
    ['a variable', '[{name: AWS_ACCESS_KEY_ID, value: "${AWS_ACCESS_KEY_ID}"}]'],
    [
      "another service's",
      `[{name: AWS_ACCESS_KEY_ID, value: minio}, {name: AWS_SECRET_ACCESS_KEY, value: ${SECRET}}]`,
    ],
    ['a hash', '[{name: AWS_SECRET_ACCESS_KEY, value: da39a3ee5e6b4b0d3255bfef95601890afd80709}]'],
  ] as const)('%s is none', ([, env]) => expect(only(container(env)).draft.sets.keys).toEqual({}));

  test.for([
    ['that it needs', '', { 'spec.template.spec.containers[0].env[0].valueFrom': 'aws' }],
    ['that may be missing', ', optional: true', {}],
  ] as const)('a key from a Secret %s', ([, optional, expected]) => {
    const env = `[{name: AWS_ACCESS_KEY_ID, valueFrom: {secretKeyRef: {name: aws, key: id${optional}}}}]`;
    expect(only(container(env)).draft.sets.keySecrets).toEqual(expected);
  });

  test.for([
    ['that it needs', '', { 'spec.template.spec.containers[0].env[0].valueFrom': 'ConfigMap/aws' }],
    ['that may be missing', ', optional: true', {}],
  ] as const)('a key from a ConfigMap %s', ([, optional, expected]) => {
    const env = `[{name: AWS_SECRET_ACCESS_KEY, valueFrom: {configMapKeyRef: {name: aws, key: id${optional}}}}]`;
    expect(only(container(env)).draft.sets.keySecrets).toEqual(expected);
  });

  test.for([
    ['in the clear', 'stringData', DOCUMENTED],
    ['encoded', 'data', btoa(DOCUMENTED)],
  ] as const)("the example of AWS's documentation in a Secret, %s, is none", ([, field, text]) => {
    const { draft } = only(
      `apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n${field}: {README: "${text}"}\n`,
    );
    expect(draft.sets.keys).toEqual({});
  });

  test.for([
    ['encoded', `data: {credentials: "${btoa(`aws_access_key_id=${ID}`)}"}`, 'data.credentials'],
    ['in the clear', `stringData: {key-id: ${ID}}`, 'stringData["key-id"]'],
    ['in data, not encoded', `data: {id: ${ID}}`, 'data.id'],
  ] as const)('in a Secret, %s', ([, data, path]) => {
    const { draft } = only(`apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n${data}\n`);
    expect(draft.sets.keys).toEqual({ [path]: 'access key AKIA…5S7T' });
  });
});
