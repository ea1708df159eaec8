import type { MigrationPlan, MigrationTarget, Resource } from '@podguard/core';
import { planMigration } from '@podguard/rules';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, REGION, resourceOf } from '../../support/states.ts';
import { aws, CLUSTER_ARN, ISSUER, irsa, PROVIDER, podIdentity, trust } from '../../support/trusts.ts';
import { admitsExactly } from './admitted.ts';
import { adviceInput, named, type Scene } from './surroundings.ts';

const OTHER_ACCOUNT = '444455556666';
const KEY = `arn:aws:iam::${ACCOUNT}:role/app`;
const NODE = `arn:aws:iam::${ACCOUNT}:role/nodes`;
const CART = 'system:serviceaccount:shop:cart';
const BOTH_ACTIONS = ['sts:AssumeRole', 'sts:TagSession'];

const role = (text: string): Resource => named('iam-role', KEY, { state: { arn: KEY, trust: text } });
const cluster = named('eks-cluster', CLUSTER_ARN, { state: { issuer: `https://${ISSUER}` } });
const pinned = (subject = CART, more: object = {}) =>
  irsa({ StringEquals: { [`${ISSUER}:sub`]: subject, [`${ISSUER}:aud`]: 'sts.amazonaws.com' }, ...more });
const deployment = (
  state: object = {},
  sets: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
) =>
  named('k8s-workload', 'app.yaml#Deployment/shop/cart', {
    state: { type: 'Deployment', name: 'cart', namespace: 'shop', serviceAccount: 'cart', ...state },
    sets,
  });
const annotated = (arn: string) =>
  deployment({}, { iamAnnotations: { 'spec.template.metadata.annotations["iam.amazonaws.com/role"]': arn } });
const association = (serviceAccount: string, state: object = {}) =>
  named('pod-identity-association', `arn:aws:eks:${REGION}:${ACCOUNT}:podidentityassociation/prod/a-1`, {
    state: { namespace: 'shop', serviceAccount, roleArn: KEY, targetRoleArn: null, ...state },
  });

const plan = (scene: Scene, to: MigrationTarget = 'pod-identity') => planMigration(adviceInput(scene), to);
const commandsIn = ({ steps }: MigrationPlan) => steps.flatMap(({ commands }) => commands);
const commandsOf = (of: MigrationPlan) => commandsIn(of).join('\n');
const blanksOf = ({ fillIn }: MigrationPlan) => fillIn.map(({ name }) => name);
const stepOf = ({ steps }: MigrationPlan, begin: string) => {
  const found = steps.find(({ title }) => title.startsWith(begin));
  if (found === undefined) throw new TypeError(`no step ${begin}`);
  return found;
};
const documentOf = ({ steps }: MigrationPlan, name: string) => {
  const found = steps.flatMap(({ documents }) => documents).find((one) => one.name === name);
  if (found === undefined) throw new TypeError(`no document ${name}`);
  return found.text;
};
const CLOSE = 'Take the old way out of the trust policy';

