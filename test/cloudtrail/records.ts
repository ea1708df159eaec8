import type { JsonObject, JsonValue } from '@podguard/core';

export const ACCOUNT = '111122223333';
export const EVENT_ID = '5c1f0b1e-52d4-4a0e-8a3c-0c9b8f6c7d11';

export const deployer: JsonObject = {
  type: 'AssumedRole',
  principalId: 'AROADEPLOYER1EXAMPLE:deploy-7',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/deploy-7`,
  accountId: ACCOUNT,
  accessKeyId: 'ASIADEPLOYER1EXAMPLE',
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      principalId: 'AROADEPLOYER1EXAMPLE',
      arn: `arn:aws:iam::${ACCOUNT}:role/ci/deployer`,
      accountId: ACCOUNT,
      userName: 'deployer',
    },
    attributes: { creationDate: '2026-03-12T05:48:31Z', mfaAuthenticated: 'false' },
  },
};
export const user: JsonObject = {
  type: 'IAMUser',
  principalId: 'AIDAANNEKE01EXAMPLE',
  arn: `arn:aws:iam::${ACCOUNT}:user/people/anneke`,
  accountId: ACCOUNT,
  accessKeyId: 'AKIAANNEKE01EXAMPLE',
  userName: 'anneke',
};
export const root: JsonObject = {
  type: 'Root',
  principalId: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:root`,
  accountId: ACCOUNT,
  accessKeyId: 'ASIAROOT0001EXAMPLE',
};

/** A whole record, its members in AWS's order. */
export function record(
  service: string,
  eventName: string,
  requestParameters: JsonValue,
  responseElements: JsonValue = null,
): JsonObject {
  return {
    eventVersion: '1.11',
    userIdentity: deployer,
    eventTime: '2026-03-12T07:30:04Z',
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: service === 'iam' ? 'us-east-1' : 'eu-central-1',
    sourceIPAddress: '192.0.2.140',
    userAgent: 'aws-cli/2.33.4 md/awscrt#0.29.1 ua/2.1 os/linux#6.8.0 md/arch#x86_64 lang/python#3.13.9',
    requestParameters,
    responseElements,
    requestID: '0a9b7c65-10fe-4d8b-9a77-3f1a2b4c5d6e',
    eventID: EVENT_ID,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `${service}.amazonaws.com`,
    },
  };
}

export const names = (eventName: string, what: string) => ({
  unreadable: `${eventName} ${EVENT_ID} names no ${what}`,
});
