import { readManifests } from '@podguard/manifests';
import { describe, expect, test } from 'vitest';

// Invented: no key of anybody.
const SECRET = 'Q9wE8rT7yU6iO5pA4sD3fG2hJ1kL0zXcVbNmQwEr';
const ID = 'AKIAQ7ZL2M4N6P3R5S7T';
const draftOf = (container: string) => {
  const text = `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app}\nspec:\n  template:\n    spec:\n      containers:\n        - ${container}\n`;
  return readManifests(text).manifests[0]!.draft;
};
const withEnv = (...env: readonly string[]) => draftOf(`{name: a, image: shop, env: [${env.join(', ')}]}`);
const fromSecret = (secret: string) =>
  `{name: AWS_ACCESS_KEY_ID, valueFrom: {secretKeyRef: {name: ${secret}, key: id}}}`;

describe('a stored key is not said to be for AWS', () => {
  test.for([
    ['MLFLOW_S3_ENDPOINT_URL', 'http://minio:9000'],
    ['AWS_S3_ENDPOINT_URL', 'https://nyc3.digitaloceanspaces.com'],
    ['OBJECT_STORAGE_ENDPOINT', 's3.fr-par.scw.cloud'],
    ['S3_HOST', 'ceph.storage.svc:7480'],
    ['RESTIC_REPOSITORY', 's3:https://s3.us-west-002.backblazeb2.com/backup'],
  ] as const)('where %s is %s', ([name, value]) => {
    expect(withEnv(fromSecret('backup'), `{name: ${name}, value: "${value}"}`).sets.keySecrets).toEqual({});
  });

  test('where a command names another endpoint', () => {
    const container = (command: string) =>
      draftOf(`{name: a, image: shop, command: ${command}, env: [${fromSecret('backup')}]}`);
    expect(container('[sh, -c, "aws --endpoint-url http://minio:9000 s3 ls"]').sets.keySecrets).toEqual({});
    expect(container('[aws, --endpoint-url, "http://minio:9000"]').sets.keySecrets).toEqual({});
    expect(Object.values(container('[aws, s3, ls]').sets.keySecrets ?? {})).toEqual(['backup']);
  });

  test.for([['minio'], ['loki-minio-creds'], ['r2'], ['wasabi.keys'], ['do-spaces']] as const)(
    'where the Secret is called %s',
    ([name]) => expect(withEnv(fromSecret(name)).sets.keySecrets).toEqual({}),
  );

  test('where the ConfigMap is called for one', () => {
    const from = (name: string) =>
      withEnv(`{name: AWS_ACCESS_KEY_ID, valueFrom: {configMapKeyRef: {name: ${name}, key: id}}}`);
    expect(from('minio').sets.keySecrets).toEqual({});
    expect(Object.values(from('app').sets.keySecrets ?? {})).toEqual(['ConfigMap/app']);
  });

  test.for([
    ['S3_ENDPOINT', 'https://s3.eu-central-1.amazonaws.com'],
    ['S3_BUCKET_URL', 's3://bucket/path'],
    ['SQS_QUEUE_URL', 'https://sqs.eu-central-1.amazonaws.com/111122223333/jobs'],
    ['RESTIC_REPOSITORY', 's3:s3.amazonaws.com/backup'],
    ['RESTIC_REPOSITORY', 's3://bucket/backup'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://collector:4317'],
    ['DATABASE_HOST', 'db.internal'],
  ] as const)('but it is where %s is %s', ([name, value]) => {
    const { keySecrets } = withEnv(fromSecret('backup'), `{name: ${name}, value: "${value}"}`).sets;
    expect(Object.values(keySecrets ?? {})).toEqual(['backup']);
  });
});

describe("an example of AWS's form", () => {
  const keysWith = (id: string, secret: string, ...more: readonly string[]) =>
    Object.keys(
      withEnv(
        `{name: AWS_ACCESS_KEY_ID, value: ${id}}`,
        `{name: AWS_SECRET_ACCESS_KEY, value: ${secret}}`,
        ...more,
      ).sets.keys ?? {},
    ).length;
  const example = ['AKIAIOSFODNN7INVALID', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYINVALIDKEY'] as const;
  const at = (place: string) => `{name: AWS_ENDPOINT_URL, value: "${place}"}`;

  test('is none for AWS where the container calls another endpoint', () => {
    expect(keysWith(...example, at('http://minio:9000'))).toBe(0);
    expect(keysWith(...example, at('https://s3.eu-central-1.amazonaws.com'))).toBe(2);
    expect(keysWith(...example)).toBe(2);
  });

  test('is told from a key, which is one wherever the container calls', () => {
    expect(keysWith(ID, SECRET, at('http://minio:9000'))).toBe(2);
  });
});

describe('a value is an AWS secret key by a name that says so', () => {
  test.for([
    ['AWS_SECRET_ACCESS_KEY', true],
    ['aws-secret-key', true],
    ['secretAccessKey', true],
    ['S3_SECRET_KEY', true],
    ['DJANGO_SECRET_KEY', false],
    ['SECRET_KEY', false],
    ['STRIPE_SECRET_KEY', false],
    ['MINIO_SECRET_KEY', false],
  ] as const)('%s: %s', ([name, is]) => {
    const found = Object.values(withEnv(`{name: ${name}, value: ${SECRET}}`).sets.keys ?? {});
    expect(found).toEqual(is ? ['secret access key'] : []);
    const text = `apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {${name}: ${btoa(SECRET)}}\n`;
    expect(Object.values(readManifests(text).manifests[0]!.draft.sets.keys ?? {})).toEqual(found);
  });

  test.for([
    ['AWS_ACCESS_KEY_ID', ID, ['access key AKIA…5S7T']],
    ['AWS_ACCESS_KEY_ID', 'AKIA1234567890ABCDEF', []],
    ['AWS_ACCESS_KEY_ID', 'AKIAABCDEFGHIJKLMNOP', []],
    ['AWS_SECRET_ACCESS_KEY', 'abcdefghijklmnopqrstuvwxyz1234567890ABCD', []],
    ['MINIO_ROOT_USER', ID, []],
    ['AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE', []],
    ['AWS_ACCESS_KEY_ID', 'AKIAI44QH8DHBEXAMPLE', []],
    ['AWS_ACCESS_KEY_ID', 'ASIAIOSFODNN7EXAMPLE', []],
    ['AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', []],
    ['AWS_SECRET_ACCESS_KEY', 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY', []],
  ] as const)('%s with %s holds %o', ([name, value, keys]) => {
    expect(Object.values(withEnv(`{name: ${name}, value: ${value}}`).sets.keys ?? {})).toEqual(keys);
  });
});

describe('who has credentials of its own in the environment does not use the node', () => {
  test.for([
    ['a key for nothing', '{name: AWS_ACCESS_KEY_ID, value: test}'],
    ['the names of the first SDK for Java', '{name: AWS_ACCESS_KEY, value: test}'],
  ] as const)('%s', ([, key]) => {
    expect(withEnv('{name: AWS_REGION, value: eu-central-1}', key).sets.awsUse).toEqual({});
  });

  test('but with a key of AWS it uses AWS', () => {
    const { awsUse } = withEnv(
      '{name: AWS_REGION, value: eu-central-1}',
      `{name: AWS_ACCESS_KEY_ID, value: ${ID}}`,
      `{name: AWS_SECRET_ACCESS_KEY, value: ${SECRET}}`,
    ).sets;
    expect(Object.values(awsUse ?? {})).toEqual(['AWS_REGION']);
  });

  test.for([
    ['a Secret', '{secretRef: {name: a}}'],
    ['a ConfigMap', '{configMapRef: {name: a}}'],
  ] as const)('what %s brings along is not known', ([, source]) => {
    const { fields } = draftOf(
      `{name: a, image: shop, envFrom: [${source}], env: [{name: AWS_REGION, value: x}]}`,
    );
    expect(fields.ownIdentity).toBeUndefined();
  });

  test('nor is what a key from a Secret is that may be missing', () => {
    const optional =
      '{name: AWS_ACCESS_KEY_ID, valueFrom: {secretKeyRef: {name: aws, key: id, optional: true}}}';
    expect(withEnv('{name: AWS_REGION, value: x}', optional).fields.ownIdentity).toBeUndefined();
    expect(withEnv('{name: AWS_REGION, value: x}').fields.ownIdentity).toBeNull();
  });
});
