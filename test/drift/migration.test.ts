import { type IdentityMethod, scorePosture, type WorkloadIdentity } from '@podguard/core';
import { migrationOf } from '@podguard/drift';
import { expect, it } from 'vitest';

const place = {
  account: '111122223333',
  cluster: 'arn:aws:eks:eu-central-1:111122223333:cluster/prod',
  issuer: null,
};
const identity = (
  name: string,
  method: IdentityMethod,
  also: readonly IdentityMethod[] = [],
): WorkloadIdentity => {
  const own = { resources: [name], unknown: [] };
  return { ...place, ...own, kind: 'service-account', name, method, also, grants: [{ key: name, ...own }] };
};
const progressOf = (identities: readonly WorkloadIdentity[], unknown: readonly string[] = []) =>
  migrationOf(
    scorePosture({
      ...{ clusters: [place], identities, judged: new Map() },
      unknown: unknown.map((name) => ({ ...place, name, because: 'its rights' })),
    }),
  )[0];

it('counts apart what is not known of a cluster', () => {
  expect(progressOf([identity('web/a', 'pod-identity')], ['nodes'])).toMatchObject({
    ...{ ownIdentity: 1, unknown: 1, left: [] },
  });
});

it('takes an operator for what it gets its own credentials by', () => {
  const own = identity('eso/a', 'external-secrets', ['pod-identity']);
  const shared = identity('eso/b', 'external-secrets', ['node-role']);
  expect(progressOf([own, shared])).toMatchObject({ ownIdentity: 0.5, left: ['eso/b'] });
});
