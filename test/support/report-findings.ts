import {
  type Evidence,
  type Finding,
  findingId,
  type Kind,
  type Opening,
  type Severity,
} from '@podguard/core';
import { catalogue } from '@podguard/rules';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-central-1';
export const CLUSTERS = ['parcels-prod', 'parcels-staging', 'labels-prod', 'tracking-prod'];
export const TEAMS = ['checkout', 'tracking', 'labels', 'routing', 'customs'];
export const AT = Date.parse('2026-11-21T06:00:00Z');
const HOUR = 3_600_000;

/** Numbers that look thrown and are the same each time. */
export function dice(seed: number): (below: number) => number {
  let state = Math.imul(seed, 2_654_435_761) >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export function hoursBefore(hours: number): string {
  return new Date(AT - hours * HOUR).toISOString().replace('.000', '');
}

const ACTORS = [
  ['role/ci/github-deployer', 'deploy-1187', 'terraform', 'Terraform/1.13.4 terraform-provider-aws/6.21.0'],
  ['role/PlatformAdmin', 'maren.holt@nordlicht.example', 'aws-cli', 'aws-cli/2.33.4 lang/python#3.13.9'],
  ['role/PlatformAdmin', 'jon.arden@nordlicht.example', 'console', 'AWS Internal'],
  ['role/break-glass', 'anneke.brandt@nordlicht.example', 'aws-cli', 'aws-cli/2.33.4 lang/python#3.13.9'],
] as const;

function openingOf(index: number, hours: number, eventName: string): Opening {
  const [role, session, tool, userAgent] = ACTORS[index % ACTORS.length]!;
  return {
    at: hoursBefore(hours),
    eventId: `d87ea69e-8797-4c34-958a-${String(index).padStart(12, '0')}`,
    eventName,
    actor: `arn:aws:iam::${ACCOUNT}:${role}/${session}`,
    session,
    sourceIdentity: null,
    invokedBy: null,
    tool,
    sourceIp: `198.51.100.${(index % 200) + 1}`,
    userAgent,
  };
}

interface Case {
  readonly rule: string;
  readonly severity: Severity;
  readonly event: string;
  readonly kind: Kind;
  readonly key: string;
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  readonly witness?: string;
}

export function association(cluster: string, index: number): string {
  return `arn:aws:eks:${REGION}:${ACCOUNT}:podidentityassociation/${cluster}/a-${String(index).padStart(17, '0')}`;
}

export function role(name: string): string {
  return `arn:aws:iam::${ACCOUNT}:role/${name}`;
}

/** One finding of each sort, of resources that no other number has. */
function caseOf(index: number): Case {
  const cluster = CLUSTERS[index % CLUSTERS.length]!;
  const team = TEAMS[index % TEAMS.length]!;
  const app = `${team}-${['api', 'worker', 'export', 'sync'][index % 4]}-${index}`;
  const keyId = `AKIA${String(index).padStart(9, '0')}EXAMPLE`;
  const issuer = `oidc.eks.${REGION}.amazonaws.com/id/2B9D44F1C07E4A5D9F3361A8E5C0B772`;
  const instance = `i-${index.toString(16).padStart(17, '0')}`;
  const cases: readonly Case[] = [
    {
      rule: 'pod-identity-privileged-role',
      severity: 'critical',
      event: 'AttachRolePolicy',
      kind: 'pod-identity-association',
      key: association(cluster, index),
      summary: `Pods of ${team}/${app} in cluster ${cluster}, which get ${role(app)}, are administrators`,
      evidence: [
        { path: 'policyArn', value: 'arn:aws:iam::aws:policy/AdministratorAccess' },
        { path: 'roleArn', value: role(app) },
      ],
      witness: `A pod in namespace ${team} using service account ${app} of cluster ${cluster} gets ${role(app)}, an administrator`,
    },
    {
      rule: 'static-key-created',
      severity: 'high',
      event: 'CreateAccessKey',
      kind: 'access-key',
      key: `${ACCOUNT}/${keyId}`,
      summary: `svc-${team} has the active access key ${keyId}`,
      evidence: [
        { path: 'status', value: 'Active' },
        { path: 'userName', value: `svc-${team}` },
      ],
    },
    {
      rule: 'imds-hop-limit',
      severity: 'high',
      event: 'ModifyInstanceMetadataOptions',
      kind: 'ec2-instance',
      key: `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/${instance}`,
      summary: `Pods on ${instance} get session tokens of its metadata service: the hop limit is 3`,
      evidence: [
        { path: 'metadataOptions.hopLimit', value: 3 },
        { path: 'metadataOptions.httpTokens', value: 'required' },
        { path: 'metadataOptions.hopLimit before', value: 1 },
      ],
    },
    {
      rule: 'irsa-subject-unrestricted',
      severity: 'critical',
      event: 'UpdateAssumeRolePolicy',
      kind: 'iam-role',
      key: role(app),
      summary: `Any service account of cluster ${issuer} may assume ${role(app)}`,
      evidence: [
        { path: `Statement[0].Condition.StringLike["${issuer}:sub"]`, value: 'system:serviceaccount:*' },
        { path: 'issuer', value: issuer },
      ],
      witness: `A pod in namespace unrelated-namespace using service account unrelated-app of cluster ${issuer} gets ${role(app)}`,
    },
    {
      rule: 'pod-identity-session-tags-disabled',
      severity: 'low',
      event: 'CreatePodIdentityAssociation',
      kind: 'pod-identity-association',
      key: association(cluster, index),
      summary: `Sessions of ${team}/${app} of cluster ${cluster} have no tags that tell the pod`,
      evidence: [{ path: 'disableSessionTags', value: true }],
    },
    {
      rule: 'pod-identity-role-not-trusting',
      severity: 'high',
      event: 'CreatePodIdentityAssociation',
      kind: 'pod-identity-association',
      key: association(cluster, index),
      summary: `${role(app)} refuses ${team}/${app} of cluster ${cluster}, which is bound to it`,
      evidence: [
        { path: 'Statement[0].Principal.Service', value: 'ecs-tasks.amazonaws.com' },
        { path: 'roleArn', value: role(app) },
      ],
    },
    {
      rule: 'static-key-reactivated',
      severity: 'medium',
      event: 'UpdateAccessKey',
      kind: 'access-key',
      key: `${ACCOUNT}/${keyId}`,
      summary: `The access key ${keyId} of svc-${team} is active again`,
      evidence: [
        { path: 'status before', value: 'Inactive since 2026-10-12T08:10:26Z' },
        { path: 'status', value: 'Active' },
      ],
    },
    {
      rule: 'cluster-audit-log-off',
      severity: 'low',
      event: 'UpdateClusterConfig',
      kind: 'eks-cluster',
      key: `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/${cluster}${index < 8 ? '' : `-${index}`}`,
      summary: `Cluster ${cluster}${index < 8 ? '' : `-${index}`} exports no audit or authenticator log`,
      evidence: [{ path: 'logging.clusterLogging.audit', value: false }],
    },
  ];
  return cases[index % cases.length]!;
}

/** The finding of this number: each hundred has all that findings have, people among it. */
export function findingOf(index: number): Finding {
  const { rule: id, event, witness, ...told } = caseOf(index);
  const rule = catalogue.rules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  const throwDie = dice(index + 1);
  const opened = openingOf(throwDie(4), index < 6 ? index * 5 + 2 : throwDie(2_400) + 30, event);
  const byRead = index % 9 === 4;
  const { kind, key, severity, summary, evidence } = told;
  return {
    v: 1,
    id: findingId(id, key),
    rule: id,
    title: rule.title,
    method: rule.method,
    severity,
    status: 'open',
    resource: { kind, key, account: ACCOUNT, region: kind === 'iam-role' ? 'us-east-1' : REGION },
    broken: rule.broken,
    unverified: index % 31 === 7,
    cause: byRead ? 'drift' : 'record',
    summary,
    evidence,
    witness: witness === undefined ? null : { text: witness, request: { action: 'sts:AssumeRole' } },
    reasons: index % 12 === 0 ? ['pod-identity-shared-role'] : [],
    opened: byRead
      ? {
          ...opened,
          eventName: '',
          eventId: `read:role:${opened.at}:0a1b2c3d`,
          actor: 'unknown',
          session: null,
          tool: null,
          sourceIp: null,
          userAgent: null,
        }
      : opened,
    changes: [],
    resolved: null,
    source: null,
    exemption: null,
    acknowledged: index % 7 === 3 ? { by: 'sam.okafor', at: hoursBefore(20) } : null,
    owner: index % 3 === 0 ? null : { name: `team-${TEAMS[index % TEAMS.length]}`, from: 'tag' },
  };
}
