import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { ACCOUNT } from '../../support/ministack/start.ts';
import { call } from './harbour-events.ts';

export const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

/** What they trust is told by this rule. */
export const RULE = 'trust-foreign-account';
/** Accounts that nobody knows. */
export const STRANGERS = ['222233334444', '333344445555', '777788889999'] as const;

/** A role that a role of each of these accounts may assume. */
export function createRole(roleName: string, accounts: readonly string[]): PutEventsRequestEntry {
  const document = trustOf(accounts);
  const role = { path: '/', roleName, roleId: `AROA${roleName.toUpperCase()}`, arn: roleArn(roleName) };
  return call(
    new Date(),
    'iam',
    'CreateRole',
    { roleName, assumeRolePolicyDocument: document },
    { responseElements: { role: { ...role, assumeRolePolicyDocument: encodeURIComponent(document) } } },
  );
}

export function updateTrust(roleName: string, accounts: readonly string[]): PutEventsRequestEntry {
  return call(new Date(), 'iam', 'UpdateAssumeRolePolicy', { roleName, policyDocument: trustOf(accounts) });
}

/** So many access keys, which somebody makes for so many others. */
export function flood(count: number): readonly PutEventsRequestEntry[] {
  const maker = 'flood-master';
  const userIdentity = {
    ...{ type: 'IAMUser', principalId: 'AIDAFLOOD', accountId: ACCOUNT, userName: maker },
    arn: `arn:aws:iam::${ACCOUNT}:user/${maker}`,
  };
  return Array.from({ length: count }, (_, at) => {
    const userName = `flooded-${at}`;
    const accessKey = { userName, accessKeyId: `AKIAFLOOD${String(at).padStart(7, '0')}`, status: 'Active' };
    return call(
      new Date(),
      'iam',
      'CreateAccessKey',
      { userName },
      { userIdentity, responseElements: { accessKey } },
    );
  });
}

function trustOf(accounts: readonly string[]): string {
  const AWS = accounts.map((account) => `arn:aws:iam::${account}:role/partner`);
  const Principal = AWS.length === 0 ? { Service: 'ec2.amazonaws.com' } : { AWS };
  const statement = { Effect: 'Allow', Principal, Action: 'sts:AssumeRole' };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}
