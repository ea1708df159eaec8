import { planMigration } from '@podguard/rules';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, REGION } from '../../support/states.ts';
import { aws, ISSUER, PROVIDER, trust } from '../../support/trusts.ts';
import { admitsExactly, principalsOf, subjectsOf } from './admitted.ts';
import { KEY, role } from './plans.ts';
import { cart, documentOf, findingsWith, subject } from './proofs.ts';
import { adviceInput, named } from './surroundings.ts';

const NODE = `arn:aws:iam::${ACCOUNT}:role/nodes`;

describe('kube2iam and kiam', () => {
  const text = trust(aws({ AWS: [NODE, `arn:aws:iam::${ACCOUNT}:role/admin`] }));
  const workload = named('k8s-workload', 'app.yaml#Deployment/shop/cart', {
    state: { type: 'Deployment', name: 'cart', namespace: 'shop', serviceAccount: 'cart' },
    sets: { iamAnnotations: { 'spec.template.metadata.annotations["iam.amazonaws.com/role"]': KEY } },
  });
  const nodes = named('iam-role', NODE, {
    state: { arn: NODE },
    sets: { policies: { 'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy': true } },
  });

  it.for(['pod-identity', 'irsa'] as const)(
    'to %s keeps the nodes in until the end, and only them go',
    async (to) => {
      const plan = planMigration(
        adviceInput({
          rule: 'k8s-kube2iam-annotation',
          resource: workload,
          around: [role(text), nodes],
        }),
        to,
      );
      const during = documentOf(plan, 'trust.json');
      const after = documentOf(plan, 'trust-after.json');
      expect(principalsOf(during)).toContain(NODE);
      expect(principalsOf(after)).toEqual([`arn:aws:iam::${ACCOUNT}:role/admin`]);
      const filled = (one: string) =>
        one.replaceAll('CLUSTER', 'prod').replaceAll('REGION', REGION).replaceAll('ISSUER', ISSUER);
      if (to === 'pod-identity') expect(admitsExactly(filled(after), [cart])).toBe(true);
      else expect(subjectsOf(filled(after), PROVIDER)).toEqual([subject('shop', 'cart')]);
      expect(await findingsWith(filled(after))).toEqual([]);
    },
  );

  it('of a role takes the nodes by the finding that names them', () => {
    const plan = planMigration(
      adviceInput({
        rule: 'legacy-pod-role-trusts-node',
        resource: role(text),
        evidence: [{ path: 'Statement[0].Principal.AWS[0]', value: NODE }],
      }),
      'pod-identity',
    );
    expect(principalsOf(documentOf(plan, 'trust-after.json'))).toEqual([
      `arn:aws:iam::${ACCOUNT}:role/admin`,
    ]);
  });
});

describe('a new role', () => {
  const workload = named('k8s-workload', 'app.yaml#Deployment/shop/cart', {
    state: { type: 'Deployment', name: 'cart', namespace: 'shop', serviceAccount: 'cart' },
    sets: { keySecrets: { 'spec.template.spec.containers[0].env[0]': 'aws-keys' } },
  });

  it.for([
    ['k8s-static-key', 'pod-identity'],
    ['k8s-static-key', 'irsa'],
    ['k8s-no-aws-identity', 'pod-identity'],
    ['k8s-no-aws-identity', 'irsa'],
  ] as const)('for %s by %s admits exactly the workload’s service account', async ([rule, to]) => {
    const plan = planMigration(adviceInput({ rule, resource: workload, config: { account: ACCOUNT } }), to);
    const text = documentOf(plan, 'trust-ROLE_NAME.json')
      .replaceAll('CLUSTER', 'prod')
      .replaceAll('REGION', REGION)
      .replaceAll('ACCOUNT', ACCOUNT)
      .replaceAll('ISSUER', ISSUER);
    if (to === 'pod-identity') expect(admitsExactly(text, [cart])).toBe(true);
    else expect(subjectsOf(text, PROVIDER)).toEqual([subject('shop', 'cart')]);
    expect(await findingsWith(text)).toEqual([]);
  });
});
