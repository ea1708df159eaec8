import { MAPPERS, toActor, toChanges, toRecord } from '@podguard/cloudtrail';
import { isSighting, type JsonObject, type JsonValue, type Kind, OPT_IN_EVENTS } from '@podguard/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACCOUNT, deployer, record } from './records.ts';

/** What any call may show to be there. */
const SIGHTED: readonly Kind[] = ['eks-cluster', 'iam-role'];

const options = {
  httpTokens: 'optional',
  httpEndpoint: 'enabled',
  httpPutResponseHopLimit: 2,
  state: 'pending',
};
const bound = {
  clusterName: 'prod',
  namespace: 'a',
  serviceAccount: 'b',
  roleArn: `arn:aws:iam::${ACCOUNT}:role/r`,
};
const provider = `arn:aws:iam::${ACCOUNT}:oidc-provider/oidc.eks/id/1`;
const instances = {
  items: [{ instanceId: 'i-1', metadataOptions: options, tagSet: { items: [{ key: 'a', value: 'b' }] } }],
};

/** Of every event what its request may hold, and its answer. */
const REQUEST: JsonObject = {
  ...{
    roleName: 'r',
    path: '/x/',
    assumeRolePolicyDocument: '{}',
    policyDocument: '{}',
    policyArn: `arn:aws:iam::${ACCOUNT}:policy/P`,
    policyName: 'P',
    permissionsBoundary: 'arn:b',
    versionId: 'v2',
    setAsDefault: true,
    instanceProfileName: 'p',
    nodegroupName: 'workers',
    nodeRole: `arn:aws:iam::${ACCOUNT}:role/r`,
    maxSessionDuration: 3600,
  },
  ...{
    userName: 'u',
    accessKeyId: 'AKIA1',
    status: 'Active',
    openIDConnectProviderArn: provider,
    url: 'https://x',
  },
  ...{
    clientIDList: ['sts.amazonaws.com'],
    name: 'prod',
    associationId: 'a-1',
    disableSessionTags: true,
    ...bound,
  },
  ...{
    instanceId: 'i-1',
    ...options,
    instancesSet: instances,
    launchTemplate: { version: '1' },
    iamInstanceProfile: { name: 'p' },
  },
  ...{
    principalArn: `arn:aws:iam::${ACCOUNT}:role/r`,
    kubernetesGroups: ['g'],
    accessScope: { type: 'namespace', namespaces: ['a', 'b'] },
    addonName: 'a',
    fargateProfileName: 'f',
    selectors: [{ namespace: 'a', labels: { b: 'c' } }],
    capabilityName: 'c',
    logging: { clusterLogging: [{ types: ['audit'], enabled: true }] },
    oidc: { identityProviderConfigName: 'i', issuerUrl: 'https://x' },
    identityProviderConfig: { type: 'oidc', name: 'i' },
  },
  ...{
    launchTemplateId: 'lt-1',
    launchTemplateData: { metadataOptions: options, iamInstanceProfile: { name: 'p' } },
    setDefaultVersion: '2',
    autoScalingGroupName: 'g',
    mixedInstancesPolicy: { launchTemplate: { launchTemplateSpecification: { launchTemplateId: 'lt-1' } } },
    resourcesSet: { items: [{ resourceId: 'i-1' }] },
    tagSet: { items: [{ key: 'a', value: 'b' }] },
    'instance-id': 'i-1',
  },
  ...{
    serviceSpecificCredentialId: 'ACCA1',
    clientID: 'c',
    newUserName: 'v',
    newPath: '/x/',
    secretId: `arn:aws:secretsmanager:r:${ACCOUNT}:secret:a-b1C2d3`,
    resourcePolicy: '{}',
    functionName: `${ACCOUNT}:function:f:1`,
    reservedConcurrentExecutions: 0,
    uuid: 'u-1',
    enabled: false,
    queueUrl: `https://sqs.r.amazonaws.com/${ACCOUNT}/q`,
    attributes: { VisibilityTimeout: '0' },
    tableName: 't',
    topicArn: `arn:aws:sns:r:${ACCOUNT}:t`,
    subscriptionArn: `arn:aws:sns:r:${ACCOUNT}:t:s`,
    trailName: 't',
    eventSelectors: [{ readWriteType: 'All', includeManagementEvents: true }],
    advancedEventSelectors: [
      {
        fieldSelectors: [
          { field: 'eventCategory', equals: ['Management'] },
          { field: 'eventSource', notEquals: ['kms.amazonaws.com'] },
        ],
      },
    ],
    isMultiRegionTrail: true,
    rule: 'r',
    eventBusName: `arn:aws:events:r:${ACCOUNT}:event-bus/b`,
    eventPattern: '{}',
    targets: [{ id: 'a', arn: 'arn:b' }],
    ids: ['a'],
    resourceArn: `arn:aws:eks:r:${ACCOUNT}:cluster/prod`,
    tags: [{ key: 'a', value: 'b', resourceId: 'g', resourceType: 'auto-scaling-group' }],
    tagKeys: ['a'],
    thumbprintList: ['9e99a48a'],
  },
};
const ANSWER: JsonObject = {
  role: {
    roleName: 'r',
    roleId: 'AROA1',
    permissionsBoundary: { permissionsBoundaryArn: 'arn:b' },
    assumeRolePolicyDocument: '%7B%7D',
  },
  policy: {
    policyName: 'P',
    policyId: 'ANPA1',
    arn: `arn:aws:iam::${ACCOUNT}:policy/P`,
    defaultVersionId: 'v1',
  },
  policyVersion: { versionId: 'v2', isDefaultVersion: true },
  instanceProfile: { instanceProfileName: 'p', instanceProfileId: 'AIPA1', arn: 'arn:b' },
  nodegroup: { nodegroupName: 'workers', clusterName: 'prod', nodegroupArn: 'arn:b', nodeRole: 'arn:b' },
  accessKey: { accessKeyId: 'AKIA1', userName: 'u', status: 'Active' },
  association: {
    ...bound,
    associationId: 'a-1',
    associationArn: `arn:aws:eks:r:${ACCOUNT}:podidentityassociation/prod/a-1`,
  },
  cluster: {
    name: 'prod',
    accessConfig: { authenticationMode: 'API' },
    identity: { oidc: { issuer: 'https://x' } },
  },
  openIDConnectProviderArn: provider,
  instanceId: 'i-1',
  instanceMetadataOptions: options,
  instancesSet: instances,
  accessEntry: { clusterName: 'prod', principalArn: `arn:aws:iam::${ACCOUNT}:role/r`, type: 'STANDARD' },
  addon: { clusterName: 'prod', addonName: 'a', addonArn: 'arn:b' },
  fargateProfile: { clusterName: 'prod', fargateProfileName: 'f', selectors: [{ namespace: 'a' }] },
  capability: { clusterName: 'prod', capabilityName: 'c', type: 'ACK', roleArn: 'arn:b' },
  update: { params: [{ type: 'LaunchTemplateVersion', value: '2' }] },
  iamInstanceProfileAssociation: { instanceId: 'i-1', iamInstanceProfile: { arn: 'arn:b' } },
  launchTemplate: { launchTemplateId: 'lt-1', defaultVersionNumber: 1, latestVersionNumber: 1 },
  launchTemplateVersion: { launchTemplateId: 'lt-1', versionNumber: 2, launchTemplateData: {} },
  successfullyDeletedLaunchTemplateVersionSet: { item: { launchTemplateId: 'lt-1', versionNumber: 1 } },
  user: { userName: 'u', userId: 'AIDA1', arn: `arn:aws:iam::${ACCOUNT}:user/u` },
  serviceSpecificCredential: { serviceSpecificCredentialId: 'ACCA1', userName: 'u', status: 'Active' },
  aRN: `arn:aws:secretsmanager:r:${ACCOUNT}:secret:a-b1C2d3`,
  name: 'a',
  functionArn: `arn:aws:lambda:r:${ACCOUNT}:function:f:1`,
  codeSha256: 'a=',
  tableDescription: { tableArn: `arn:aws:dynamodb:r:${ACCOUNT}:table/t` },
  trailARN: `arn:aws:cloudtrail:r:${ACCOUNT}:trail/t`,
  ruleArn: `arn:aws:events:r:${ACCOUNT}:rule/b/r`,
  failedEntryCount: 1,
  failedEntries: [{ targetId: 'b' }],
};

