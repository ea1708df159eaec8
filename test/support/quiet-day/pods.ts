import type { JsonObject } from '@podguard/core';
import { associate, type Binding, dissociate, move } from '../../../scripts/samples/eks.ts';
import { setTrust } from '../../../scripts/samples/iam.ts';
import { ACCOUNT, type Caller, HOME, pods } from '../../../scripts/samples/people.ts';
import type { Random } from '../../../scripts/samples/random.ts';
import { PROD_ISSUER, podIdentity } from '../../../scripts/samples/trust.ts';
import { DEPLOYERS, through } from './callers.ts';
import { addon } from './clusters.ts';
import { dropRole, irsaTrust, makeRole, type NewRole, POD_IDENTITY_TRUST, roleArn } from './roles.ts';
import { call, later, type Operation, run, SOME_TIME, type Step } from './step.ts';

const CLUSTER = 'parcels-prod';
const CLUSTER_ARN = `arn:aws:eks:${HOME}:${ACCOUNT}:cluster/${CLUSTER}`;

const bucket = (name: string) => ({
  actions: ['s3:GetObject', 's3:PutObject'],
  resources: [`arn:aws:s3:::${name}-data/*`],
});
const bindingOf = (n: number, pod: string, role: string): Binding => ({
  cluster: CLUSTER,
  id: `a-${String(n).padStart(18, '0')}`,
  pod,
  role: roleArn(role),
});

/** An app gets its role, uses it, and some hours later both go. */
const podIdentityApp: Operation = (n, random) => {
  const by = random.pick(DEPLOYERS);
  const name = `app-${n}`;
  const pod = `team-${n % 7}/${name}`;
  const trust = random.pick([
    POD_IDENTITY_TRUST,
    podIdentity(undefined, { 'aws:RequestTag/kubernetes-namespace': `team-${n % 7}` }),
    podIdentity(),
  ]);
  const role: NewRole = {
    name,
    trust,
    ...(random.below(2) === 0 ? { allows: bucket(name) } : { customer: bucket(name) }),
  };
  const binding = bindingOf(n, pod, name);
  const bound = run(random, associate(SOME_TIME, by, binding));
  const made = makeRole(random, by, role);
  // The association needs nothing but the role, so that tools make both it and the role's policies at once.
  const steps = random.below(2) === 0 ? [...made, ...bound] : beforeLast(made, bound);
  const gone = [...run(random, dissociate(SOME_TIME, by, binding)), ...dropRole(random, by, role)];
  return [
    ...steps,
    ...later(60, sessions(random, name, pod)),
    ...(random.below(2) === 0 && role.customer === undefined ? later(7000, gone) : []),
  ];
};

function beforeLast(steps: readonly Step[], others: readonly Step[]): readonly Step[] {
  return [...steps.slice(0, -1), ...others, ...steps.slice(-1)];
}

/** Pods take their role again and again, as long as they run. */
function sessions(random: Random, role: string, pod: string): readonly Step[] {
  const [namespace = '', account = ''] = pod.split('/');
  const tags = {
    'eks-cluster-arn': CLUSTER_ARN,
    'eks-cluster-name': CLUSTER,
    'kubernetes-namespace': namespace,
    'kubernetes-service-account': account,
  };
  const names = Array.from(
    { length: 1 + random.below(4) },
    () => `eks-parcels-pr-${account}-${random.uuid()}`,
  );
  return names.flatMap((roleSessionName) =>
    later(
      random.below(3600),
      run(
        random,
        call(
          pods,
          'sts',
          'AssumeRole',
          {
            roleArn: roleArn(role),
            roleSessionName,
            durationSeconds: 21_600,
            tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
          },
          sessionAnswer(role, roleSessionName),
        ),
      ),
    ),
  );
}

