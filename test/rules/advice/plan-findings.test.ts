import type { Resource } from '@podguard/core';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, REGION, resourceOf } from '../../support/states.ts';
import { CLUSTER_ARN, PROVIDER, podIdentity, trust } from '../../support/trusts.ts';
import {
  blanksOf,
  CART,
  cluster,
  commandsOf,
  documentNames,
  KEY,
  owned,
  pinned,
  plan,
  role,
  textsOf,
  titlesOf,
} from './plans.ts';
import { named } from './surroundings.ts';

describe('other findings', () => {
  it('on an instance take the role of its nodes, and name the instance', () => {
    const instance = resourceOf('ec2-instance', {
      state: { httpTokens: 'required', hopLimit: 2 },
    }) as unknown as Resource;
    const nodes = named('iam-role', `arn:aws:iam::${ACCOUNT}:role/nodes`, {
      state: { arn: `arn:aws:iam::${ACCOUNT}:role/nodes` },
      sets: { policies: { 'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy': true } },
    });
    const result = plan({ rule: 'imds-hop-limit', resource: instance, around: [nodes] });
    expect(result.from).toBe('node-role');
    expect(commandsOf(result)).toContain('list-attached-role-policies --role-name nodes');
    expect(commandsOf(result)).toContain('--instance-id i-0abc --http-tokens required');
  });

  it('on a user are about its key', () => {
    const user = resourceOf('iam-user', {}) as unknown as Resource;
    const key = resourceOf('access-key', { state: { userName: 'ci' } }) as unknown as Resource;
    const one = plan({ rule: 'static-key-second-active', resource: user, around: [key] });
    expect(one.title).toContain('the access keys of ci');
    expect(commandsOf(one)).toContain(
      'delete-access-key --user-name ci --access-key-id AKIAIOSFODNN7EXAMPLE',
    );
    expect(blanksOf(plan({ rule: 'static-key-second-active', resource: user }))).toContain('ACCESS_KEY_ID');
  });

  it('on a Dockerfile end the key first, and say where it lies', () => {
    const result = plan({
      rule: 'image-static-key',
      resource: resourceOf('container-build', {}) as unknown as Resource,
    });
    expect(titlesOf(result)[0]).toBe('If the key has leaked, end it now');
    expect(textsOf(result)).toContain('delete the old images: their layers hold it');
  });

  it('on a secret store say what takes the key’s place by each method', () => {
    const store = named('k8s-secret-store', 'a.yaml#ClusterSecretStore/aws', {
      state: { keySecret: 'keys' },
    });
    const result = plan({ rule: 'k8s-secret-store-static', resource: store });
    expect(textsOf(result)).toContain('Then take spec.provider.aws.auth out of the store');
    expect(commandsOf(result)).toContain('--service-account OPERATOR_SERVICE_ACCOUNT --role-arn');
    expect(commandsOf(result)).not.toContain('kubectl create serviceaccount');
    expect(result.notes.join()).toContain('the operator itself gets the role');
    expect(result.notes.join()).toContain('where the operator has one already');
  });

  it('on a Secret that several workloads take are for the first, and name the others', () => {
    const secret = named('k8s-secret', 'app.yaml#Secret/shop/keys', {
      state: { name: 'keys', namespace: 'shop' },
    });
    const workload = (name: string) =>
      named('k8s-workload', `app.yaml#Deployment/shop/${name}`, {
        state: { type: 'Deployment', name, namespace: 'shop', serviceAccount: name },
        sets: { keySecrets: { env: 'keys' } },
      });
    const result = plan({
      rule: 'k8s-static-key',
      resource: secret,
      around: [workload('cart'), workload('pay')],
    });
    expect(result.notes.join()).toContain('app.yaml#Deployment/shop/cart, app.yaml#Deployment/shop/pay');
  });

  it('on a service account’s annotation take its role, and what is known of that', () => {
    const account = named('k8s-service-account', 'app.yaml#ServiceAccount/shop/cart', {
      state: { name: 'cart', namespace: 'shop', roleArn: KEY },
    });
    const alone = plan({ rule: 'k8s-shared-service-account', resource: account });
    expect(alone.notes.join()).toContain('The trust policy of app is not at hand');
    expect(blanksOf(alone)).not.toContain('ACCOUNT');
    const known = plan({
      rule: 'k8s-shared-service-account',
      resource: account,
      around: [role(trust(pinned([CART])))],
    });
    expect(documentNames(known)).toContain('trust.json');
  });

  it('on a role of EKS Pod Identity without a known association leave it to fill in', () => {
    const text = trust(podIdentity(['sts:AssumeRole', 'sts:TagSession']));
    const result = plan({ rule: 'pod-identity-trust-unscoped', resource: role(text) }, 'irsa');
    expect(result.notes.join()).toContain('No association of the role is known here');
    expect(blanksOf(result)).toEqual(
      expect.arrayContaining(['NAMESPACE', 'SERVICE_ACCOUNT', 'ASSOCIATION_ID']),
    );
  });

  it('on an association that goes on to another role say what IRSA needs for that', () => {
    const target = 'arn:aws:iam::444455556666:role/reports';
    const association = named('pod-identity-association', owned('podidentityassociation', 'a-1'), {
      state: { namespace: 'shop', serviceAccount: 'cart', roleArn: KEY, targetRoleArn: target },
    });
    expect(
      plan({ rule: 'pod-identity-target-trust-weak', resource: association }, 'irsa').notes.join(),
    ).toContain(`goes on to ${target}`);
  });

  it('keep with IRSA what is in another account’s cluster, beside what moves', () => {
    const other = `oidc.eks.${REGION}.amazonaws.com/id/OTHER`;
    const abroad = named(
      'eks-cluster',
      CLUSTER_ARN.replace(ACCOUNT, '444455556666').replace('prod', 'lent'),
      {
        state: { issuer: `https://${other}` },
      },
    );
    const text = trust(
      pinned([CART]),
      pinned([CART], other, `arn:aws:iam::${ACCOUNT}:oidc-provider/${other}`),
    );
    const result = plan({
      rule: 'irsa-multi-cluster-role',
      resource: role(text),
      around: [cluster(), abroad],
    });
    expect(result.notes.join()).toContain('shop/cart of cluster lent is in another account than the role');
    expect(commandsOf(result)).not.toContain('--cluster-name lent');
  });

  it('name each of several clusters', () => {
    const other = `oidc.eks.${REGION}.amazonaws.com/id/OTHER`;
    const second = named('eks-cluster', CLUSTER_ARN.replace('prod', 'test'), {
      state: { issuer: `https://${other}` },
    });
    const text = trust(
      pinned([CART]),
      pinned([CART], other, `arn:aws:iam::${ACCOUNT}:oidc-provider/${other}`),
    );
    const result = plan({
      rule: 'irsa-multi-cluster-role',
      resource: role(text),
      around: [cluster(), second],
    });
    expect(textsOf(result)).toContain(
      'In each cluster (kubectl --context): shop/cart of cluster prod; shop/cart of cluster test.',
    );
    const [terraform] = result.steps
      .flatMap(({ documents }) => documents)
      .filter(({ name }) => name === 'association.tf');
    expect(terraform?.text).toMatch(/"prod_shop_cart"[\s\S]*"test_shop_cart"/);
  });

  it('know the provider that is recorded, and do not make it again', () => {
    const association = named('pod-identity-association', owned('podidentityassociation', 'a-1'), {
      state: { namespace: 'shop', serviceAccount: 'cart', roleArn: KEY, targetRoleArn: null },
    });
    const provider = named('oidc-provider', PROVIDER, {});
    const result = plan(
      { rule: 'pod-identity-default-service-account', resource: association, around: [cluster(), provider] },
      'irsa',
    );
    expect(textsOf(result)).toContain(`is recorded: ${PROVIDER}`);
    expect(commandsOf(result)).not.toContain('create-open-id-connect-provider');
  });
});