describe('an annotation of kube2iam', () => {
  const scene = (arn: string, more: Partial<Scene> = {}): Scene => ({
    rule: 'k8s-kube2iam-annotation',
    resource: annotated(arn),
    evidence: [{ path: 'spec.template.metadata.annotations["iam.amazonaws.com/role"]', value: arn }],
    config: { account: ACCOUNT },
    ...more,
  });

  it.for(['irsa', 'pod-identity'] as const)('never takes the pods’ role for the nodes’, to %s', (to) => {
    const result = plan(scene(KEY), to);
    expect(commandsOf(result)).toContain('delete-role-policy --role-name NODE_ROLE_NAME');
    expect(commandsOf(result)).not.toContain('delete-role-policy --role-name app');
    expect(result.notes.join()).toContain('is the nodes’ role is not known here');
    expect(blanksOf(result)).toContain('NODE_ROLE_NAME');
  });

  it('has the nodes taken out by hand where the trust policy is known and they are not', () => {
    const result = plan(scene(KEY, { around: [role(trust(aws({ AWS: NODE })))] }));
    const close = stepOf(result, CLOSE);
    expect(close.text.join()).toContain('remove the role of the nodes there');
    expect(close.commands.at(-1)).toContain('file://trust-after.json');
  });

  it('asks for the nodes’ role where several are recorded', () => {
    const nodes = ['one', 'two'].map((name) =>
      named('iam-role', `arn:aws:iam::${ACCOUNT}:role/${name}`, {
        state: { arn: `arn:aws:iam::${ACCOUNT}:role/${name}` },
        sets: { policies: { 'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy': true } },
      }),
    );
    const result = plan(scene(KEY, { around: nodes }));
    expect(result.fillIn.find(({ name }) => name === 'NODE_ROLE_NAME')?.what).toContain(
      'known here: one, two',
    );
  });

  it('keeps the right of the nodes before it takes it, and looks for other pods with the role first', () => {
    const result = plan(scene(KEY));
    const commands = commandsIn(result);
    const at = (text: string) => commands.findIndex((one) => one.includes(text));
    expect(at('> assume-before.json')).toBeGreaterThan(-1);
    expect(at('> assume-before.json')).toBeLessThan(at('aws iam delete-role-policy'));
    expect(stepOf(result, CLOSE).commands[0]).toContain(`. == "app" or . == "${KEY}"`);
  });

  const ABROAD = `arn:aws:iam::${OTHER_ACCOUNT}:role/path/app`;

  it('of another account’s role has its provider in that account by IRSA, and says so', () => {
    const result = plan(scene(ABROAD), 'irsa');
    expect(documentOf(result, 'to add to Statement')).toContain(
      `arn:aws:iam::${OTHER_ACCOUNT}:oidc-provider/ISSUER`,
    );
    expect(commandsOf(result)).not.toContain(`arn:aws:iam::${ACCOUNT}:oidc-provider`);
    expect(result.notes.join()).toContain(
      `app is a role of account ${OTHER_ACCOUNT}, and cluster CLUSTER of`,
    );
  });

  it('of another account’s role is refused by EKS Pod Identity', () => {
    expect(() => plan(scene(ABROAD))).toThrow(/own account, and that is \d+; use --migrate-to irsa, or/);
  });

  it('takes the cluster to be in the account of the nodes that a role trusts', () => {
    const nodes = `arn:aws:iam::${OTHER_ACCOUNT}:role/nodes`;
    expect(() =>
      plan({
        rule: 'legacy-pod-role-trusts-node',
        resource: role(trust(aws({ AWS: nodes }))),
        evidence: [{ path: 'Statement[0].Principal.AWS', value: nodes }],
      }),
    ).toThrow(`that is ${OTHER_ACCOUNT}`);
  });

  it('takes the cluster to be in the role’s account where no account is told, and says so', () => {
    const result = plan(scene(KEY, { resource: { ...annotated(KEY), account: '' }, config: {} }));
    expect(result.notes.join()).toContain('taken to be in the role’s own account');
    expect(blanksOf(result)).not.toContain('ACCOUNT');
  });
});

describe('a service account that is there', () => {
  const scenes: readonly (readonly [string, Scene, MigrationTarget])[] = [
    [
      'IRSA',
      { rule: 'irsa-shared-role', resource: role(trust(pinned())), around: [cluster] },
      'pod-identity',
    ],
    [
      'EKS Pod Identity',
      { rule: 'pod-identity-shared-role', resource: association('cart'), around: [cluster] },
      'irsa',
    ],
    ['a key', { rule: 'k8s-static-key', resource: deployment({}, { keySecrets: { env: 'keys' } }) }, 'irsa'],
    ['the node', { rule: 'k8s-no-aws-identity', resource: deployment() }, 'pod-identity'],
    ['kube2iam', { rule: 'k8s-kube2iam-annotation', resource: annotated(KEY) }, 'irsa'],
  ];

  it.for(scenes)('is never written over by an apply: from %s', ([, scene, to]) => {
    const result = plan(scene, to);
    expect(commandsOf(result)).not.toMatch(/kubectl (apply|replace)/);
    expect(JSON.stringify(result.steps)).not.toContain('kind: ServiceAccount');
  });

  it('gets the annotation, and is made only where the pods may not have it yet', () => {
    const commands = commandsIn(plan(scenes[2]?.[1] as Scene, 'irsa'));
    const made = commands.indexOf('kubectl create serviceaccount cart --namespace shop');
    expect(made).toBeGreaterThan(-1);
    expect(commands[made + 1]).toMatch(
      /^kubectl annotate serviceaccount cart --namespace shop eks\.amazonaws\.com\/role-arn=arn:aws:iam::\w+:role\/ROLE_NAME$/,
    );
    expect(commandsOf(plan(scenes[1]?.[1] as Scene, 'irsa'))).not.toContain('create serviceaccount');
  });
});

