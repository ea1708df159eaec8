import { readManifests } from '@podguard/manifests';
import { describe, expect, test } from 'vitest';

// Invented: no key of anybody.
const TEMPORARY = 'ASIAQ7ZL2M4N6P3R5S7T';
const LASTING = 'AKIAQ7ZL2M4N6P3R5S7T';
const SECRET = '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';
const OTHER = 'IuocZJyClGqm5Hnh/9Mh5KMYsbAaB3xY9kLmQ0Zz';
const TOKEN = 'IQoJb3JpZ2luX2VjEJ';

const keysIn = (object: object) => {
  const [read] = readManifests(
    JSON.stringify({ metadata: { name: 'app', namespace: 'web' }, ...object }),
  ).manifests;
  return Object.values(read?.draft.sets.keys ?? {});
};
const secret = (stringData: object, data: object = {}) =>
  keysIn({ apiVersion: 'v1', kind: 'Secret', stringData, data });
const file = (...ids: readonly string[]) =>
  ids
    .map((id) => `[${id}]\naws_access_key_id = ${id}\naws_secret_access_key = ${SECRET}\n`)
    .join(`aws_session_token = ${TOKEN}\n`);

const ID = 'temporary access key ASIA…5S7T';
const PART = 'temporary secret access key';

describe('the secret beside the id of a temporary key is temporary', () => {
  const key = { AWS_ACCESS_KEY_ID: TEMPORARY, AWS_SECRET_ACCESS_KEY: SECRET, AWS_SESSION_TOKEN: TOKEN };
  const env = Object.entries(key).map(([name, value]) => ({ name, value }));

  test.for([
    ['in a Secret', secret(key), [ID, PART]],
    [
      'in both parts of a Secret',
      secret({ AWS_ACCESS_KEY_ID: TEMPORARY }, { AWS_SECRET_ACCESS_KEY: btoa(SECRET) }),
      [PART, ID],
    ],
    ['in a ConfigMap', keysIn({ apiVersion: 'v1', kind: 'ConfigMap', data: key }), [ID, PART]],
    ['in a credentials file', secret({ credentials: file(TEMPORARY) }), [ID]],
    ['in a credentials file of two', secret({ credentials: file(TEMPORARY, TEMPORARY) }), [ID]],
    [
      'in a container',
      keysIn({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', image: 'shop', env }] } }),
      [ID, PART],
    ],
    [
      'in values',
      keysIn({ apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', spec: { values: key } }),
      [ID, PART],
    ],
  ] as const)('%s', ([, found, expected]) => expect(found).toEqual(expected));
});

describe('a key that lasts is told', () => {
  test.for([
    ['as it is', secret({ id: LASTING, aws_secret_access_key: SECRET }), ['access key', 'secret access key']],
    [
      'beside a temporary one',
      secret({ a: TEMPORARY, b: LASTING, aws_secret_access_key: SECRET }),
      ['temporary access key', 'access key', 'secret access key'],
    ],
    ['in one file with a temporary one', secret({ credentials: file(TEMPORARY, LASTING) }), ['access key']],
    [
      'by a second secret beside a temporary one',
      secret({ id: TEMPORARY, aws_secret_access_key: SECRET, s3_secret_access_key: OTHER }),
      ['temporary access key', 'secret access key', 'secret access key'],
    ],
    ['by a secret alone', secret({ aws_secret_access_key: SECRET }), ['secret access key']],
  ] as const)('%s', ([, found, expected]) => {
    expect(found.map((one) => String(one).replace(/ A[KS]IA…5S7T$/, ''))).toEqual(expected);
  });
});
