import type { JsonObject, JsonValue } from '@podguard/core';

const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';

export interface CallOptions {
  readonly id?: string;
  readonly at?: string;
  readonly session?: string;
  readonly role?: string;
  readonly userAgent?: string;
  readonly errorCode?: string;
}

/** A CloudTrail record as AWS shapes it: a call by somebody in a role's session. */
export function record(
  source: string,
  name: string,
  requestParameters: JsonValue,
  responseElements: JsonValue,
  options: CallOptions = {},
): JsonObject {
  const { session = 'alice', role = 'PlatformAdmin', at = '2026-01-02T03:04:05Z' } = options;
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROAEXAMPLEEXAMPLE123:${session}`,
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${session}`,
      accountId: ACCOUNT,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: 'AROAEXAMPLEEXAMPLE123',
          arn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
          accountId: ACCOUNT,
          userName: role,
        },
      },
    },
    eventTime: at,
    eventSource: `${source}.amazonaws.com`,
    eventName: name,
    awsRegion: source === 'iam' ? 'us-east-1' : REGION,
    sourceIPAddress: '203.0.113.7',
    userAgent: options.userAgent ?? 'aws-cli/2.22.0 md/Botocore#1.35.0',
    ...(options.errorCode === undefined ? {} : { errorCode: options.errorCode }),
    requestParameters,
    responseElements,
    eventID: options.id ?? `${name}-${at}`,
    readOnly: false,
    eventType: 'AwsApiCall',
    recipientAccountId: ACCOUNT,
  };
}

export function keyCreated(userName: string, keyId: string, options: CallOptions = {}): JsonObject {
  const accessKey = { userName, accessKeyId: keyId, status: 'Active', createDate: 'Jan 2, 2026, 3:04:05 AM' };
  return record('iam', 'CreateAccessKey', { userName }, { accessKey }, { id: `create-${keyId}`, ...options });
}

export function keyDeleted(userName: string, keyId: string, options: CallOptions = {}): JsonObject {
  const parameters = { userName, accessKeyId: keyId };
  return record('iam', 'DeleteAccessKey', parameters, null, { id: `delete-${keyId}`, ...options });
}

export function roleCreated(roleName: string, trust: JsonValue, options: CallOptions = {}): JsonObject {
  const assumeRolePolicyDocument = JSON.stringify(trust);
  const role = {
    arn: `arn:aws:iam::${ACCOUNT}:role/${roleName}`,
    roleName,
    roleId: `AROA${roleName.toUpperCase()}`,
    path: '/',
    assumeRolePolicyDocument: encodeURIComponent(assumeRolePolicyDocument),
  };
  return record('iam', 'CreateRole', { roleName, assumeRolePolicyDocument }, { role }, options);
}

export function trustUpdated(roleName: string, trust: JsonValue, options: CallOptions = {}): JsonObject {
  const parameters = { roleName, policyDocument: JSON.stringify(trust) };
  return record('iam', 'UpdateAssumeRolePolicy', parameters, null, options);
}

export function policyAttached(roleName: string, policyArn: string, options: CallOptions = {}): JsonObject {
  return record('iam', 'AttachRolePolicy', { roleName, policyArn }, null, options);
}

export function associated(
  { namespace = 'shop', serviceAccount = 'checkout', role = 'checkout', id = 'a-abcdefghijklmnop1' },
  options: CallOptions = {},
): JsonObject {
  const parameters = {
    name: 'prod',
    namespace,
    serviceAccount,
    roleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
    clientRequestToken: 'c0ffee00-0000-4000-8000-000000000000',
  };
  const association = {
    ...parameters,
    clusterName: 'prod',
    associationArn: `arn:aws:eks:${REGION}:${ACCOUNT}:podidentityassociation/prod/${id}`,
    associationId: id,
    tags: {},
  };
  return record('eks', 'CreatePodIdentityAssociation', parameters, { association }, options);
}

export function metadataModified(
  instanceId: string,
  httpTokens: string,
  options: CallOptions = {},
): JsonObject {
  const shared = { instanceId, httpTokens, httpEndpoint: 'enabled', httpPutResponseHopLimit: 2 };
  return record(
    'ec2',
    'ModifyInstanceMetadataOptions',
    { ModifyInstanceMetadataOptionsRequest: { ...shared, HttpTokens: httpTokens, InstanceId: instanceId } },
    { ModifyInstanceMetadataOptionsResponse: { instanceId, instanceMetadataOptions: shared } },
    options,
  );
}

const CLUSTER = `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/prod`;

/** As AWS documents it. */
export const PODS_TRUST = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT }, ArnEquals: { 'aws:SourceArn': CLUSTER } },
    },
  ],
};

const ISSUER = `oidc.eks.${REGION}.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF`;

/** Any service account of the cluster may assume it. */
export const OPEN_IRSA_TRUST = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com' } },
    },
  ],
};
