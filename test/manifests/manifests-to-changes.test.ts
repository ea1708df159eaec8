import { joinAssociations, manifestsToChanges, readAssociations, readManifests } from '@podguard/manifests';
import { expect, test } from 'vitest';

const ARN = 'arn:aws:eks:eu-central-1:111122223333:podidentityassociation/prod/a-1';
const listed = (...accounts: readonly string[]) =>
  accounts.map((name) => {
    const [namespace, serviceAccount] = name.split('/');
    return { clusterName: 'prod', namespace, serviceAccount, associationArn: ARN, associationId: 'a-1' };
  });
const account = (namespace: string | null) =>
  `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: app${namespace === null ? '' : `, namespace: ${namespace}`}}\n`;
const pod = (namespace: string | null) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: app${namespace === null ? '' : `, namespace: ${namespace}`}}\nspec: {serviceAccountName: app, containers: [{name: c, image: i}]}\n`;
const changes = (files: Readonly<Record<string, string>>, associations?: string) =>
  manifestsToChanges(
    Object.entries(files).flatMap(([file, text]) =>
      readManifests(text).manifests.map((manifest) => ({ file, ...manifest })),
    ),
    associations === undefined ? undefined : joinAssociations([readAssociations(associations)!]),
  ).changes.map((change) => ({ key: change.key, fields: 'fields' in change ? change.fields : {} }));

test.for([
  [
    'of its own file',
    { 'a.yaml': `${account('web')}---\n${pod('web')}`, 'b.yaml': account('web') },
    'a.yaml#ServiceAccount/web/app',
  ],
  [
    'of the nearest file',
    { 'prod/p.yaml': pod('web'), 'dev/s.yaml': account('web'), 'prod/s.yaml': account('web') },
    'prod/s.yaml#ServiceAccount/web/app',
  ],
  [
    'whose namespace is left open in the same file',
    { 'a.yaml': `${account(null)}---\n${pod('web')}` },
    'a.yaml#ServiceAccount/app',
  ],
  ['none of another namespace', { 'a.yaml': `${account('mail')}---\n${pod('web')}` }, undefined],
] as const)('a pod runs with the service account %s', ([, files, key]) => {
  const found = changes(files).find((change) => change.key.includes('#Pod/'));
  expect(found?.fields.serviceAccountKey).toEqual(key === undefined ? { unknown: true } : { value: key });
});

test('two objects of one name in one file are two', () => {
  expect(changes({ 'a.yaml': `${account('web')}---\n${account('web')}` }).map(({ key }) => key)).toEqual([
    'a.yaml#ServiceAccount/web/app',
    'a.yaml#ServiceAccount/web/app#2',
  ]);
});

test.for([
  ['one', JSON.stringify({ associations: listed('web/app') }), { value: ARN }],
  ['none of a whole list', JSON.stringify({ associations: listed('mail/app') }), { value: null }],
  ['what further pages hold', JSON.stringify({ associations: [], nextToken: 'x' }), { unknown: true }],
  ['the one that is described', JSON.stringify({ association: listed('web/app')[0] }), { value: ARN }],
  [
    'what a single answer leaves open',
    JSON.stringify({ association: listed('mail/app')[0] }),
    { unknown: true },
  ],
] as const)('an association: %s', ([, associations, expected]) => {
  expect(changes({ 'a.yaml': pod('web') }, associations)[0]?.fields.association).toEqual(expected);
});

const described = (name: string) => ({
  association: { ...listed(name)[0], roleArn: 'arn:aws:iam::111122223333:role/x' },
});
const yaml = (name: string, indent: string) =>
  `${indent}associationArn: ${ARN}\n  namespace: ${name.split('/')[0]}\n  serviceAccount: app\n`;

test.for([
  [
    'answers one after another',
    `${JSON.stringify(described('mail/app'), null, 4)}\n${JSON.stringify(described('web/app'), null, 4)}\n`,
  ],
  [
    'a list and a single answer',
    `${JSON.stringify({ associations: listed('mail/app') })}\r\n${JSON.stringify(described('web/app'))}`,
  ],
  ['a list of answers', JSON.stringify([described('mail/app'), described('web/app')])],
  ['what --query association leaves', JSON.stringify(described('web/app').association)],
  ['YAML', `associations:\n${yaml('mail/app', '- ')}${yaml('web/app', '- ')}`],
  [
    'YAML answers one after another',
    `association:\n${yaml('mail/app', '  ')}association:\n${yaml('web/app', '  ')}`,
  ],
  ['a bare list in YAML', `${yaml('mail/app', '- ')}${yaml('web/app', '- ')}`],
] as const)('associations are read from %s', ([, associations]) => {
  expect(changes({ 'a.yaml': pod('web') }, associations)[0]?.fields.association).toEqual({ value: ARN });
});

test.for([
  ['what --query associations leaves is the whole list', JSON.stringify(listed('mail/app')), { value: null }],
  ['several single answers are not', JSON.stringify([described('mail/app').association]), { unknown: true }],
  ['a list without names is not', '{"associations": [{"associationId": "a-1"}]}', { unknown: true }],
] as const)('%s', ([, associations, expected]) => {
  expect(changes({ 'a.yaml': pod('web') }, associations)[0]?.fields.association).toEqual(expected);
});

test('where the namespace is open, an association of any may be its own', () => {
  const list = JSON.stringify({ associations: listed('web/app') });
  expect(changes({ 'a.yaml': pod(null) }, list)[0]?.fields.association).toEqual({ unknown: true });
  expect(changes({ 'a.yaml': pod(null) }, '{"associations":[]}')[0]?.fields.association).toEqual({
    value: null,
  });
});

test.for([
  '',
  '[]',
  '{',
  'null',
  '[["web", "app"]]',
  '{"Associations": []}',
  'ASSOCIATIONS\tarn',
  `{"associations": []}\n{"x": 1}`,
])('%s holds no associations', (text) => {
  expect(readAssociations(text)).toBeUndefined();
});
