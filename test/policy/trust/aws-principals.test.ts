import { boxOfTexts, findWitness, globPattern } from '@podguard/policy';
import { describe, expect, test } from 'vitest';
import { askAws, aws } from './support.ts';

const OWN = '111122223333';
const FOREIGN = '444455556666';
const ROLE = `arn:aws:iam::${OWN}:role/deployer`;
const own = { account: OWN, admitted: 'yes', externalIdRequired: 'no', requires: [] };

describe('who', () => {
  test.for<[string, readonly object[], object]>([
    [
      'a role',
      [aws({ AWS: ROLE })],
      { accounts: [{ ...own, whole: 'no', principals: [ROLE] }], otherAccounts: 'no' },
    ],
    [
      'an account',
      [aws({ AWS: OWN })],
      { accounts: [{ ...own, whole: 'yes', principals: [] }], otherAccounts: 'no' },
    ],
    [
      'a root ARN',
      [aws({ AWS: `arn:aws:iam::${OWN}:root` })],
      { accounts: [{ ...own, whole: 'yes', principals: [] }] },
    ],
    [
      'a root narrowed to a role',
      [aws({ AWS: OWN }, { ArnEquals: { 'aws:PrincipalArn': ROLE } })],
      { accounts: [{ ...own, whole: 'no', principals: [ROLE] }] },
    ],
    [
      'a user and a session',
      [aws({ AWS: [`arn:aws:iam::${OWN}:user/a`, `arn:aws:sts::${OWN}:assumed-role/r/s`] })],
      {
        accounts: [
          {
            ...own,
            whole: 'no',
            principals: [`arn:aws:iam::${OWN}:user/a`, `arn:aws:sts::${OWN}:assumed-role/r/s`],
          },
        ],
      },
    ],
    ['everybody', [aws('*')], { accounts: [], otherAccounts: 'yes', otherAccountsRequire: [] }],
    ['AWS star', [aws({ AWS: '*' })], { otherAccounts: 'yes' }],
    [
      'everybody of an organisation',
      [aws('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-abc' } })],
      { otherAccounts: 'yes', otherAccountsRequire: ['aws:principalorgid'] },
    ],
    [
      'everybody narrowed to one principal',
      [aws('*', { ArnEquals: { 'aws:PrincipalArn': ROLE } })],
      { accounts: [{ ...own, whole: 'no', principals: [ROLE] }], otherAccounts: 'no' },
    ],
    [
      'everybody narrowed to one account',
      [aws('*', { StringEquals: { 'aws:PrincipalAccount': OWN } })],
      { accounts: [{ ...own, whole: 'yes', principals: [] }], otherAccounts: 'no' },
    ],
    [
      'everybody but one account',
      [aws('*'), aws('*', { StringEquals: { 'aws:PrincipalAccount': OWN } }, { Effect: 'Deny' })],
      { accounts: [], otherAccounts: 'yes' },
    ],
    [
      'everybody cut to an account by a Deny',
      [aws('*'), aws('*', { StringNotEquals: { 'aws:PrincipalAccount': OWN } }, { Effect: 'Deny' })],
      { accounts: [{ ...own, whole: 'yes' }], otherAccounts: 'no' },
    ],
    [
      'everybody narrowed on a key of services',
      [aws('*', { StringEquals: { 'aws:SourceAccount': OWN } })],
      { accounts: [], otherAccounts: 'no' },
    ],
    [
      'a third party with an external id',
      [aws({ AWS: FOREIGN }, { StringEquals: { 'sts:ExternalId': 'x' } })],
      {
        accounts: [
          {
            account: FOREIGN,
            admitted: 'yes',
            whole: 'yes',
            externalIdRequired: 'yes',
            requires: ['sts:externalid'],
          },
        ],
      },
    ],
    [
      'an external id if it is there',
      [aws({ AWS: FOREIGN }, { StringEqualsIfExists: { 'sts:ExternalId': 'x' } })],
      { accounts: [{ account: FOREIGN, externalIdRequired: 'no' }] },
    ],
    [
      'a deleted role',
      [aws({ AWS: 'AROAEXAMPLEID' })],
      {
        accounts: [],
        otherAccounts: 'no',
        dangling: [{ id: 'AROAEXAMPLEID', path: 'Statement[0].Principal.AWS' }],
      },
    ],
    [
      'NotPrincipal',
      [aws(undefined, {}, { NotPrincipal: { AWS: OWN } })],
      { otherAccounts: 'yes', notPrincipals: ['Statement[0].NotPrincipal'] },
    ],
    [
      'a wildcard inside an ARN',
      [aws({ AWS: `arn:aws:iam::${OWN}:role/*` })],
      { accounts: [{ account: OWN, admitted: 'unknown', whole: 'unknown' }], otherAccounts: 'no' },
    ],
    [
      'only users',
      [aws({ AWS: OWN }, { StringEquals: { 'aws:PrincipalType': 'User' } })],
      { accounts: [{ whole: 'yes' }] },
    ],
    [
      'a Deny of a role by NotPrincipal',
      [
        aws({ AWS: OWN }),
        aws(
          undefined,
          {},
          {
            Effect: 'Deny',
            NotPrincipal: { AWS: [OWN, ROLE, `arn:aws:sts::${OWN}:assumed-role/deployer/s`] },
          },
        ),
      ],
      { accounts: [{ account: OWN, principals: [ROLE, `arn:aws:sts::${OWN}:assumed-role/deployer/s`] }] },
    ],
    ['a canonical user', [aws({ CanonicalUser: 'abc' })], { otherAccounts: 'unknown' }],
    [
      'a service',
      [aws({ Service: 'ec2.amazonaws.com' })],
      { accounts: [], otherAccounts: 'no', statements: [] },
    ],
  ])('%s', ([, statements, expected]) => {
    expect(askAws(...statements)).toMatchObject(expected);
  });
});

