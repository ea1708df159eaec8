import { toChanges, toRecord } from '@podguard/cloudtrail';
import type { JsonObject } from '@podguard/core';
import { expect, test } from 'vitest';
import { node } from './callers.ts';
import { ACCOUNT, record, user } from './records.ts';

const call = { ...record('eks', 'DeleteCluster', { name: 'prod' }), userIdentity: user };

function usesOf(but: JsonObject): readonly (readonly string[])[] {
  const read = toRecord({ ...call, ...but });
  const outcome = read.kind === 'record' ? toChanges(read.record, ['activity']) : undefined;
  if (outcome?.kind !== 'changes') return [];
  return outcome.changes.flatMap((one) => (one.op === 'activity' ? [[one.key, one.account, one.use]] : []));
}

const key = `${ACCOUNT}/AKIAANNEKE01EXAMPLE`;

test.for([
  { name: 'its address', but: {}, how: 'from 192.0.2.140' },
  { name: 'an address of IPv6', but: { sourceIPAddress: '2001:db8::7' }, how: 'from 2001:db8::7' },
  {
    name: 'a client that runs in a cluster',
    but: { userAgent: 'aws-sdk-go/1.55.6 (go1.23.4; linux; amd64) external-secrets' },
    how: 'from-cluster external-secrets',
  },
  {
    name: 'the same as a newer version names itself',
    but: { userAgent: 'aws-sdk-go-v2/1.32.5 os/linux lang/go#1.23.4 app/external-secrets m/E' },
    how: 'from-cluster external-secrets',
  },
  {
    name: 'the secrets store driver',
    but: { userAgent: 'aws-sdk-go-v2/1.32.5 secrets-store-csi-driver-provider-aws/1.0.0' },
    how: 'from-cluster secrets-store-csi-driver-provider-aws',
  },
  {
    name: 'Karpenter',
    but: { userAgent: 'aws-sdk-go-v2/1.32.5 os/linux karpenter.sh-1.2.0' },
    how: 'from-cluster karpenter',
  },
])("a long-lived key's use: $name", ({ but, how }) => {
  expect(usesOf(but)).toEqual([[key, ACCOUNT, how]]);
});

test.for([
  ['a session', { userIdentity: node }],
  ['a service that calls for the user', { sourceIPAddress: 'cloudformation.amazonaws.com' }],
  ['a call that failed', { errorCode: 'AccessDenied' }],
] as const)('nothing is learnt of a key: %s', ([, but]) => expect(usesOf(but)).toEqual([]));

test("the key of another account's user", () => {
  const identity = { ...user, accountId: '444455556666' };
  expect(usesOf({ userIdentity: identity })).toEqual([
    ['444455556666/AKIAANNEKE01EXAMPLE', '444455556666', 'from 192.0.2.140'],
  ]);
});
