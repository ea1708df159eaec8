import { readManifests } from '@podguard/manifests';
import { describe, expect, test } from 'vitest';
import { container, deployment, ID } from './reading.ts';

describe('what stands where Kubernetes takes something else', () => {
  const key = `{name: AWS_ACCESS_KEY_ID, value: ${ID}}`;
  test.for<[what: string, text: string, said: string]>([
    [
      'a value',
      container(`[{name: AWS_ACCESS_KEY_ID, value: [${ID}]}]`),
      'containers[0].env[0].value is a list where Kubernetes takes a text',
    ],
    [
      'an environment',
      container(`{a: ${key}}`),
      'containers[0].env is an object where Kubernetes takes a list',
    ],
    [
      'a variable',
      container(`[[${key}]]`),
      'containers[0].env[0] is a list where Kubernetes takes an object',
    ],
    [
      'a prefix',
      deployment('      containers: [{name: a, image: i, envFrom: [{prefix: [x]}]}]\n'),
      'containers[0].envFrom[0].prefix is a list where Kubernetes takes a text',
    ],
    [
      'containers',
      deployment('      containers: x\n'),
      'spec.template.spec.containers is a text where Kubernetes takes a list',
    ],
    [
      'a spec',
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app}\nspec: [x]\n',
      'spec is a list where Kubernetes takes an object',
    ],
    [
      'a Secret',
      'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: [x]\n',
      'stringData is a list where Kubernetes takes an object',
    ],
    [
      'an entry of a ConfigMap',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {credentials: {x: y}}\n',
      'data.credentials is an object where Kubernetes takes a text',
    ],
    [
      'annotations',
      'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a, annotations: [x]}\n',
      'metadata.annotations is a list where Kubernetes takes an object',
    ],
    [
      'a store',
      'apiVersion: external-secrets.io/v1\nkind: SecretStore\nmetadata: {name: a}\nspec: {provider: {aws: [x]}}\n',
      'spec.provider.aws is a list where Kubernetes takes an object',
    ],
  ])('%s: is told with its line, and the rest is read', ([, text, said]) => {
    const { manifests, problems } = readManifests(text);
    expect(manifests).toHaveLength(1);
    expect(problems).toMatchObject([{ message: expect.stringContaining(said) }]);
    expect(problems[0]?.line).toBeGreaterThan(2);
  });

  test('what a template engine would fill in is a template, not a mistake', () => {
    const { problems, templates } = readManifests(container('[{name: A, value: {{ .Values.a }}}]'));
    expect({ problems, templates: templates.length }).toEqual({ problems: [], templates: 1 });
  });
});
