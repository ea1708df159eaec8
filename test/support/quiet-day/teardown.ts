import { associate, type Binding, deleteCluster, dissociate } from '../../../scripts/samples/eks.ts';
import { deleteRole } from '../../../scripts/samples/iam.ts';
import { ACCOUNT, HOME, maren, pipeline } from '../../../scripts/samples/people.ts';
import { podIdentity } from '../../../scripts/samples/trust.ts';
import { through } from './callers.ts';
import { addon, createCluster } from './clusters.ts';
import { dropRole, makeRole, type NewRole, POD_IDENTITY_TRUST, roleArn, serviceTrust } from './roles.ts';
import { call, later, type Operation, run, SOME_TIME } from './step.ts';

const STACK = through(maren, 'cloudformation.amazonaws.com');

/** A cluster goes with all that it owns: no call tells of its associations, add-ons and entries. */
const clusterWithApps: Operation = (n, random) => {
  const name = `preview-${n}`;
  const role = `${name}-cluster`;
  const access = { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false };
  const app: NewRole = {
    name: `${name}-app`,
    trust: POD_IDENTITY_TRUST,
    allows: { actions: ['sqs:SendMessage'], resources: [`arn:aws:sqs:${HOME}:${ACCOUNT}:preview`] },
  };
  const binding: Binding = {
    cluster: name,
    id: `a-preview${String(n).padStart(10, '0')}`,
    pod: 'preview/app',
    role: roleArn(app.name),
  };
  return [
    ...makeRole(random, pipeline, {
      name: role,
      trust: serviceTrust('eks.amazonaws.com'),
      policies: ['AmazonEKSClusterPolicy'],
    }),
    ...run(random, createCluster(pipeline, { name, role, access, logging: true })),
    ...later(500, run(random, addon(pipeline, name, 'eks-pod-identity-agent'))),
    ...makeRole(random, pipeline, app),
    ...run(random, associate(SOME_TIME, pipeline, binding)),
    ...later(4000, run(random, deleteCluster(SOME_TIME, pipeline, name))),
    ...dropRole(random, pipeline, app),
  ];
};

/** A stack fails half-way and takes back what it made. */
const rollback: Operation = (n, random) => {
  const name = `rolled-back-${n}`;
  const binding: Binding = {
    cluster: 'parcels-prod',
    id: `a-rolledback${String(n).padStart(7, '0')}`,
    pod: `team-${n % 7}/${name}`,
    role: roleArn(name),
  };
  return [
    ...makeRole(random, STACK, { name, trust: podIdentity() }),
    ...run(random, associate(SOME_TIME, STACK, binding)),
    ...later(20, run(random, dissociate(SOME_TIME, STACK, binding), deleteRole(SOME_TIME, STACK, name))),
  ];
};

/** A role with a boundary gets another one, is renamed by making it anew, and goes. */
const bounded: Operation = (n, random) => {
  const roleName = `bounded-${n}`;
  const boundary = (name: string) => `arn:aws:iam::${ACCOUNT}:policy/${name}`;
  const role: NewRole = {
    name: roleName,
    trust: podIdentity(),
    allows: { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::parcels-labels/*'] },
  };
  const set = (name: string) =>
    call(STACK, 'iam', 'PutRolePermissionsBoundary', { roleName, permissionsBoundary: boundary(name) });
  return [
    ...makeRole(random, STACK, role),
    ...run(random, set('workload-boundary')),
    ...later(900, run(random, set('workload-boundary-2'))),
    ...later(2000, dropRole(random, STACK, role)),
    ...later(5, makeRole(random, STACK, role)),
  ];
};

export const TEARDOWN_OPERATIONS: readonly Operation[] = [clusterWithApps, rollback, bounded];
