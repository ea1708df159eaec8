import { documentsToChanges, readManifests, readPolicies } from '@podguard/manifests';
import { describe, expect, test } from 'vitest';
import { ACCOUNT } from '../support/states.ts';
import { aws, podIdentity, trust } from '../support/trusts.ts';
import { textOf } from './object-text.ts';

const TRUST = trust(podIdentity(['sts:AssumeRole', 'sts:TagSession']));
const ALL = '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}';
const MANAGED = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';
const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/boundary`;
const ARN = `arn:aws:iam::${ACCOUNT}:role/team/app`;
const ACK = 'iam.services.k8s.aws/v1alpha1';
const UPBOUND = 'iam.aws.upbound.io/v1beta1';
const unknown = { unknown: true };

const ack = (spec: object, more: object = {}) => ({
  apiVersion: ACK,
  kind: 'Role',
  metadata: { name: 'x', namespace: 'infra' },
  spec: { name: 'app', assumeRolePolicyDocument: TRUST, ...spec },
  ...more,
});
const crossplane = (forProvider: object, more: object = {}, apiVersion = UPBOUND) => ({
  apiVersion,
  kind: 'Role',
  metadata: { name: 'app' },
  spec: { forProvider: { assumeRolePolicy: TRUST, ...forProvider } },
  ...more,
});
const rolesOf = (account: string | undefined, ...objects: readonly object[]) => {
  const { documents, problems, others } = readManifests(textOf(...objects));
  expect([problems, others]).toEqual([[], 0]);
  const reads = documents.map((document) => ({ file: 'iam.yaml', document }));
  return documentsToChanges(reads, account).changes.map((change) => ({
    key: change.key,
    fields: 'fields' in change ? change.fields : {},
    sets: 'sets' in change ? change.sets : {},
  }));
};
const roleOf = (object: object) => rolesOf(ACCOUNT, object)[0];

describe('roles', () => {
  test('one of ACK is told whole: what it does not name it takes away', () => {
    const whole = ack({
      inlinePolicies: { all: ALL },
      policies: [MANAGED],
      permissionsBoundary: BOUNDARY,
      maxSessionDuration: 7200,
      tags: [{ key: 'Team', value: 'shop' }],
    });
    expect(roleOf(whole)).toMatchObject({
      key: `arn:aws:iam::${ACCOUNT}:role/app`,
      fields: {
        trust: { value: TRUST },
        boundary: { value: BOUNDARY },
        maxSessionDuration: { value: 7200 },
      },
      sets: { inlinePolicies: { all: ALL }, policies: { [MANAGED]: true }, tags: { team: 'shop' } },
    });
    expect(roleOf(ack({}))).toMatchObject({
      fields: { boundary: { value: null }, maxSessionDuration: { value: 3600 } },
      sets: { inlinePolicies: {}, policies: {} },
    });
  });

  test('one of Crossplane leaves open what other objects may give it', () => {
    const whole = crossplane({
      inlinePolicy: [{ name: 'all', policy: ALL }],
      managedPolicyArns: [MANAGED],
      tags: { Team: 'shop' },
    });
    expect(roleOf(whole)).toMatchObject({
      key: `arn:aws:iam::${ACCOUNT}:role/app`,
      sets: { inlinePolicies: { all: ALL }, policies: { [MANAGED]: true }, tags: { team: 'shop' } },
    });
    expect(roleOf(crossplane({}))?.sets).toMatchObject({ inlinePolicies: null, policies: null });
    expect(roleOf(crossplane({ inlinePolicy: [{ name: 'all', policy: ALL }] }))?.sets).toMatchObject({
      inlinePolicies: { all: ALL },
      policies: null,
    });
  });

  test.for([
    ['the namespaced group', crossplane({}, {}, 'iam.aws.m.upbound.io/v1beta1')],
    [
      'the community provider',
      {
        ...crossplane({}, {}, 'iam.aws.crossplane.io/v1beta1'),
        spec: { forProvider: { assumeRolePolicyDocument: TRUST } },
      },
    ],
    [
      'what counts for the making alone',
      crossplane({}, { spec: { forProvider: {}, initProvider: { assumeRolePolicy: TRUST } } }),
    ],
    [
      'an external name',
      crossplane({}, { metadata: { name: 'x', annotations: { 'crossplane.io/external-name': 'app' } } }),
    ],
    ['its status', crossplane({}, { metadata: { name: 'x' }, status: { atProvider: { arn: ARN } } })],
  ] as const)('are read from %s', ([, object]) => {
    expect(roleOf(object)).toMatchObject({
      key: `arn:aws:iam::${ACCOUNT}:role/app`,
      fields: { trust: { value: TRUST } },
    });
  });

  test.for([
    ['policyRefs', ack({ policyRefs: [{ from: { name: 'p' } }] }), { policies: null, inlinePolicies: {} }],
    ['a template among policies', ack({ policies: [MANAGED, `\${POLICY}`] }), { policies: null }],
    [
      'an attached one by reference, beside an inline one',
      ack({ policyRefs: [{}], inlinePolicies: { a: ALL } }),
      { policies: null, inlinePolicies: { a: ALL } },
    ],
  ] as const)('%s: not known is not absent', ([, object, sets]) => {
    expect(roleOf(object)?.sets).toMatchObject(sets);
  });

  test.for([
    ['by reference', { permissionsBoundaryRef: { from: { name: 'b' } }, inlinePolicies: { all: ALL } }],
    [
      'by a template',
      { permissionsBoundary: `arn:aws:iam::\${ACCOUNT}:policy/b`, inlinePolicies: { all: ALL } },
    ],
  ] as const)('a boundary %s is not known', ([, spec]) => {
    expect(roleOf(ack(spec))?.fields.boundary).toEqual(unknown);
  });

  test('without an account each is known by its place, and keeps its own policies', () => {
    const other = crossplane({
      assumeRolePolicy: trust(aws('*')),
      inlinePolicy: [{ name: 'all', policy: ALL }],
    });
    const roles = rolesOf(undefined, ack({}), other, ack({ assumeRolePolicyDocument: trust(aws('*')) }));
    expect(roles.map(({ key, sets }) => [key, sets.inlinePolicies])).toEqual([
      ['iam.yaml#Role/infra/x', {}],
      ['iam.yaml#Role/app', { all: ALL }],
      ['iam.yaml#Role/infra/x#2', {}],
    ]);
  });

  test('what another file tells of one that is open counts, and the rest stays open', () => {
    const answer = JSON.stringify({ RoleName: 'app', PolicyName: 'all', PolicyDocument: JSON.parse(ALL) });
    const reads = [
      ...readManifests(textOf(crossplane({ managedPolicyArns: [MANAGED] }))).documents,
      ...readPolicies(answer).documents,
    ].map((document, index) => ({ file: `${index}.yaml`, document }));
    expect(documentsToChanges(reads, ACCOUNT).changes).toMatchObject([
      { sets: { inlinePolicies: { all: ALL }, policies: null } },
    ]);
  });

  test('two of one name are judged apart where they are given other rights, in either order', () => {
    const [one, other] = [ack({ policies: [MANAGED] }), ack({ policies: [MANAGED, BOUNDARY] })];
    const rights = (...objects: readonly object[]) =>
      rolesOf(ACCOUNT, ...objects).map(({ sets }) => Object.keys(sets.policies ?? {}).length);
    expect([rights(one, other), rights(other, one)]).toEqual([
      [1, 2],
      [2, 1],
    ]);
  });

  test('another rendering of the same role keeps its documents together', () => {
    const roles = rolesOf(
      ACCOUNT,
      ack({ inlinePolicies: { all: ALL } }),
      ack({ assumeRolePolicyDocument: trust(aws('*')), inlinePolicies: { other: ALL } }),
    );
    expect(roles.map(({ key, sets }) => [key, sets.inlinePolicies])).toEqual([
      [`arn:aws:iam::${ACCOUNT}:role/app`, { all: ALL }],
      ['iam.yaml#Role/infra/x', { other: ALL }],
    ]);
  });

  test.for([
    ['no JSON', ack({ assumeRolePolicyDocument: '{' }), /^spec\.assumeRolePolicyDocument: /],
    [
      'a part of another kind',
      ack({ assumeRolePolicyDocument: ['x'] }),
      /^spec\.assumeRolePolicyDocument is a list where/,
    ],
    [
      'a principal that is a template',
      crossplane({ assumeRolePolicy: trust(aws({ AWS: `arn:aws:iam::\${ACCOUNT}:root` })) }),
      /^spec\.forProvider\.assumeRolePolicy\.Statement\[0\].*template/,
    ],
    [
      'forProvider as a list',
      { ...crossplane({}), spec: { forProvider: [] } },
      /^spec\.forProvider is a list/,
    ],
  ] as const)('%s is told', ([, object, message]) => {
    expect(readManifests(JSON.stringify(object)).problems).toMatchObject([
      { message: expect.stringMatching(message) },
    ]);
  });

  test.for([
    [
      'that Crossplane observes',
      crossplane({}, { spec: { managementPolicies: ['Observe'], forProvider: {} } }),
    ],
    [
      'that ACK only reads',
      ack({}, { metadata: { name: 'x', annotations: { 'services.k8s.aws/read-only': 'true' } } }),
    ],
    [
      'of Kubernetes itself',
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'x' } },
    ],
  ] as const)('one %s makes none', ([, object]) => {
    expect(readManifests(JSON.stringify(object))).toMatchObject({ documents: [], problems: [], others: 1 });
  });
});
