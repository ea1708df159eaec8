import type { MigrationTarget } from '@podguard/core';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, REGION } from '../../support/states.ts';
import { trust } from '../../support/trusts.ts';
import { CART, cluster, commandsOf, KEY, owned, pinned, plan, role } from './plans.ts';
import { named, type Scene } from './surroundings.ts';

describe('names that somebody chose', () => {
  const BAD = '$(touch /tmp/x)`id`;"\n\'|&';

  it('never come into a command, a manifest or a document of Terraform', () => {
    const workload = named('k8s-workload', `app.yaml#Deployment/${BAD}`, {
      state: { type: 'Deployment', name: BAD, namespace: BAD, serviceAccount: BAD },
      sets: {
        keySecrets: { [BAD]: BAD },
        iamAnnotations: { 'metadata.annotations["iam.amazonaws.com/role"]': BAD },
      },
    });
    const association = named(
      'pod-identity-association',
      `arn:aws:eks:${REGION}:${ACCOUNT}:podidentityassociation/${BAD}/${BAD}`,
      {
        state: {
          namespace: BAD,
          serviceAccount: BAD,
          roleArn: `arn:aws:iam::${ACCOUNT}:role/${BAD}`,
          targetRoleArn: BAD,
        },
      },
    );
    const nodes = named('iam-role', `arn:aws:iam::${ACCOUNT}:role/${BAD}`, {
      sets: { policies: { [`arn:aws:iam::aws:policy/${BAD}`]: true }, inlinePolicies: { [BAD]: '{}' } },
    });
    const account = named('k8s-service-account', 'a', {
      state: { name: BAD, namespace: BAD, roleArn: `arn:aws:iam::1:role/${BAD}` },
    });
    const addon = named('eks-addon', owned('addon', 'x'), {
      state: { addonName: BAD, serviceAccountRoleArn: KEY },
    });
    const scenes: readonly (readonly [Scene, MigrationTarget])[] = [
      [{ rule: 'k8s-static-key', resource: workload }, 'irsa'],
      [{ rule: 'k8s-kube2iam-annotation', resource: workload }, 'pod-identity'],
      [{ rule: 'pod-identity-default-service-account', resource: association }, 'irsa'],
      [{ rule: 'node-role-app-permissions', resource: nodes }, 'pod-identity'],
      [{ rule: 'k8s-shared-service-account', resource: account }, 'pod-identity'],
      [
        { rule: 'irsa-shared-role', resource: role(trust(pinned([CART]))), around: [cluster(), addon] },
        'pod-identity',
      ],
      [
        {
          rule: 'irsa-subject-unrestricted',
          resource: named('iam-role', `arn:aws:iam::${ACCOUNT}:role/${BAD}`, {}),
          evidence: [
            {
              path: BAD,
              value: `arn:aws:iam::${ACCOUNT}:oidc-provider/oidc.eks.${REGION}.amazonaws.com/id/${BAD}`,
            },
          ],
        },
        'pod-identity',
      ],
    ];
    for (const [scene, to] of scenes) {
      const result = plan(scene, to);
      const written = [
        commandsOf(result),
        ...result.steps.flatMap(({ documents }) => documents.map(({ text }) => text)),
      ].join('\n');
      expect(written).not.toMatch(/touch|`id`/);
    }
  });
});
