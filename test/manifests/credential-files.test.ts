import { manifestsToChanges, readManifests } from '@podguard/manifests';
import { describe, expect, test } from 'vitest';

const workload = (container: string, volumes: string) =>
  `apiVersion: apps/v1
kind: Deployment
metadata: {name: app, namespace: web}
spec:
  template:
    spec:
      volumes: [${volumes}]
      containers:
        - {name: a, image: shop:1, ${container}}
`;
const SECRET = '{name: v, secret: {secretName: keys}}';
const mounted = (at: string, more = '') => `volumeMounts: [{name: v, mountPath: ${at}${more}}]`;
const sharedFile = (file: string) => `env: [{name: AWS_SHARED_CREDENTIALS_FILE, value: ${file}}]`;
const draftOf = (container: string, volumes: string) =>
  readManifests(workload(container, volumes)).manifests[0]!.draft;

const C = 'spec.template.spec.containers[0]';

describe('AWS credentials in files', () => {
  test.for([
    [
      'where a variable leads into a Secret',
      `${sharedFile('/c/cloud')}, ${mounted('/c')}`,
      SECRET,
      `${C}.env[0]`,
    ],
    [
      'where it leads to a file that is mounted by itself',
      `${sharedFile('/c/cloud')}, ${mounted('/c/cloud', ', subPath: cloud')}`,
      SECRET,
      `${C}.env[0]`,
    ],
    ['in the home directory', mounted('/root/.aws/'), SECRET, `${C}.volumeMounts[0]`],
    [
      'as the file of a home directory',
      mounted('/home/app/.aws/credentials', ', subPath: credentials'),
      '{name: v, secret: {secretName: keys, items: [{key: k, path: credentials}]}}',
      `${C}.volumeMounts[0]`,
    ],
    [
      'of a projected volume',
      mounted('/root/.aws'),
      '{name: v, projected: {sources: [{secret: {name: other, items: [{key: k, path: config}]}}, {secret: {name: keys, items: [{key: k, path: credentials}]}}]}}',
      `${C}.volumeMounts[0]`,
    ],
  ] as const)('are a stored key %s', ([, container, volumes, path]) => {
    expect(draftOf(container, volumes).sets.keySecrets).toEqual({ [path]: 'keys' });
  });

  test.for([
    ['a variable leads to no Secret', sharedFile('/vault/secrets/aws'), ''],
    ['a variable is a template', `${sharedFile('"{{ .file }}"')}, ${mounted('/c')}`, SECRET],
    ['the configuration is elsewhere', 'env: [{name: AWS_CONFIG_FILE, value: /c/config}]', ''],
    ['something else is in the home directory', mounted('/root/.aws'), '{name: v, configMap: {name: c}}'],
    [
      'the Secret need not be there',
      mounted('/root/.aws'),
      '{name: v, secret: {secretName: keys, optional: true}}',
    ],
    [
      'only a configuration is mounted',
      mounted('/root/.aws'),
      '{name: v, secret: {secretName: keys, items: [{key: k, path: config}]}}',
    ],
    ['a Secret is called for AWS', mounted('/etc/x'), '{name: v, secret: {secretName: my-aws-keys}}'],
  ] as const)('may be there where %s', ([, container, volumes]) => {
    const { sets, fields } = draftOf(container, volumes);
    expect([sets.keySecrets, fields.ownIdentity]).toEqual([{}, undefined]);
  });

  test.for([
    ['a certificate is mounted', mounted('/etc/tls'), '{name: v, secret: {secretName: tls}}'],
    ['the Secret is not mounted', 'env: []', SECRET],
  ] as const)('are none where %s', ([, container, volumes]) => {
    const { sets, fields } = draftOf(container, volumes);
    expect([sets.keySecrets, fields.ownIdentity]).toEqual([{}, null]);
  });

  test('are none of AWS where another service is called', () => {
    const container = `env: [{name: AWS_ENDPOINT_URL, value: "http://minio:9000"}], ${mounted('/root/.aws')}`;
    expect(draftOf(container, SECRET).sets.keySecrets).toEqual({});
  });

  test.for([
    ['of a Secret of which the manifests show a key', '', { [`${C}.volumeMounts[0]`]: 'keys' }],
    ['not of its other names', ', items: [{key: ca, path: ca}]', {}],
  ] as const)('count wherever they are mounted: %s', ([, items, expected]) => {
    const secret =
      'apiVersion: v1\nkind: Secret\nmetadata: {name: keys, namespace: web}\nstringData: {id: AKIAQ7ZL2M4N6P3R5S7T, ca: x}\n---\n';
    const text = secret + workload(mounted('/etc/app'), `{name: v, secret: {secretName: keys${items}}}`);
    const reads = readManifests(text).manifests.map((read) => ({ file: 'a.yaml', ...read }));
    const [change] = manifestsToChanges(reads, undefined).changes.filter(
      ({ kind }) => kind === 'k8s-workload',
    );
    expect(change && 'sets' in change ? change.sets.keySecrets : undefined).toEqual(expected);
  });
});
