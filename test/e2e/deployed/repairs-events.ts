import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { ACCOUNT } from '../../support/ministack/start.ts';
import { call } from './harbour-events.ts';

/** A call of IAM about an access key, by a user or a role. */
export interface KeyCall {
  readonly at: Date;
  readonly by: string;
  readonly userName: string;
  readonly accessKeyId: string;
}

export function created({ at, by, userName, accessKeyId }: KeyCall): PutEventsRequestEntry {
  const accessKey = { userName, accessKeyId, status: 'Active', createDate: at.toISOString() };
  const more = { userIdentity: identity(by), responseElements: { accessKey } };
  return call(at, 'iam', 'CreateAccessKey', { userName }, more);
}

export function setTo(status: 'Active' | 'Inactive', { at, by, userName, accessKeyId }: KeyCall) {
  const parameters = { userName, accessKeyId, status };
  return call(at, 'iam', 'UpdateAccessKey', parameters, { userIdentity: identity(by) });
}

function identity(by: string): object {
  const [type, name] = by.split('/') as [string, string];
  if (type === 'user')
    return {
      ...{ type: 'IAMUser', principalId: `AIDA${name.toUpperCase()}`, accountId: ACCOUNT, userName: name },
      arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
    };
  return {
    ...{ type: 'AssumedRole', principalId: `AROA:${name}`, accountId: ACCOUNT },
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/${name}`,
    sessionContext: {
      sessionIssuer: {
        ...{ type: 'Role', accountId: ACCOUNT, userName: name },
        arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
      },
    },
  };
}