describe('the last trust policy', () => {
  const mixed = trust(pinned(), podIdentity(BOTH_ACTIONS));

  it('is written after the one before it was kept, which is the way back', () => {
    const close = stepOf(
      plan({ rule: 'pod-identity-mixed-trust', resource: role(mixed), around: [cluster] }),
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
      around: [cluster, other],
    });
    const cart = { cluster: CLUSTER_ARN, namespace: 'shop', serviceAccount: 'cart' };
    expect(
      admitsExactly(documentOf(result, 'trust-scoped.json'), [cart, { ...cart, serviceAccount: 'pay' }]),
    ).toBe(true);
    const [list, keep, put] = stepOf(result, 'Scope what').commands;
    expect(list).toContain('list-pod-identity-associations --cluster-name prod');
    expect(list).toContain(`awk '$1 == "${KEY}"'`);
    expect(keep).toContain('> trust-wide.json');
    expect(put).toContain('file://trust-scoped.json');
  });

  it('needs no scope where the statement that was there names the cluster', () => {
    const text = trust(pinned(), podIdentity(BOTH_ACTIONS, { ArnEquals: { 'aws:SourceArn': CLUSTER_ARN } }));
    const { steps } = plan({ rule: 'pod-identity-mixed-trust', resource: role(text), around: [cluster] });
    expect(steps.map(({ title }) => title).join()).not.toContain('Scope what');
  });

  it('of IRSA is pinned where a statement that was there lets in any service account', () => {
    const wide = irsa({ StringLike: { [`${ISSUER}:sub`]: 'system:serviceaccount:*' } });
    const scene = (text: string): Scene => ({
      rule: 'pod-identity-mixed-trust',
      resource: association('cart'),
      around: [cluster, role(text)],
    });
    const open = plan(scene(trust(wide, podIdentity(BOTH_ACTIONS))), 'irsa');
    expect(stepOf(open, 'Pin the subjects').text.join()).toContain('any namespace of prod');
    const { steps } = plan(scene(mixed), 'irsa');
    expect(steps.map(({ title }) => title).join()).not.toContain('Pin the subjects');
  });

  it.for([
    ['of an association', { resource: association('cart'), around: [cluster, role(mixed)] }],
    ['of a role whose associations are not known', { resource: role(trust(podIdentity(BOTH_ACTIONS))) }],
    ['of a role that is not known', { resource: association('cart'), around: [cluster] }],
  ] as const)('takes EKS Pod Identity out %s only when no association is left', ([, scene]) => {
    const close = stepOf(plan({ rule: 'pod-identity-trust-unscoped', ...scene }, 'irsa'), CLOSE);
    expect(close.text.join()).toContain('Only when no association has the role any more, of any cluster');
    expect(close.commands[0]).toMatch(/^for id in \$\(aws eks list-pod-identity-associations/);
  });

  it('says which conditions of the old statement are lost', () => {
    const more = { StringEquals: { [`${ISSUER}:sub`]: CART, 'aws:SourceVpce': 'vpce-1' } };
    const lost = (text: string) =>
      plan({ rule: 'irsa-shared-role', resource: role(text), around: [cluster] }).notes.join();
    expect(lost(trust(irsa(more)))).toContain('also asks for aws:SourceVpce (StringEquals)');
    expect(lost(trust(pinned()))).not.toContain('also asks for');
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
      around: [role(trust(pinned()))],
    });
    expect(stepOf(result, CLOSE).text.join()).toContain(`(${CART}): the subjects, and the whole statement`);
  });

  it('leaves those that stay their way in, by the provider of the role’s own account', () => {
    const lent = `oidc.eks.${REGION}.amazonaws.com/id/LENT01`;
    const provider = `arn:aws:iam::${ACCOUNT}:oidc-provider/${lent}`;
    const abroad = named('eks-cluster', `arn:aws:eks:${REGION}:${OTHER_ACCOUNT}:cluster/lent`, {
      state: { issuer: `https://${lent}` },
    });
    const text = trust(pinned(), irsa({ StringEquals: { [`${lent}:sub`]: CART } }, provider));
    const result = plan({ rule: 'irsa-shared-role', resource: role(text), around: [cluster, abroad] });
    expect(documentOf(result, 'trust-after.json')).toContain(provider);
    expect(documentOf(result, 'trust-after.json')).not.toContain(PROVIDER);
  });
});

