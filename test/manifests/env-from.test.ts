import { manifestsToChanges, readClusterObject, readManifests } from '@podguard/manifests';
import { describe, expect, test } from 'vitest';

// Invented: no key of anybody.
const ID = 'AKIAQ7ZL2M4N6P3R5S7T';
const SECRET = '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';
const KEY = { AWS_ACCESS_KEY_ID: ID, AWS_SECRET_ACCESS_KEY: SECRET };

const object = (kind: string, data: object, { name = 'app', namespace = 'web', field = 'data' } = {}) => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace },
  [field]: data,
});
const secret = (data: object, more?: object) => object('Secret', data, { field: 'stringData', ...more });
const configMap = (data: object, more?: object) => object('ConfigMap', data, more);
const workload = (container: object) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'app', namespace: 'web' },
  spec: { template: { spec: { containers: [{ name: 'a', image: 'shop:1', ...container }] } } },
});
const from = (field: 'secretRef' | 'configMapRef', more: object = {}, source: object = {}) => ({
  envFrom: [{ [field]: { name: 'app', ...more }, ...source }],
});

/** The sets of the workload among the objects of each file. */
function setsOf(...files: readonly (readonly object[])[]) {
  const reads = files.flatMap((objects, index) =>
    readManifests(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects })).manifests.map(
      (read) => ({ file: `${index}/app.json`, ...read }),
    ),
  );
  const [change] = manifestsToChanges(reads, undefined).changes.filter(({ kind }) => kind === 'k8s-workload');
  if (change?.op !== 'put') throw new Error('no workload');
  return change.sets;
}
const sourcesOf = (...files: readonly (readonly object[])[]) =>
  Object.values(setsOf(...files).keySecrets ?? {});

const C = 'spec.template.spec.containers[0]';

describe('a key is taken by envFrom', () => {
  test('from a Secret, as its path says', () => {
    const { keySecrets, keys } = setsOf([secret(KEY), workload(from('secretRef'))]);
    expect(keySecrets).toEqual({ [`${C}.envFrom[0].secretRef`]: 'app' });
    expect(keys).toEqual({});
  });

  test.for([
    ['from a ConfigMap', [configMap(KEY), workload(from('configMapRef'))], ['ConfigMap/app']],
    [
      'from what is encoded',
      [object('Secret', { AWS_ACCESS_KEY_ID: btoa(`${ID}\n`) }), workload(from('secretRef'))],
      ['app'],
    ],
    [
      'by names that a prefix makes',
      [secret({ ACCESS_KEY_ID: ID }), workload(from('secretRef', {}, { prefix: 'AWS_' }))],
      ['app'],
    ],
    ['where the prefix is null', [secret(KEY), workload(from('secretRef', {}, { prefix: null }))], ['app']],
    [
      'that is filled in later',
      [secret({ AWS_ACCESS_KEY_ID: '${KEY_ID}' }), workload(from('secretRef'))],
      ['app'],
    ],
    [
      'with another variable beside it',
      [secret(KEY), workload({ ...from('secretRef'), env: [{ name: 'PORT', value: '80' }] })],
      ['app'],
    ],
  ] as const)('%s', ([, objects, expected]) => expect(sourcesOf(objects)).toEqual(expected));

  test('from the last source that gives the name', () => {
    const both = { envFrom: [{ secretRef: { name: 'one' } }, { secretRef: { name: 'two' } }] };
    const objects = [secret(KEY, { name: 'one' }), secret(KEY, { name: 'two' }), workload(both)];
    expect(sourcesOf(objects)).toEqual(['two']);
  });

  test('from the Secret of the nearest file with its name and namespace', () => {
    expect(sourcesOf([workload(from('secretRef'))], [secret(KEY)])).toEqual(['app']);
    expect(sourcesOf([workload(from('secretRef')), secret({ A: 'b' })], [secret(KEY)])).toEqual([]);
  });
});

describe('no key is taken by envFrom', () => {
  test.for([
    ['from what is in no file', [workload(from('secretRef', { name: 'aws-keys' }))]],
    ['from another namespace', [secret(KEY, { namespace: 'mail' }), workload(from('secretRef'))]],
    ['from a ConfigMap of the name of a Secret', [secret(KEY), workload(from('configMapRef'))]],
    ['from what need not be there', [secret(KEY), workload(from('secretRef', { optional: true }))]],
    ['where a prefix makes other names', [secret(KEY), workload(from('secretRef', {}, { prefix: 'A_' }))]],
    ['where the prefix is a template', [secret(KEY), workload(from('secretRef', {}, { prefix: '${P}' }))]],
    ['where it is empty', [secret({ AWS_ACCESS_KEY_ID: '' }), workload(from('secretRef'))]],
    ['that no SDK reads', [secret({ 'access-key': ID }), workload(from('secretRef'))]],
    [
      'where env says otherwise',
      [
        secret({ AWS_ACCESS_KEY_ID: ID }),
        workload({ ...from('secretRef'), env: [{ name: 'AWS_ACCESS_KEY_ID', value: '' }] }),
      ],
    ],
    [
      'for AWS where it is called for another service',
      [configMap(KEY, { name: 'minio' }), workload(from('configMapRef', { name: 'minio' }))],
    ],
    [
      'for AWS where its id is none of AWS',
      [secret({ ...KEY, AWS_ACCESS_KEY_ID: 'admin' }), workload(from('secretRef'))],
    ],
    [
      'for AWS beside the endpoint of another service',
      [secret({ ...KEY, S3_ENDPOINT: 'http://minio:9000' }), workload(from('secretRef'))],
    ],
    [
      'from an object of another kind that holds one',
      [
        { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', ...nameOf('app'), spec: KEY },
        workload(from('configMapRef')),
      ],
    ],
  ] as const)('%s', ([, objects]) => expect(sourcesOf(objects)).toEqual([]));

  test('and no key of another service by secretKeyRef where envFrom names its endpoint', () => {
    const env = [{ name: 'AWS_ACCESS_KEY_ID', valueFrom: { secretKeyRef: { name: 'keys', key: 'id' } } }];
    const one = workload({ ...from('configMapRef'), env });
    expect(sourcesOf([one])).toEqual(['keys']);
    expect(sourcesOf([configMap({ AWS_ENDPOINT_URL: 'http://minio:9000' }), one])).toEqual([]);
  });
});

describe('what a Secret holds', () => {
  const objects = [secret({ ...KEY, PASSWORD: 'hunter2hunter2' }), workload(from('secretRef'))];
  const shown = (value: unknown) => {
    const text = JSON.stringify(value);
    return [ID, SECRET, 'hunter2hunter2'].filter((one) => text.includes(one));
  };

  test('is no part of what is told of files', () => {
    const reads = readManifests(
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }),
    ).manifests.map((read) => ({ file: 'app.json', ...read }));
    const { changes, manifests } = manifestsToChanges(reads, undefined);
    expect(changes).toHaveLength(2);
    expect(shown([changes, [...manifests]])).toEqual([]);
  });

  test('is no part of what is told of a cluster, and of a Secret that is not read nothing is said', () => {
    const cluster = 'arn:aws:eks:eu-central-1:111122223333:cluster/prod';
    const read = objects.map((one) => readClusterObject(cluster, one));
    expect(shown(read)).toEqual([]);
    expect(read[1]?.sets.keySecrets).toEqual({});
    expect(read[1]?.fields.ownIdentity).toBeUndefined();
  });
});

function nameOf(name: string) {
  return { metadata: { name, namespace: 'web' } };
}
