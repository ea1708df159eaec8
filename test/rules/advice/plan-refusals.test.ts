import type { MigrationTarget, Resource } from '@podguard/core';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, resourceOf } from '../../support/states.ts';
import { CLUSTER_ARN, ISSUER, podIdentity, trust } from '../../support/trusts.ts';
import { blanksOf, CART, cluster, commandsOf, fargate, pinned, plan, role, textsOf } from './plans.ts';
import { named, type Scene } from './surroundings.ts';

const refusal = (scene: Scene, to: MigrationTarget = 'pod-identity') => {
  try {
    plan(scene, to);
  } catch (error) {
    return error as Error & { code: string };
  }
  throw new TypeError('there is a plan');
};

describe('a way that there is not', () => {
  const OWN = 'oidc.k8s.example.com/main';
  const key = resourceOf('access-key', {
    state: { userName: 'ci', status: 'Active' },
  }) as unknown as Resource;

  it.for<[string, Scene, MigrationTarget, RegExp]>([
    [
      'to where it is',
      { rule: 'irsa-shared-role', resource: role(trust(pinned([CART]))) },
      'irsa',
      /uses IRSA already; plain explain/,
    ],
    [
      'out of Fargate',
      {
        rule: 'irsa-shared-role',
        resource: role(trust(pinned([CART]))),
        around: [cluster(), fargate('shop')],
      },
      'pod-identity',
      /run on Fargate \(shop\/cart of cluster prod\).*stay with IRSA/,
    ],
    [
      'to a cluster of another account',
      {
        rule: 'irsa-shared-role',
        resource: role(trust(pinned([CART]))),
        around: [
          named('eks-cluster', CLUSTER_ARN.replace(ACCOUNT, '444455556666'), {
            state: { issuer: `https://${ISSUER}` },
          }),
        ],
      },
      'pod-identity',
      /clusters of another account/,
    ],
    [
      'of a role outside EKS',
      {
        rule: 'irsa-shared-role',
        resource: role(trust(pinned([CART], OWN, `arn:aws:iam::${ACCOUNT}:oidc-provider/${OWN}`))),
        config: { issuers: [OWN] },
      },
      'pod-identity',
      /is no issuer of EKS.*stay with IRSA, or look at IAM Roles Anywhere/,
    ],
    [
      'of a key outside EKS',
      { rule: 'static-key-created', resource: key, config: { issuers: [OWN] } },
      'pod-identity',
      /use --migrate-to irsa/,
    ],
    [
      'of a cluster',
      { rule: 'cluster-audit-log-off', resource: cluster() },
      'irsa',
      /no way to AWS of its own; explain a finding on the role/,
    ],
    [
      'of an agent',
      {
        rule: 'k8s-kube2iam-annotation',
        resource: named('k8s-namespace', 'app.yaml#Namespace/web', { state: { name: 'web' } }),
      },
      'pod-identity',
      /explain the finding of a workload with the annotation/,
    ],
    [
      'of a store without a key',
      {
        rule: 'k8s-secret-store-cluster-wide',
        resource: named('k8s-secret-store', 'a.yaml#ClusterSecretStore/aws', {}),
      },
      'irsa',
      /no way to AWS/,
    ],
  ])('%s is refused, with what to ask for instead', ([, scene, to, message]) => {
    const error = refusal(scene, to);
    expect(error.code).toBe('migration-impossible');
    expect(error.message).toMatch(message);
  });

  it('of what is gone is refused', () => {
    const gone = resourceOf('access-key', { state: { userName: 'ci' }, gone: true }) as unknown as Resource;
    expect(refusal({ rule: 'static-key-created', resource: gone }).message).toContain('is gone');
  });

  it('of two ways to one is from the other', () => {
    const both = role(trust(pinned([CART]), podIdentity(['sts:AssumeRole', 'sts:TagSession'])));
    for (const to of ['irsa', 'pod-identity'] as const)
      expect(plan({ rule: 'pod-identity-mixed-trust', resource: both, around: [cluster()] }, to).from).toBe(
        to === 'irsa' ? 'pod-identity' : 'irsa',
      );
  });

  it('leads to IRSA outside EKS, with the cluster’s own issuer and no command of EKS', () => {
    const result = plan({ rule: 'static-key-created', resource: key, config: { issuers: [OWN] } }, 'irsa');
    expect(commandsOf(result)).toContain(`create-open-id-connect-provider --url https://${OWN} `);
    expect(commandsOf(result)).not.toContain('aws eks');
    expect(blanksOf(result)).not.toContain('ISSUER');
    expect(textsOf(result)).toContain('amazon-eks-pod-identity-webhook');
  });
});
