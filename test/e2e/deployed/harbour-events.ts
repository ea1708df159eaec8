import { randomUUID } from 'node:crypto';
import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { ACCOUNT, REGION } from '../../support/ministack/start.ts';
import { record } from '../../support/record.ts';
import type { Harbour } from './account.ts';
import { asEvent } from './sample-day.ts';

const clusterName = 'harbour';

/** Calls that each tell a little of something that no event told of before: the rest has to be read. */
export function harbourEvents(harbour: Harbour, at: Date): readonly PutEventsRequestEntry[] {
  return [
    associationEvent(harbour.association, at),
    call(at, 'iam', 'UpdateAssumeRolePolicy', {
      roleName: 'harbour-tides',
      policyDocument: harbour.webTrust,
    }),
    // Which of two of one second was the last only a read tells, a minute later.
    call(at, 'iam', 'UpdateAssumeRolePolicy', {
      roleName: 'harbour-tides',
      policyDocument: JSON.stringify({ ...JSON.parse(harbour.webTrust), Id: 'tides' }),
    }),
    call(at, 'ec2', 'ModifyInstanceMetadataOptions', {
      ModifyInstanceMetadataOptionsRequest: { InstanceId: harbour.instance, HttpEndpoint: 'enabled' },
    }),
    call(at, 'eks', 'UpdateAccessEntry', {
      name: clusterName,
      principalArn: `arn:aws:iam::${ACCOUNT}:role/harbour-people`,
    }),
    call(at, 'iam', 'UpdateAccessKey', {
      userName: 'harbour-master',
      accessKeyId: harbour.accessKey,
      status: 'Active',
    }),
  ];
}

/** A change of an association that does not say of which pods. */
export function associationEvent(associationId: string, at: Date): PutEventsRequestEntry {
  const roleArn = `arn:aws:iam::${ACCOUNT}:role/harbour-cranes`;
  return call(at, 'eks', 'UpdatePodIdentityAssociation', { name: clusterName, associationId, roleArn });
}

/** The canary's calls, as CloudTrail tells of them. */
export function canaryEvents(at: Date, sentAt: string, roleName: string, rules: readonly string[]) {
  const userIdentity = {
    type: 'AssumedRole',
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${roleName}/${roleName}`,
    accountId: ACCOUNT,
    sessionContext: {
      sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${ACCOUNT}:role/${roleName}`, accountId: ACCOUNT },
    },
  };
  const tags = [{ key: 'podguard:canary', value: sentAt }];
  return [
    call(at, 'iam', 'TagRole', { roleName, tags }, { userIdentity }),
    ...rules.map((resourceARN) =>
      call(
        at,
        'events',
        'TagResource',
        { resourceARN, tags },
        {
          userIdentity,
          awsRegion: resourceARN.split(':')[3] as string,
        },
      ),
    ),
  ];
}

export function call(
  at: Date,
  service: string,
  eventName: string,
  requestParameters: object,
  more: Readonly<Record<string, unknown>> = {},
): PutEventsRequestEntry {
  return asEvent(
    record({
      ...{ eventName, requestParameters, responseElements: null },
      eventTime: at.toISOString().replace(/\.\d{3}Z$/, 'Z'),
      eventSource: `${service}.amazonaws.com`,
      awsRegion: service === 'iam' ? 'us-east-1' : REGION,
      eventID: randomUUID(),
      ...more,
    }),
  );
}
