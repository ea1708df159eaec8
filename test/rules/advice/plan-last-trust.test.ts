import { describe, expect, it } from 'vitest';
import { ACCOUNT, REGION } from '../../support/states.ts';
import { aws, CLUSTER_ARN, ISSUER, irsa, PROVIDER, podIdentity, trust } from '../../support/trusts.ts';
import { admitsExactly } from './admitted.ts';
import { association, NODE } from './plan-resources.ts';
import { CART, CLOSE, cluster, documentOf, KEY, pinned, plan, role, stepOf } from './plans.ts';
import { named, type Scene } from './surroundings.ts';

const OTHER_ACCOUNT = '444455556666';
const BOTH_ACTIONS = ['sts:AssumeRole', 'sts:TagSession'];

describe('the last trust policy', () => {
  const mixed = trust(pinned([CART]), podIdentity(BOTH_ACTIONS));

  it('is written after the one before it was kept, which is the way back', () => {
    const close = stepOf(
      plan({ rule: 'pod-identity-mixed-trust', resource: role(mixed), around: [cluster()] }),
      CLOSE,
    );
    expect(close.commands.slice(-2)).toEqual([
      'aws iam get-role --role-name app --query Role.AssumeRolePolicyDocument > trust-both.json',
      'aws iam update-assume-role-policy --role-name app --policy-document file://trust-after.json',
    ]);
    expect(close.text.join()).toContain('the last command with trust-both.json');
  });

  it('is scoped where a statement that was there names no cluster', () => {
    const other = association('pay');
    const result = plan({
      rule: 'pod-identity-mixed-trust',
      resource: role(mixed),
      around: [cluster(), other],
    });
    const cart = { cluster: CLUSTER_ARN, namespace: 'shop', serviceAccount: 'cart' };
    expect(
      admitsExactly(documentOf(result, 'trust-scoped.json'), [cart, { ...cart, serviceAccount: 'pay' }]),
    ).toBe(true);
    const [list, keep, put] = stepOf(result, 'Scope what').commands;
    expect(list).toContain('list-pod-identity-associations --cluster-name prod');
    expect(list).toContain('part[n] == "app"');
    expect(keep).toContain('> trust-wide.json');
    expect(put).toContain('file://trust-scoped.json');
  });

  it('needs no scope where the statement that was there names the cluster', () => {
    const text = trust(
      pinned([CART]),
      podIdentity(BOTH_ACTIONS, { ArnEquals: { 'aws:SourceArn': CLUSTER_ARN } }),
    );
    const { steps } = plan({ rule: 'pod-identity-mixed-trust', resource: role(text), around: [cluster()] });
    expect(steps.map(({ title }) => title).join()).not.toContain('Scope what');
  });

  it('of IRSA is pinned where a statement that was there lets in any service account', () => {
    const wide = irsa({ StringLike: { [`${ISSUER}:sub`]: 'system:serviceaccount:*' } });
    const scene = (text: string): Scene => ({
      rule: 'pod-identity-mixed-trust',
      resource: association('cart'),
      around: [cluster(), role(text)],
    });
    const open = plan(scene(trust(wide, podIdentity(BOTH_ACTIONS))), 'irsa');
    expect(stepOf(open, 'Pin the subjects').text.join()).toContain('any namespace of prod');
    const { steps } = plan(scene(mixed), 'irsa');
    expect(steps.map(({ title }) => title).join()).not.toContain('Pin the subjects');
  });

  it.for([
    ['of an association', { resource: association('cart'), around: [cluster(), role(mixed)] }],
    ['of a role whose associations are not known', { resource: role(trust(podIdentity(BOTH_ACTIONS))) }],
    ['of a role that is not known', { resource: association('cart'), around: [cluster()] }],
  ] as const)('takes EKS Pod Identity out %s only when no association is left', ([, scene]) => {
    const close = stepOf(plan({ rule: 'pod-identity-trust-unscoped', ...scene }, 'irsa'), CLOSE);
    expect(close.text.join()).toContain('Only when no association has the role any more, of any cluster');
    expect(close.commands[0]).toMatch(/^for id in \$\(aws eks list-pod-identity-associations/);
  });

  it('says which conditions of the old statement are lost', () => {
    const more = { StringEquals: { [`${ISSUER}:sub`]: CART, 'aws:SourceVpce': 'vpce-1' } };
    const lost = (text: string) =>
      plan({ rule: 'irsa-shared-role', resource: role(text), around: [cluster()] }).notes.join();
    expect(lost(trust(irsa(more)))).toContain('also asks for aws:SourceVpce (StringEquals)');
    expect(lost(trust(pinned([CART])))).not.toContain('also asks for');
    const nodes = trust({ ...aws({ AWS: NODE }), Condition: { StringEquals: { 'sts:ExternalId': 'x' } } });
    const legacy = plan({
      rule: 'legacy-pod-role-trusts-node',
      resource: role(nodes),
      evidence: [{ path: 'Statement[0].Principal.AWS', value: NODE }],
    });
    expect(legacy.notes.join()).toContain('also asks for sts:ExternalId (StringEquals)');
  });

  it('of a service account’s annotation is mended by hand, for that subject alone', () => {
    const account = named('k8s-service-account', 'app.yaml#ServiceAccount/shop/cart', {
      state: { name: 'cart', namespace: 'shop', roleArn: KEY },
    });
    const result = plan({
      rule: 'k8s-shared-service-account',
      resource: account,
      around: [role(trust(pinned([CART])))],
    });
    expect(stepOf(result, CLOSE).text.join()).toContain(`(${CART}): the subjects, and the whole statement`);
  });

  it('leaves those that stay their way in, by the provider of the role’s own account', () => {
    const lent = `oidc.eks.${REGION}.amazonaws.com/id/LENT01`;
    const provider = `arn:aws:iam::${ACCOUNT}:oidc-provider/${lent}`;
    const abroad = named('eks-cluster', `arn:aws:eks:${REGION}:${OTHER_ACCOUNT}:cluster/lent`, {
      state: { issuer: `https://${lent}` },
    });
    const text = trust(pinned([CART]), irsa({ StringEquals: { [`${lent}:sub`]: CART } }, provider));
    const result = plan({ rule: 'irsa-shared-role', resource: role(text), around: [cluster(), abroad] });
    expect(documentOf(result, 'trust-after.json')).toContain(provider);
    expect(documentOf(result, 'trust-after.json')).not.toContain(PROVIDER);
  });
});

describe('a role that trusts a wildcard of providers', () => {
  it('is refused with what to do first, and is not sent to itself', () => {
    const text = trust(
      irsa({ StringEquals: { [`${ISSUER}:sub`]: CART } }, `arn:aws:iam::${ACCOUNT}:oidc-provider/*`),
    );
    const scene: Scene = { rule: 'irsa-provider-wildcard', resource: role(text) };
    expect(() => plan(scene)).toThrow('name the one provider that is meant first');
    expect(() => plan(scene)).not.toThrow('explain a finding on the role');
  });
});
