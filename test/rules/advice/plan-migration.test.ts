import type { MigrationPlan, MigrationTarget, Resource } from '@podguard/core';
import { planMigration } from '@podguard/rules';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, REGION, resourceOf } from '../../support/states.ts';
import { CLUSTER_ARN, ISSUER, irsa, PROVIDER, podIdentity, trust } from '../../support/trusts.ts';
import { adviceInput, named, type Scene } from './surroundings.ts';

const KEY = `arn:aws:iam::${ACCOUNT}:role/app`;
const cluster = (state: object = {}) =>
  named('eks-cluster', CLUSTER_ARN, { state: { issuer: `https://${ISSUER}`, ...state } });
const role = (text: string): Resource => named('iam-role', KEY, { state: { arn: KEY, trust: text } });
const pinned = (subjects: readonly string[], issuer = ISSUER, provider = PROVIDER) =>
  irsa({ StringEquals: { [`${issuer}:sub`]: subjects, [`${issuer}:aud`]: 'sts.amazonaws.com' } }, provider);
const CART = 'system:serviceaccount:shop:cart';
const owned = (type: string, name: string) => `arn:aws:eks:${REGION}:${ACCOUNT}:${type}/prod/${name}`;
const fargate = (namespace: string, labels = '{}') =>
  named('eks-fargate-profile', owned('fargateprofile', namespace), {
    sets: { selectors: { [namespace]: labels } },
  });

const plan = (scene: Scene, to: MigrationTarget = 'pod-identity') => planMigration(adviceInput(scene), to);
const commandsOf = ({ steps }: MigrationPlan) => steps.flatMap(({ commands }) => commands).join('\n');
const textsOf = ({ steps }: MigrationPlan) => steps.flatMap(({ text }) => text).join('\n');
const titlesOf = ({ steps }: MigrationPlan) => steps.map(({ title }) => title);
const blanksOf = ({ fillIn }: MigrationPlan) => fillIn.map(({ name }) => name);
const documentNames = ({ steps }: MigrationPlan) =>
  steps.flatMap(({ documents }) => documents.map(({ name }) => name));
const refusal = (scene: Scene, to: MigrationTarget = 'pod-identity') => {
  try {
    plan(scene, to);
  } catch (error) {
    return error as Error & { code: string };
  }
  throw new TypeError('there is a plan');
};

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

describe('rights of a node role', () => {
  const nodes = (policies: readonly string[]) =>
    named('iam-role', `arn:aws:iam::${ACCOUNT}:role/nodes`, {
      state: { arn: `arn:aws:iam::${ACCOUNT}:role/nodes` },
      sets: {
        policies: Object.fromEntries(policies.map((name) => [`arn:aws:iam::aws:policy/${name}`, true])),
      },
    });
  const OWN = ['AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryReadOnly'];

  it('of known add-ons become a role for each, with its service account and policy', () => {
    const result = plan({
      rule: 'node-role-addon-permissions',
      resource: nodes([...OWN, 'AmazonEKS_CNI_Policy', 'service-role/AmazonEBSCSIDriverPolicy']),
    });
    const commands = commandsOf(result);
    expect(commands).toContain(
      'attach-role-policy --role-name ROLE_FOR_AWS_NODE --policy-arn arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy',
    );
    expect(commands).toContain('--service-account ebs-csi-controller-sa --role-arn');
    for (const policy of ['AmazonEKS_CNI_Policy', 'service-role/AmazonEBSCSIDriverPolicy'])
      expect(commands).toContain(
        `detach-role-policy --role-name nodes --policy-arn arn:aws:iam::aws:policy/${policy}`,
      );
    for (const policy of OWN) expect(commands).not.toContain(policy);
    expect(documentNames(result).filter((name) => name.startsWith('serviceaccount'))).toEqual([]);
  });

  it('of applications become a role for the workload', () => {
    const result = plan({
      rule: 'node-role-app-permissions',
      resource: nodes([...OWN, 'AmazonS3FullAccess']),
    });
    expect(commandsOf(result)).toContain(
      'attach-role-policy --role-name ROLE_NAME --policy-arn arn:aws:iam::aws:policy/AmazonS3FullAccess',
    );
    expect(commandsOf(result)).toContain('--http-put-response-hop-limit 1');
    expect(blanksOf(result)).toEqual(expect.arrayContaining(['NAMESPACE', 'SERVICE_ACCOUNT', 'ROLE_NAME']));
  });
});