describe('pods that run with the default service account', () => {
  it('of IRSA get one of their own, and `default` loses the role in the end', () => {
    const text = trust(pinned('system:serviceaccount:shop:default'));
    const result = plan({
      rule: 'irsa-subject-default-service-account',
      resource: role(text),
      around: [cluster],
    });
    const commands = commandsOf(result);
    expect(commands).toContain('--namespace shop --service-account SERVICE_ACCOUNT --role-arn');
    expect(commands).not.toContain('--service-account default');
    expect(commands).toContain('kubectl create serviceaccount SERVICE_ACCOUNT --namespace shop');
    expect(commands).toContain('--field-selector spec.serviceAccountName=default');
    expect(stepOf(result, 'Take the annotation out').commands.at(-1)).toBe(
      'kubectl annotate serviceaccount default --namespace shop eks.amazonaws.com/role-arn-',
    );
    expect(stepOf(result, 'The way back').text.join()).toContain('names default again');
  });

  it('of EKS Pod Identity get one of their own, and the association goes in the clean-up', () => {
    const result = plan(
      { rule: 'pod-identity-default-service-account', resource: association('default'), around: [cluster] },
      'irsa',
    );
    const titles = result.steps.map(({ title }) => title);
    const deleted = result.steps.findIndex(({ commands }) =>
      commands.join().includes('delete-pod-identity-association'),
    );
    expect(titles[deleted]).toBe('Delete the association of the former service account');
    expect(deleted).toBeGreaterThan(titles.indexOf('The way back, until the clean-up'));
    expect(deleted).toBeLessThan(titles.findIndex((title) => title.startsWith(CLOSE)));
    expect(documentOf(result, 'to add to Statement')).toContain('system:serviceaccount:shop:SERVICE_ACCOUNT');
  });

  const account = named('k8s-service-account', 'app.yaml#ServiceAccount/shop/default', {
    state: { name: 'default', namespace: 'shop', roleArn: KEY },
  });

  it('of a manifest move with the role that they have, not with the node’s', () => {
    const result = plan({
      rule: 'k8s-default-service-account',
      resource: deployment({ serviceAccount: 'default' }),
      around: [account],
      evidence: [{ path: 'role annotation', value: KEY }],
    });
    expect(result.from).toBe('irsa');
    expect(result.title).toBe('Move app from IRSA to EKS Pod Identity');
    expect(commandsOf(result)).toContain('kubectl rollout restart deployment/cart --namespace shop');
    expect(commandsOf(result)).toContain('annotate serviceaccount default --namespace shop eks');
    expect(commandsOf(result)).not.toMatch(/modify-instance-metadata|detach-role-policy|create-role/);
    expect(stepOf(result, CLOSE).text.join()).toContain('system:serviceaccount:shop:default');
  });

  it('of a manifest that have an association move from that', () => {
    const scene: Scene = {
      rule: 'k8s-default-service-account',
      resource: deployment({ serviceAccount: 'default' }),
      evidence: [{ path: 'association', value: 'a-1' }],
    };
    const result = plan(scene, 'irsa');
    expect(result.from).toBe('pod-identity');
    expect(commandsOf(result)).toContain('--namespace shop --service-account default --query');
    expect(() => plan(scene, 'pod-identity')).toThrow('uses EKS Pod Identity already');
  });
});

describe('a secret store', () => {
  const store = (state: object) =>
    named('k8s-secret-store', 'a.yaml#Store', { state: { keySecret: 'keys', name: 'aws', ...state } });
  const of = (state: object) => plan({ rule: 'k8s-secret-store-static', resource: store(state) }, 'irsa');

  it('by IRSA is pointed at a service account that no pod runs with', () => {
    const result = of({ type: 'SecretStore', namespace: 'shop', provider: 'aws' });
    expect(documentOf(result, 'in spec.provider.aws.auth')).toBe(
      'jwt:\n  serviceAccountRef:\n    name: "SERVICE_ACCOUNT"\n',
    );
    expect(commandsOf(result)).toContain('kubectl get secretstore aws --namespace shop');
    expect(commandsOf(result)).not.toMatch(/rollout restart|kubectl run|get pods/);
    expect(blanksOf(result)).not.toContain('WORKLOAD');
  });

  it('of the whole cluster names the namespace, too', () => {
    const result = of({ type: 'ClusterSecretStore', namespace: null, provider: 'aws' });
    expect(documentOf(result, 'in spec.provider.aws.auth')).toContain('    namespace: "NAMESPACE"\n');
    expect(commandsOf(result)).toContain('kubectl get clustersecretstore aws');
    expect(blanksOf(result)).toContain('EXTERNAL_SECRET_NAMESPACE');
  });

  it('of Vault has its auth where Vault’s is', () => {
    const result = of({ type: 'ClusterSecretStore', namespace: null, provider: 'vault' });
    expect(documentOf(result, 'in spec.provider.vault.auth.iam')).toContain('serviceAccountRef');
    expect(stepOf(result, 'Let the store').text.join()).toContain('bound_iam_principal_arn');
  });
});

