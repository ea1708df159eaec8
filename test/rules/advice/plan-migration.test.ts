import type { Resource } from '@podguard/core';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, REGION, resourceOf } from '../../support/states.ts';
import { ISSUER, podIdentity, trust } from '../../support/trusts.ts';
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

describe('the order of the steps', () => {
  it('opens the trust policy before the association, and closes it when the annotation is gone', () => {
    const titles = titlesOf(
      plan({ rule: 'irsa-shared-role', resource: role(trust(pinned([CART]))), around: [cluster()] }),
    );
    const order = [
      'Make sure',
      'Let EKS Pod Identity',
      'Associate',
      'Restart',
      'See that',
      'The way back',
      'Take the annotation',
      'Take the old way',
      'Delete the OIDC',
    ];
    expect(titles.map((title) => order.findIndex((begin) => title.startsWith(begin)))).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8,
    ]);
  });

  it('annotates before it deletes the association, and restarts after that', () => {
    const association = named('pod-identity-association', owned('podidentityassociation', 'a-1'), {
      state: { namespace: 'shop', serviceAccount: 'cart', roleArn: KEY, targetRoleArn: null },
    });
    const commands = commandsOf(
      plan(
        {
          rule: 'pod-identity-default-service-account',
          resource: association,
          around: [cluster(), role(trust(podIdentity(['sts:AssumeRole', 'sts:TagSession'])))],
        },
        'irsa',
      ),
    );
    const at = (text: string) => commands.indexOf(text);
    expect(at('update-assume-role-policy')).toBeGreaterThan(-1);
    expect(at('kubectl annotate')).toBeGreaterThan(at('update-assume-role-policy'));
    expect(
      at('delete-pod-identity-association --cluster-name prod --region eu-central-1 --association-id a-1'),
    ).toBeGreaterThan(at('kubectl annotate'));
    expect(at('rollout restart')).toBeGreaterThan(at('delete-pod-identity-association'));
  });

  it('deactivates a key after the pods were changed, and deletes it last', () => {
    const key = resourceOf('access-key', {
      state: { userName: 'ci', status: 'Active' },
    }) as unknown as Resource;
    const commands = commandsOf(plan({ rule: 'static-key-created', resource: key })).split('\n');
    expect(commands.findIndex((one) => one.includes('--status Inactive'))).toBeGreaterThan(
      commands.findIndex((one) => one.includes('rollout restart')),
    );
    expect(commands.at(-1)).toBe(
      'aws iam delete-access-key --user-name ci --access-key-id AKIAIOSFODNN7EXAMPLE',
    );
  });

  it('deactivates a key first that has leaked', () => {
    const key = resourceOf('access-key', {
      state: { userName: 'ci', status: 'Active' },
    }) as unknown as Resource;
    expect(titlesOf(plan({ rule: 'static-key-quarantined', resource: key }))[0]).toBe(
      'If the key has leaked, end it now',
    );
  });
});

