import { countPeople, mayBeOnePerson } from '@podguard/core';
import { expect, it } from 'vitest';

const IAM = 'arn:aws:iam::111122223333:';
const NOOR = 'noor (slack U0123456789)';

it.for<[words: string, by: string[], people: number]>([
  ['nobody', [], 0],
  ['a user twice', [`${IAM}user/noor`, `${IAM}user/noor`], 1],
  ['two users', [`${IAM}user/noor`, `${IAM}user/alex`], 2],
  ['a user and a role that the same may assume', [`${IAM}user/noor`, `${IAM}role/security`], 1],
  ['two roles', [`${IAM}role/security`, `${IAM}role/admin`], 1],
  ['a role, root and federated users', [`${IAM}role/a`, `${IAM}root`, 'a federated user of 111122223333'], 1],
  ['a user of Identity Center and a role', ['noor@example.com (IAM Identity Center)', `${IAM}role/a`], 1],
  ['two of Identity Center', ['noor (IAM Identity Center)', 'alex (IAM Identity Center)'], 2],
  ['one of Slack and a user', [NOOR, `${IAM}user/noor`], 1],
  ['two of Slack and a user', [NOOR, 'alex (slack U0000000001)', `${IAM}user/noor`], 2],
  ['one of Slack by two names', [NOOR, 'noor b. (slack U0123456789)'], 1],
])('%s are so many different people for sure', ([, by, people]) => {
  const approvals = by.map((one) => ({ by: one }));
  expect(countPeople(approvals)).toBe(people);
});

it('says where more approved than count', () => {
  expect(mayBeOnePerson([{ by: `${IAM}user/noor` }, { by: `${IAM}role/security` }])).toBe(true);
  expect(mayBeOnePerson([{ by: `${IAM}user/noor` }, { by: `${IAM}user/alex` }])).toBe(false);
  expect(mayBeOnePerson([{ by: NOOR }, { by: 'noor b. (slack U0123456789)' }])).toBe(false);
});