describe('a command', () => {
  it('names its region', () => {
    const key = resourceOf('access-key', { state: { userName: 'ci' } }) as unknown as Resource;
    const instance = resourceOf('ec2-instance', { state: { hopLimit: 2 } }) as unknown as Resource;
    const all = [
      plan({ rule: 'static-key-created', resource: key, around: [cluster] }),
      plan({ rule: 'imds-hop-limit', resource: instance }),
      plan({ rule: 'k8s-no-aws-identity', resource: deployment() }, 'irsa'),
      plan({ rule: 'k8s-kube2iam-annotation', resource: annotated(KEY) }, 'irsa'),
      plan({ rule: 'irsa-shared-role', resource: role(trust(pinned())), around: [cluster] }),
    ].flatMap(commandsIn);
    const regional = all.flatMap((one) => one.match(/aws (eks|ec2|cloudtrail) [^;|]*/g) ?? []);
    expect(regional.length).toBeGreaterThan(10);
    expect(regional.filter((one) => !one.includes(' --region '))).toEqual([]);
    expect(commandsOf(plan({ rule: 'imds-hop-limit', resource: instance }))).toContain(
      `modify-instance-metadata-options --region ${REGION}`,
    );
  });

  it('that deletes an association comes after it was kept', () => {
    const commands = commandsIn(
      plan({ rule: 'pod-identity-shared-role', resource: association('cart'), around: [cluster] }, 'irsa'),
    );
    const deleted = commands.findIndex((one) => one.includes('delete-pod-identity-association'));
    expect(commands[deleted - 1]).toMatch(/describe-pod-identity-association .* > association-a-1\.json$/);
  });
});

describe('a trust policy that somebody wrote for the reader', () => {
  const BAD = '$(touch x)`id`';

  it.for([
    ['the namespace', `system:serviceaccount:${BAD}:cart`],
    ['the service account', `system:serviceaccount:shop:${BAD}`],
  ] as const)('gives no command by the name of %s', ([, subject]) => {
    const text = trust(irsa({ StringEquals: { [`${ISSUER}:sub`]: subject } }));
    const result = plan({ rule: 'irsa-shared-role', resource: role(text), around: [cluster] });
    expect(result.steps.length).toBeGreaterThan(8);
    expect(commandsOf(result)).not.toMatch(/touch|`id`/);
  });
});

describe('commands of kubectl for several clusters', () => {
  it('are said to be for one each', () => {
    const other = `oidc.eks.${REGION}.amazonaws.com/id/OTHER`;
    const provider = `arn:aws:iam::${ACCOUNT}:oidc-provider/${other}`;
    const two = trust(pinned(), irsa({ StringEquals: { [`${other}:sub`]: CART } }, provider));
    const notes = (text: string) =>
      plan({ rule: 'irsa-multi-cluster-role', resource: role(text), around: [cluster] }).notes.join();
    expect(notes(two)).toContain('each for its own cluster, which --context names');
    expect(notes(trust(pinned()))).not.toContain('--context');
  });
});

describe('what is told of a key in a manifest', () => {
  it('is the whole entry of its variable', () => {
    const workload = deployment({}, { keySecrets: { 'spec.containers[0].env[1].valueFrom': 'keys' } });
    const result = plan({ rule: 'k8s-static-key', resource: workload });
    expect(stepOf(result, 'Restart').text.join('\n')).toContain('spec.containers[0].env[1].\n');
  });

  it('leaves the other variables of its envFrom', () => {
    const workload = deployment({}, { keySecrets: { 'spec.containers[0].envFrom[0].secretRef': 'keys' } });
    const { text } = stepOf(plan({ rule: 'k8s-static-key', resource: workload }), 'Restart');
    expect(text.join('\n')).toContain(
      'spec.containers[0].envFrom[0].\nWhere its envFrom brings other variables',
    );
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