describe('the name of a user', () => {
  test.for<[string, object, string | null]>([
    ['is a user’s', { StringEquals: { 'aws:username': 'bob' } }, 'arn:aws:iam::999999999999:user/bob'],
    [
      'is no role’s',
      { StringEquals: { 'aws:username': 'bob' }, ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } },
      null,
    ],
    [
      'is missing from a role’s',
      { StringNotEquals: { 'aws:username': 'bob' } },
      'arn:aws:sts::999999999999:assumed-role/unrelated-role/unrelated-session',
    ],
    [
      'is always there for users',
      { Null: { 'aws:username': 'true' }, StringEquals: { 'aws:PrincipalType': 'User' } },
      null,
    ],
  ])('%s', ([, condition, arn]) => {
    const found = findWitness(askAws(aws('*', condition)).analysis, []);
    if (arn === null) expect(found).toEqual({ kind: 'none' });
    else expect(found).toMatchObject({ kind: 'found', request: { principal: { arn } } });
  });
});

describe('witness', () => {
  test('nobody is of a partition that no ARN can have', () => {
    const { analysis } = askAws(aws({ AWS: `arn:aws-us-g\`ov:iam::${OWN}:root` }));
    expect(findWitness(analysis, [])).toEqual({ kind: 'none' });
  });

  test.for<[object, string]>([
    [aws('*'), 'arn:aws:sts::999999999999:assumed-role/unrelated-role/unrelated-session'],
    [aws({ AWS: FOREIGN }), `arn:aws:sts::${FOREIGN}:assumed-role/unrelated-role/unrelated-session`],
    [aws({ AWS: `arn:aws:iam::${FOREIGN}:user/x` }), `arn:aws:iam::${FOREIGN}:user/x`],
  ])('%j', ([statement, arn]) => {
    const mine = [boxOfTexts({ principal: { present: globPattern(`arn:*::${OWN}:*`) } })];
    expect(findWitness(askAws(statement).analysis, mine)).toMatchObject({
      kind: 'found',
      request: { principal: { arn } },
    });
    expect(findWitness(askAws(aws({ AWS: OWN })).analysis, mine)).toEqual({ kind: 'none' });
  });
});
