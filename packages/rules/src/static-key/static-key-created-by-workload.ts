import {
  type Config,
  defineRule,
  type Evidence,
  fail,
  indeterminate,
  notApplicable,
  pass,
  type Resource,
} from '@podguard/core';
import { keyIdOf } from '../shared/key-id.ts';
import { isNodeRole, type NodeGroups, nodeRoleBecause } from '../shared/node-role.ts';
import { type Bound, podReach } from '../shared/pods.ts';
import { awsTrust } from '../shared/reach.ts';
import { readTrust } from '../shared/trust.ts';

export const staticKeyCreatedByWorkload = defineRule({
  id: 'static-key-created-by-workload',
  title: 'A pod or a node made itself a long-lived access key',
  method: 'static-key',
  resource: 'access-key',
  severity: 'critical',
  broken: false,
  family: 'key-origin',
  description:
    'Reports an active access key of an IAM user that was made by a session of a role which pods or nodes get, and nobody else as far as its trust policy tells.',
  rationale:
    'Whoever took over a pod or its node keeps the access by a key, long after the short-lived credentials ran out. Workloads have no reason to make keys.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html',
    'https://docs.aws.amazon.com/eks/latest/APIReference/API_auth_AssumedRoleUser.html',
  ],
  mappings: {},
  falsePositives: ['A controller that is meant to hand out keys, such as ACK or Crossplane for IAM users.'],
  needs: {
    creatorRole: ['trust', 'policies'],
    associations: ['roleArn'],
    targetAssociations: ['targetRoleArn'],
    nodegroups: ['nodeRole'],
  },
  covers: undefined,
  evaluate(key, { config, related }) {
    const { state } = key;
    if (state.ofRoot === true) return notApplicable('a key of the account root');
    if (state.status === undefined) return indeterminate('status');
    if (state.status !== 'Active' || related.creatorRole === null) return pass;
    const role = related.creatorRole as Resource<'iam-role'>;
    const session = typeof state.creatorSession === 'string' ? state.creatorSession : null;
    const maker = makerOf(role, session, related, config);
    if (maker.answer === 'no') return pass;
    if (maker.answer === 'unknown') return indeterminate(...maker.missing);
    return fail(`${maker.who} made the access key ${keyIdOf(key)} for ${state.userName ?? 'an IAM user'}`, {
      evidence: [
        { path: 'creator', value: state.creator ?? role.key },
        ...(session === null ? [] : [{ path: 'creatorSession', value: session }]),
        ...maker.evidence,
        { path: 'userName', value: state.userName ?? null },
        { path: 'status', value: state.status },
      ],
    });
  },
  mend: {
    cli: 'aws iam update-access-key --user-name {userName} --access-key-id {keyId} --status Inactive\n# look in CloudTrail for what the session and the key did; then delete the key and take iam:CreateAccessKey from the role',
    terraform: '# take iam:CreateAccessKey out of the policies of the role',
    cloudformation: '# take iam:CreateAccessKey out of the policies of the role',
  },
  remediation: 'deactivate-access-key',
});

interface Maker {
  readonly answer: 'yes' | 'no' | 'unknown';
  readonly who: string;
  readonly evidence: readonly Evidence[];
  readonly missing: readonly string[];
}

/** An instance's session has the instance's id for a name; EKS Pod Identity's begins with `eks-`. */
const INSTANCE_SESSION = /^i-[0-9a-f]{8,17}$/;
const POD_IDENTITY_SESSION = /^eks-/;

function makerOf(
  role: Resource<'iam-role'>,
  session: string | null,
  related: Bound & NodeGroups,
  config: Config,
): Maker {
  const ofInstance = session !== null && INSTANCE_SESSION.test(session);
  const node = isNodeRole(role, related, config);
  if (node === 'yes') {
    const because = nodeRoleBecause(role, related, config);
    return made(`A node's session of ${role.key}`, [{ path: 'nodeRole', value: because }]);
  }
  if (ofInstance) return open(`whether ${session} is a cluster node`);
  const pods = podReach(role, related, config);
  if (pods.answer === 'no') return { answer: 'no', who: '', evidence: [], missing: [] };
  if (pods.answer === 'unknown') return open(...pods.missing);
  const byPod = session !== null && POD_IDENTITY_SESSION.test(session);
  if (!byPod && hasOtherCallers(role)) return open(`whether it was a pod that used ${role.key}`);
  return made(`A pod's session of ${role.key}`, pods.evidence);
}

/** People and pipelines come in as AWS principals. */
function hasOtherCallers(role: Resource<'iam-role'>): boolean {
  const trust = readTrust(role);
  if ('verdict' in trust) return true;
  const answer = awsTrust(trust.policy);
  return !answer.decided || answer.accounts.length > 0 || answer.otherAccounts !== 'no';
}

function made(who: string, evidence: readonly Evidence[]): Maker {
  return { answer: 'yes', who, evidence, missing: [] };
}

function open(...missing: readonly string[]): Maker {
  return { answer: 'unknown', who: '', evidence: [], missing };
}