describe('what cannot be carried over', () => {
  const wild = (value: string) => trust(irsa({ StringLike: { [`${ISSUER}:sub`]: value } }));

  it.for([
    [
      'any namespace',
      'system:serviceaccount:*',
      ['NAMESPACE', 'SERVICE_ACCOUNT'],
      'service accounts of any namespace',
    ],
    [
      'a whole namespace',
      'system:serviceaccount:shop:*',
      ['SERVICE_ACCOUNT'],
      'more than named service accounts of shop',
    ],
    [
      'a prefix of names',
      'system:serviceaccount:shop:cart-*',
      ['SERVICE_ACCOUNT'],
      'more than named service accounts of shop',
    ],
  ] as const)('of %s is listed and left to fill in', ([, value, blanks, words]) => {
    const result = plan({ rule: 'irsa-subject-wildcard', resource: role(wild(value)), around: [cluster()] });
    expect(blanksOf(result)).toEqual(expect.arrayContaining([...blanks]));
    expect(blanksOf(result)).not.toContain('CLUSTER');
    expect(textsOf(result)).toContain(words);
    expect(commandsOf(result)).toContain(`== "${KEY}")`);
    expect(result.notes.join()).toContain('as open as it is now');
  });

  it('takes those that were seen using a wildcard', () => {
    const text = wild('system:serviceaccount:*');
    const resource = named('iam-role', KEY, {
      state: { arn: KEY, trust: text },
      uses: { [`web-identity ${ISSUER} shop/cart`]: '2026-01-03T00:00:00Z' },
    });
    const result = plan({ rule: 'irsa-subject-unrestricted', resource, around: [cluster()] });
    expect(commandsOf(result)).toContain('--namespace shop --service-account cart');
    expect(textsOf(result)).toContain('a wildcard cannot be carried over');
  });

  it('leaves with IRSA what runs on Fargate, and its statement with it', () => {
    const text = trust(pinned([CART, 'system:serviceaccount:web:front']));
    const result = plan({
      rule: 'irsa-shared-role',
      resource: role(text),
      around: [cluster(), fargate('web')],
    });
    expect(commandsOf(result)).not.toContain('--service-account front');
    expect(result.notes.join()).toContain('web/front of cluster prod runs on Fargate and stays with IRSA');
    const after = result.steps
      .flatMap(({ documents }) => documents)
      .find(({ name }) => name === 'trust-after.json');
    expect(after?.text).toContain('system:serviceaccount:web:front');
    expect(after?.text).not.toContain(CART);
    expect(titlesOf(result).join()).not.toContain('Delete the OIDC provider');
  });

  it('warns of a profile that takes some pods of the namespace', () => {
    const around = [cluster(), fargate('shop', '{"on":"fargate"}')];
    const result = plan({ rule: 'irsa-shared-role', resource: role(trust(pinned([CART]))), around });
    expect(result.notes.join()).toContain('takes some pods of the namespace of shop/cart');
  });

  it('gives the statement to add where the trust policy is not known', () => {
    const resource = named('iam-role', KEY, { state: { arn: KEY } });
    const result = plan({ rule: 'irsa-subject-unrestricted', resource });
    expect(documentNames(result)).toContain('to add to Statement');
    expect(result.notes.join()).toContain('The trust policy of app is not at hand');
  });
});

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