describe('what is known is used', () => {
  it('writes cluster, namespace, service account and role, and asks for nothing that is known', () => {
    const result = plan({
      rule: 'irsa-shared-role',
      resource: role(trust(pinned([CART]))),
      around: [cluster()],
    });
    expect(commandsOf(result)).toContain(
      `aws eks create-pod-identity-association --cluster-name prod --region ${REGION} --namespace shop --service-account cart --role-arn ${KEY}`,
    );
    expect(blanksOf(result)).toEqual(['WORKLOAD', 'ASSOCIATION_ID']);
  });

  it('takes cluster and issuer together from an environment that has one of each', () => {
    const config = { environments: { prod: { clusters: ['prod'], issuers: [ISSUER] } } };
    const result = plan({ rule: 'irsa-shared-role', resource: role(trust(pinned([CART]))), config });
    expect(commandsOf(result)).toContain('create-pod-identity-association --cluster-name prod');
    expect(blanksOf(result)).not.toContain('CLUSTER');
    const association = named('pod-identity-association', owned('podidentityassociation', 'a-1'), {
      state: { namespace: 'shop', serviceAccount: 'cart', roleArn: KEY, targetRoleArn: null },
    });
    const back = plan(
      { rule: 'pod-identity-default-service-account', resource: association, config },
      'irsa',
    );
    expect(blanksOf(back)).not.toContain('ISSUER');
    const two = { environments: { prod: { clusters: ['prod', 'other'], issuers: [ISSUER] } } };
    expect(
      blanksOf(plan({ rule: 'irsa-shared-role', resource: role(trust(pinned([CART]))), config: two })),
    ).toContain('CLUSTER');
  });

  it('carries over the policies of the user, but not the quarantine', () => {
    const user = named('iam-user', `arn:aws:iam::${ACCOUNT}:user/ci`, {
      sets: {
        policies: {
          'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess': true,
          'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3': true,
        },
      },
    });
    const key = resourceOf('access-key', {
      state: { userName: 'ci', status: 'Active' },
    }) as unknown as Resource;
    const result = plan({ rule: 'static-key-quarantined', resource: key, around: [user] });
    expect(commandsOf(result)).toContain(
      'attach-role-policy --role-name ROLE_NAME --policy-arn arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess',
    );
    expect(commandsOf(result)).not.toContain('Quarantine');
  });

  it('does not carry over the rights of root', () => {
    const key = resourceOf('access-key', {
      state: { ofRoot: true, status: 'Active' },
    }) as unknown as Resource;
    const result = plan({ rule: 'static-key-root', resource: key });
    expect(result.notes.join()).toContain('account root: do not carry its rights over');
    expect(commandsOf(result)).not.toMatch(/list-attached-user-policies|--user-name/);
  });

  it('takes the workload that uses a Secret from its file', () => {
    const secret = named('k8s-secret', 'app.yaml#Secret/shop/keys', {
      state: { name: 'keys', namespace: 'shop' },
    });
    const workload = named('k8s-workload', 'app.yaml#Deployment/shop/cart', {
      state: { type: 'Deployment', name: 'cart', namespace: 'shop', serviceAccount: 'cart' },
      sets: { keySecrets: { 'spec.template.spec.containers[0].env[0]': 'keys' } },
    });
    const result = plan({ rule: 'k8s-static-key', resource: secret, around: [workload] });
    expect(commandsOf(result)).toContain('kubectl rollout restart deployment/cart --namespace shop');
    expect(blanksOf(result)).not.toContain('SERVICE_ACCOUNT');
    expect(plan({ rule: 'k8s-static-key', resource: secret }).notes.join()).toContain(
      'Which workload uses the key is not told',
    );
  });

  it('asks for a service account where the workload runs with the default one', () => {
    const workload = named('k8s-workload', 'app.yaml#Deployment/shop/cart', {
      state: { type: 'Deployment', name: 'cart', namespace: 'shop', serviceAccount: 'default' },
      sets: { keySecrets: { env: 'keys' } },
    });
    const result = plan({ rule: 'k8s-static-key', resource: workload });
    expect(blanksOf(result)).toContain('SERVICE_ACCOUNT');
    expect(commandsOf(result)).toContain('kubectl rollout restart deployment/cart --namespace shop');
  });

  it('needs no agent in Auto Mode, and says where it is recorded', () => {
    const scene = (...around: readonly Resource[]) => ({
      rule: 'irsa-shared-role',
      resource: role(trust(pinned([CART]))),
      around,
    });
    expect(commandsOf(plan(scene(cluster({ autoMode: true }))))).not.toContain('addon');
    const agent = named('eks-addon', owned('addon', 'eks-pod-identity-agent'), {
      state: { addonName: 'eks-pod-identity-agent' },
    });
    expect(textsOf(plan(scene(cluster(), agent)))).toContain('recorded as an add-on of cluster prod');
    expect(textsOf(plan(scene(cluster())))).toContain('Cluster prod needs the agent');
  });

  it('gives the role of an EKS add-on through the add-on', () => {
    const addon = named('eks-addon', owned('addon', 'aws-ebs-csi-driver'), {
      state: { addonName: 'aws-ebs-csi-driver', serviceAccountRoleArn: KEY },
    });
    const text = trust(pinned(['system:serviceaccount:kube-system:ebs-csi-controller-sa']));
    const result = plan({ rule: 'irsa-shared-role', resource: role(text), around: [cluster(), addon] });
    expect(commandsOf(result)).toContain(
      `aws eks update-addon --cluster-name prod --region ${REGION} --addon-name aws-ebs-csi-driver --pod-identity-associations 'serviceAccount=ebs-csi-controller-sa,roleArn=${KEY}'`,
    );
    expect(documentNames(result)).not.toContain('association.tf');
  });

  it('sees that a service account has an association, of this role or another', () => {
    const at = (roleArn: string) =>
      named('pod-identity-association', owned('podidentityassociation', 'a-9'), {
        state: { namespace: 'shop', serviceAccount: 'cart', roleArn },
      });
    const scene = (one: Resource) => ({
      rule: 'irsa-shared-role',
      resource: role(trust(pinned([CART]))),
      around: [cluster(), one],
    });
    expect(commandsOf(plan(scene(at(KEY))))).toContain('# there already, for shop/cart of prod');
    expect(commandsOf(plan(scene(at(KEY))))).not.toContain('create-pod-identity-association --cluster');
    expect(plan(scene(at(`${KEY}-other`))).notes.join()).toContain('has an association with another role');
  });

  it('names other roles that use the provider, before it is deleted', () => {
    const other = named('iam-role', `${KEY}-other`, { state: { trust: trust(pinned([CART])) } });
    const result = plan({
      rule: 'irsa-shared-role',
      resource: role(trust(pinned([CART]))),
      around: [cluster(), other],
    });
    expect(textsOf(result)).toContain(`Recorded here as using it: ${KEY}-other`);
  });
});