export function sessionAnswer(role: string, session: string): JsonObject {
  return {
    credentials: { accessKeyId: 'ASIASESSION1EXAMPLE', expiration: 'Mar 12, 2026, 11:59:59 PM' },
    assumedRoleUser: {
      assumedRoleId: `AROASESSION1EXAMPLE:${session}`,
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${session}`,
    },
  };
}

const irsaApp: Operation = (n, random) => {
  const by = random.pick(DEPLOYERS);
  const role: NewRole = {
    name: `irsa-${n}`,
    trust: irsaTrust(PROD_ISSUER, `team-${n % 7}:app-${n}`),
    allows: bucket(`irsa-${n}`),
  };
  return [
    ...makeRole(random, by, role),
    ...later(100, run(random, webIdentity(role.name, `team-${n % 7}:app-${n}`))),
    ...(random.below(2) === 0 ? later(9000, dropRole(random, by, role)) : []),
  ];
};

function webIdentity(role: string, subject: string) {
  const provider = `arn:aws:iam::${ACCOUNT}:oidc-provider/${PROD_ISSUER}`;
  const userName = `system:serviceaccount:${subject}`;
  const by: Caller = {
    identity: {
      type: 'WebIdentityUser',
      principalId: `${provider}:sts.amazonaws.com:${userName}`,
      userName,
      identityProvider: provider,
    },
    ip: '192.0.2.44',
    agent: 'aws-sdk-go-v2/1.39.2 ua/2.1 os/linux lang/go#1.25.1',
  };
  return call(
    by,
    'sts',
    'AssumeRoleWithWebIdentity',
    { roleArn: roleArn(role), roleSessionName: '1773293580418112345' },
    {
      ...sessionAnswer(role, '1773293580418112345'),
      subjectFromWebIdentityToken: userName,
      provider,
      audience: 'sts.amazonaws.com',
    },
  );
}

/** Add-ons as documented, with an association that EKS makes for the add-on or with a role for its service account. */
const addons: Operation = (n, random) => {
  const by = random.pick(DEPLOYERS);
  const [ebs, efs] = [`ebs-csi-${n}`, `efs-csi-${n}`];
  const binding = bindingOf(n, 'kube-system/ebs-csi-controller-sa', ebs);
  const owner = `arn:aws:eks:${HOME}:${ACCOUNT}:addon/${CLUSTER}/aws-ebs-csi-driver/${random.uuid()}`;
  const made = associate(SOME_TIME, through(by, 'eks.amazonaws.com'), binding);
  const { association } = made.response as { association: JsonObject };
  return [
    ...makeRole(random, by, {
      name: ebs,
      trust: POD_IDENTITY_TRUST,
      policies: ['service-role/AmazonEBSCSIDriverPolicy'],
    }),
    ...makeRole(random, by, {
      name: efs,
      trust: irsaTrust(PROD_ISSUER, 'kube-system:efs-csi-controller-sa'),
      policies: ['service-role/AmazonEFSCSIDriverPolicy'],
    }),
    ...run(
      random,
      addon(by, CLUSTER, 'aws-ebs-csi-driver', {
        podIdentityAssociations: [{ serviceAccount: 'ebs-csi-controller-sa', roleArn: roleArn(ebs) }],
      }),
      { ...made, response: { association: { ...association, ownerArn: owner } } },
      addon(by, CLUSTER, 'aws-efs-csi-driver', { serviceAccountRoleArn: roleArn(efs) }),
      addon(by, CLUSTER, 'eks-pod-identity-agent'),
    ),
  ];
};

/** An app moves to a new role with the same rights, and the old one goes. */
const rotation: Operation = (n, random) => {
  const by = random.pick(DEPLOYERS);
  const [old, next] = ['a', 'b'].map(
    (end): NewRole => ({
      name: `rotated-${n}-${end}`,
      trust: podIdentity(),
      allows: bucket(`rotated-${n}`),
    }),
  ) as [NewRole, NewRole];
  const binding = bindingOf(n, `team-${n % 7}/rotated-${n}`, old.name);
  return [
    ...makeRole(random, by, old),
    ...run(random, associate(SOME_TIME, by, binding)),
    ...later(4000, makeRole(random, by, next)),
    ...run(random, move(SOME_TIME, by, { ...binding, role: roleArn(next.name) })),
    ...later(30, dropRole(random, by, old)),
  ];
};

/** An association is made anew, as tools do that cannot change what it is bound to. */
const replaced: Operation = (n, random) => {
  const by = random.pick(DEPLOYERS);
  const role: NewRole = { name: `replaced-${n}`, trust: podIdentity(), allows: bucket(`replaced-${n}`) };
  const pod = `team-${n % 7}/replaced-${n}`;
  const binding = bindingOf(n, pod, role.name);
  return [
    ...makeRole(random, by, role),
    ...run(random, associate(SOME_TIME, by, binding)),
    ...later(
      2000,
      run(
        random,
        dissociate(SOME_TIME, by, binding),
        associate(SOME_TIME, by, bindingOf(n + 500_000, pod, role.name)),
      ),
    ),
  ];
};

/** A trust policy is narrowed, step by step. */
const narrowed: Operation = (n, random) => {
  const by = random.pick(DEPLOYERS);
  const name = `narrowed-${n}`;
  const tag = { 'aws:RequestTag/kubernetes-namespace': `team-${n % 7}` };
  return [
    ...makeRole(random, by, { name, trust: POD_IDENTITY_TRUST, allows: bucket(name) }),
    ...run(random, associate(SOME_TIME, by, bindingOf(n, `team-${n % 7}/${name}`, name))),
    ...later(
      1000,
      run(
        random,
        setTrust(SOME_TIME, by, name, podIdentity()),
        setTrust(SOME_TIME, by, name, podIdentity(undefined, tag)),
      ),
    ),
    ...run(random, call(by, 'iam', 'TagRole', { roleName: name, tags: [{ key: 'team', value: 'parcels' }] })),
  ];
};

export const POD_OPERATIONS: readonly Operation[] = [
  podIdentityApp,
  irsaApp,
  addons,
  rotation,
  replaced,
  narrowed,
];
