import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readManifests } from '@podguard/manifests';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'podguard-foreign-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

const inDirectory = async (name: string, content: string) => {
  const place = path.join(directory, name.replaceAll('.', '-'));
  mkdirSync(place);
  writeFileSync(path.join(place, 'namespace.yaml'), 'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n');
  writeFileSync(path.join(place, name), content);
  return { whole: await runCli(['check', place]), alone: await runCli(['check', path.join(place, name)]) };
};

describe('YAML that is no manifest', () => {
  test.for([
    ['tabs.yaml', 'paths:\n\ta: 1\n', /tabs\.yaml:2: is no YAML/],
    ['glob.yml', 'paths: *everything\n', /glob\.yml:1: is no YAML/],
    ['loop.yml', '{% for a in b %}\n{{ a }}: 1\n{% endfor %}\n', /is no policy document|is no YAML|template/],
    ['values.yaml', 'extra: {{ .x }}\n', /values\.yaml:\d: is a template|is no policy document/],
  ] as const)(
    '%s is passed over in a directory, and named where it was asked for',
    async ([name, text, says]) => {
      const { whole, alone } = await inDirectory(name, text);
      expect([whole.status, whole.stderr]).toEqual([0, expect.not.stringContaining(name)]);
      expect(alone.status).toBe(2);
      expect(alone.stderr).toMatch(says);
    },
  );

  test('a manifest that is malformed is named in a directory, too', async () => {
    const { whole } = await inDirectory(
      'secret.yaml',
      'apiVersion: v1\nkind: Secret\nmetadata:\n\tname: a\n',
    );
    expect(whole.status).toBe(3);
    expect(whole.stderr).toContain('secret.yaml:4: is no YAML');
  });
});

describe('JSON that is no policy', () => {
  test.for([
    ['tsconfig.json', '{\n  // how it is built\n  "strict": true,\n}\n', 'must be JSON'],
    ['lines.json', '{"a": 1}\n{"a": 2}\n', 'must be JSON'],
    ['nothing.json', '', 'is empty'],
    ['bank.json', '{"statement": "of March", "amount": 3}\n', 'is no policy document'],
  ] as const)(
    '%s is passed over in a directory, and named where it was asked for',
    async ([name, text, says]) => {
      const { whole, alone } = await inDirectory(name, text);
      expect([whole.status, whole.stderr]).toEqual([0, expect.not.stringContaining(name)]);
      expect([alone.status, alone.stderr]).toEqual([2, expect.stringContaining(says)]);
    },
  );

  test('a policy that is malformed is named in a directory, too', async () => {
    const { whole } = await inDirectory('policy.json', '{"Statement": [{"Effect": "Allow",}]}\n');
    expect([whole.status, whole.stderr]).toEqual([3, expect.stringContaining('policy.json: must be JSON')]);
  });
});

describe('templates of a chart', () => {
  test.for([
    [
      'hook.yaml',
      '{{- if .Values.on }}\napiVersion: v1\nkind: Secret\nmetadata:\n  name: {{ .n }}\n{{- end }}\n',
    ],
    [
      'range.yaml',
      '{{ range .Values.all }}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: "{{ . }}"}\n{{ end }}\n',
    ],
  ] as const)(
    '%s, which begins with one, is told to be a template and leaves the rest judged',
    async ([name, text]) => {
      const { whole, alone } = await inDirectory(name, text);
      expect(whole.status).toBe(0);
      for (const { stderr } of [whole, alone]) {
        expect(stderr).toContain('is a template that is not rendered');
        expect(stderr).not.toContain('JSON');
      }
    },
  );

  test('directives come before a document', async () => {
    const { whole } = await inDirectory(
      'tag.yaml',
      '%YAML 1.2\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n',
    );
    expect([whole.status, whole.stderr]).toEqual([0, expect.stringContaining('2 manifests read')]);
  });
});

test.for([
  ['arn:aws:iam::<account-id>:role/a'],
  ['arn:aws:iam::$ACCOUNT_ID:role/a'],
  ['arn:aws:iam::%ACCOUNT_ID%:role/a'],
  ['arn:aws:iam::<your account, e.g. 1>:role/a'],
] as const)('%s stands for something else', ([arn]) => {
  const text = `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: a\n  annotations:\n    eks.amazonaws.com/role-arn: "${arn}"\n`;
  expect(readManifests(text).manifests[0]?.draft.fields.roleArn).toBeUndefined();
});

test('an annotation of kube2iam that is a template is shown as it is', () => {
  const text =
    'apiVersion: v1\nkind: Namespace\nmetadata: {name: a, annotations: {iam.amazonaws.com/role: "${ROLE}"}}\n';
  expect(Object.values(readManifests(text).manifests[0]?.draft.sets.iamAnnotations ?? {})).toEqual([
    '${ROLE}',
  ]);
});

test('an empty annotation of kube2iam gives no role', () => {
  const text =
    'apiVersion: v1\nkind: Namespace\nmetadata: {name: a, annotations: {iam.amazonaws.com/role: ""}}\n';
  expect(readManifests(text).manifests[0]?.draft.sets.iamAnnotations).toEqual({});
});

test('a ClusterSecretStore has no namespace, whatever its manifest says', () => {
  const text =
    'apiVersion: external-secrets.io/v1\nkind: ClusterSecretStore\nmetadata: {name: a, namespace: web}\nspec: {provider: {aws: {}}}\n';
  const { draft } = readManifests(text).manifests[0]!;
  expect([draft.namespace, draft.fields.namespace]).toEqual([null, null]);
});