const names = [
  ...Object.keys(REQUEST),
  ...Object.keys(ANSWER),
  'content',
  'omitted',
  'items',
  '__proto__',
  'constructor',
];
const texts = [
  '',
  '***',
  'arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fx',
  'arn%3A%',
  '%7B%',
  'true',
  '12',
  'AssumedRole',
  'Root',
  'arn:a:b',
];
const { json } = fc.letrec<{ json: JsonValue; object: JsonObject; leaf: JsonValue }>((tie) => ({
  json: fc.oneof({ maxDepth: 5 }, tie('leaf'), tie('object'), fc.array(tie('json'), { maxLength: 3 })),
  object: fc.dictionary(fc.constantFrom(...names), tie('json'), { maxKeys: 4 }),
  leaf: fc.oneof(fc.constantFrom(...texts), fc.string(), fc.double(), fc.boolean(), fc.constant(null)),
}));

/** The whole with some parts replaced by anything, or left out. */
function damaged(whole: JsonValue): fc.Arbitrary<JsonValue> {
  return fc.oneof(
    { arbitrary: parts(whole), weight: 12 },
    { arbitrary: json, weight: 1 },
    { arbitrary: fc.constant(null), weight: 1 },
  );
}

function parts(whole: JsonValue): fc.Arbitrary<JsonValue> {
  if (Array.isArray(whole)) return fc.tuple(...whole.map(damaged));
  if (typeof whole !== 'object' || whole === null) return fc.constant(whole);
  return fc.record(Object.fromEntries(Object.entries(whole).map(([name, part]) => [name, damaged(part)])));
}

