import type { JsonObject } from '@podguard/core';

const ACCOUNT = '111122223333';

/** Whoever repairs, in the account of the tests. */
export const OWN_KEY = 'ASIAREMEDIATEEXAMPLE';
export const OWN_ROLE = `arn:aws:iam::${ACCOUNT}:role/podguard-remediate`;
/** As CloudTrail tells who that is. */
export const OWN_SESSION: JsonObject = {
  type: 'AssumedRole',
  principalId: 'AROAREMEDIATE:podguard-remediate',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/podguard-remediate/podguard-remediate`,
  accountId: ACCOUNT,
  sessionContext: {
    sessionIssuer: { type: 'Role', arn: OWN_ROLE, accountId: ACCOUNT, userName: 'podguard-remediate' },
  },
};
