import { escalationPaths } from '@podguard/policy';
import { expect, test } from 'vitest';
import { ACCOUNT, allow, deny, type Statement, withStatements } from './support.ts';

const OTHER = `arn:aws:iam::${ACCOUNT}:role/other`;
const ITSELF = 'Makes a role trust the holder, which then assumes it.';
const OTHERS = 'Makes a role trust somebody else, who then assumes it.';
const ASSUME = 'sts:AssumeRole';

test.for<[name: string, statements: readonly Statement[], summary: string]>([
  ['needs no policy to assume it', [], ITSELF],
  ['is denied every role', [deny(ASSUME)], OTHERS],
  ['is denied the roles of its account', [deny(ASSUME, `arn:aws:iam::${ACCOUNT}:role/*`)], OTHERS],
  ['is denied one role', [deny(ASSUME, OTHER)], ITSELF],
  [
    'is denied on a condition',
    [deny(ASSUME, '*', { Bool: { 'aws:MultiFactorAuthPresent': 'false' } })],
    ITSELF,
  ],
])('a holder that makes roles trust somebody %s', ([, statements, summary]) => {
  const { paths } = escalationPaths(withStatements(allow('iam:UpdateAssumeRolePolicy'), ...statements));
  expect(paths).toMatchObject([{ path: { name: 'iam:UpdateAssumeRolePolicy' }, answer: 'yes', summary }]);
});