describe('whatever a record holds', () => {
  test.for(MAPPERS.map((mapper) => [mapper.name, mapper] as const))('%s never throws', ([name, mapper]) => {
    const service = mapper.source.slice(0, mapper.source.indexOf('.'));
    const wrap = (part: fc.Arbitrary<JsonValue>, wrapper: string) =>
      fc.oneof(
        part,
        part.map((inner) => ({ [wrapper]: inner })),
      );
    const request = wrap(damaged(REQUEST), `${name}Request`);
    const answer = wrap(damaged(ANSWER), `${name}Response`);
    let readable = 0;
    fc.assert(
      fc.property(request, answer, damaged(deployer), (requested, answered, userIdentity) => {
        const read = toRecord({ ...record(service, name, requested, answered), userIdentity });
        if (read.kind !== 'record') throw new Error('not a record');
        const outcome = toChanges(read.record, [...OPT_IN_EVENTS, 'self']);
        expect(toActor(read.record).principal).not.toBe('');
        expect(['changes', 'unreadable']).toContain(outcome.kind);
        const changes = outcome.kind === 'changes' ? outcome.changes : [];
        if (outcome.kind === 'changes') readable += 1;
        const keys = changes.map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
        for (const change of changes) {
          const { kind, key } = change;
          expect(isSighting(change) ? [...mapper.kinds, ...SIGHTED] : mapper.kinds).toContain(kind);
          expect(key).not.toMatch(/undefined|\[object/);
        }
      }),
      { numRuns: 300 },
    );
    expect(readable).toBeGreaterThan(60);
  });
});
