import { type MigrationStep, owningClusterKey, roleKeyFromArn, ServiceError } from '@podguard/core';
import { POD_IDENTITY_SERVICE } from '@podguard/policy';
import { type AdviceInput, those } from '../around.ts';
import type { Blanks } from '../blanks.ts';
import type { Cluster } from '../cluster.ts';
import {
  createAccount,
  formerBack,
  newAccounts,
  podTexts,
  restarts,
  variablesOf,
  WHO_AM_I,
  whoAmI,
} from '../kubernetes-steps.ts';
import { type Migration, type Move, type Role, step } from '../migration.ts';
import { irsaStatements, podIdentityStatements } from '../new-statements.ts';
import { clustersOf, distinct, isAbroad, type Pod, podName } from '../pod.ts';
import { letsIn, podIdentityRequests } from '../proof.ts';
import { POD_IDENTITY_SDKS } from '../sdk-versions.ts';
import { associatedPods } from '../sources/from-pod-identity.ts';
import { type RawTrust, withoutPrincipals, withStatements, writeTrust } from '../trust-document.ts';
import { keepTrust, putTrust, type TrustWriter, trustSteps } from '../trust-steps.ts';
import { associationCommands, associationDocuments, DELETE_FORMER, listAssociations } from './association.ts';

function writerOf({ key }: Role, input: AdviceInput, blanks: Blanks): TrustWriter {
  return {
    by: 'EKS Pod Identity',
    statements: podIdentityStatements,
    requests: podIdentityRequests,
    stayingStatements: (pods) => irsaStatements(pods, ({ issuer }) => issuer ?? 'ISSUER', key),
    scope: (after, move) => scopeStep(after, move, input, blanks),
  };
}

/** The steps of a migration to EKS Pod Identity, in the order in which nothing breaks. */
export function toPodIdentity(migration: Migration, input: AdviceInput, blanks: Blanks) {
  refuseAbroad(migration);
  const toMake = migration.isHeld === true ? [] : migration.moves;
  const trusts = toMake.map((move) => trustSteps(migration, move, writerOf(move.role, input, blanks), input));
  const pods = migration.moves.flatMap((move) => move.pods);
  return {
    notes: [...trusts.flatMap(({ notes }) => notes), ...takenSlots(input, toMake)],
    steps: [
      ...migration.before,
      ...(toMake.length > 0 ? [ready(pods, input)] : []),
      ...trusts.flatMap(({ open }) => open),
      ...toMake.map((move) => associate(migration, move, input, blanks)),
      changePods(migration, pods, blanks),
      verify(migration, pods),
      wayBack(migration, toMake.length > 0 ? pods : [], blanks),
      ...migration.after.filter(isOfPods),
      ...trusts.flatMap(({ close }) => close),
      ...migration.after.filter((one) => !isOfPods(one)),
    ],
  };
}

/** What ends the old way in the pods goes before what ends it in AWS. */
export function isOfPods({ title }: MigrationStep): boolean {
  return title === 'Take the annotation out' || title === DELETE_FORMER;
}

/** https://docs.aws.amazon.com/eks/latest/userguide/pod-id-assign-target-role.html */
function refuseAbroad({ moves }: Migration): void {
  for (const { role, pods } of moves) {
    const pod = pods.find(({ cluster }) => isAbroad(cluster, role.key));
    if (pod !== undefined)
      throw new ServiceError(
        'migration-impossible',
        `${role.key}: an association takes a role of the cluster’s own account, and that is ${pod.cluster.account}; use --migrate-to irsa, or make a role there that goes on to this one (--target-role-arn)`,
      );
  }
}

/** A statement that was there before and names no cluster: it is scoped when the new way is the only one. */
function scopeStep(
  after: RawTrust,
  { role, pods }: Move,
  input: AdviceInput,
  blanks: Blanks,
): readonly MigrationStep[] {
  const elsewhere = (pod: Pod) =>
    letsIn(after, podIdentityRequests({ ...pod, cluster: another(pod.cluster) }));
  if (!pods.some(elsewhere)) return [];
  const all = distinct([...pods, ...associatedPods(input, role.key, blanks)]);
  const rest = withoutPrincipals(
    after,
    (type, value) => type === 'Service' && value === POD_IDENTITY_SERVICE,
  );
  const scoped = withStatements(rest, podIdentityStatements(all));
  return [
    step(
      `Scope what EKS Pod Identity may do with ${role.name}`,
      [
        'The statement for pods.eks.amazonaws.com that was there before names no cluster: any association of the account may have the role. The first command lists those that have it: ask in every cluster, and add a statement for each that is not in the document. Way back: the last command with trust-wide.json.',
      ],
      {
        documents: [{ name: 'trust-scoped.json', text: writeTrust(scoped) }],
        commands: [
          ...clustersOf(pods).map((cluster) => listAssociations(cluster, role)),
          keepTrust(role, 'trust-wide.json'),
          putTrust(role, 'trust-scoped.json'),
        ],
      },
    ),
  ];
}

function another(cluster: Cluster): Cluster {
  return { ...cluster, arn: `${cluster.arn}-of-somebody-else`, name: `${cluster.name}-of-somebody-else` };
}

function ready(pods: readonly Pod[], input: AdviceInput): MigrationStep {
  const clusters = clustersOf(pods);
  const agents = clusters.filter(({ resource }) => resource?.state.autoMode !== true);
  return step(
    'Make sure that pods can use EKS Pod Identity',
    [
      ...clusters
        .filter((cluster) => !agents.includes(cluster))
        .map(({ name }) => `Cluster ${name} runs in Auto Mode, which has the agent built in.`),
      ...agents.map((cluster) => agentText(cluster, input)),
      'The pods run on Linux EC2 nodes of EKS (not Fargate, not Windows), with the node’s role allowed to call eks-auth:AssumeRoleForPodIdentity, which AmazonEKSWorkerNodePolicy does. Behind a proxy NO_PROXY needs 169.254.170.23 and [fd00:ec2::23].',
      `SDKs, at least: ${POD_IDENTITY_SDKS}.`,
    ],
    {
      commands: agents.flatMap(({ name, region }) => [
        `aws eks describe-addon --cluster-name ${name} --region ${region} --addon-name eks-pod-identity-agent --query addon.status`,
        `aws eks create-addon --cluster-name ${name} --region ${region} --addon-name eks-pod-identity-agent`,
      ]),
    },
  );
}

function agentText({ arn, name }: Cluster, input: AdviceInput): string {
  const agent = those(input, 'eks-addon').find(
    ({ key, state }) => owningClusterKey(key) === arn && state.addonName === 'eks-pod-identity-agent',
  );
  return agent === undefined
    ? `Cluster ${name} needs the agent. Where the first command finds no add-on, and no chart brought the agent, install it with the second.`
    : `The agent is recorded as an add-on of cluster ${name}: the first command should say ACTIVE, and the second is not needed.`;
}

function associate(migration: Migration, move: Move, input: AdviceInput, blanks: Blanks): MigrationStep {
  return step(
    `Associate ${move.role.name} with ${move.pods.map(podName).join(', ')}`,
    [
      'One association for each service account and cluster; it takes some seconds to be effective. Use one of: the commands, Terraform, CloudFormation (ACK has PodIdentityAssociation, eksctl create podidentityassociation).',
      ...(move.addon === null
        ? []
        : [
            `The service account is that of the EKS add-on ${move.addon}: associations are given to the add-on, and this replaces those that it has.`,
          ]),
      ...(migration.from === 'irsa'
        ? ['The trust policy comes first: a new pod would find no way in otherwise.']
        : []),
    ],
    {
      commands: associationCommands(move, input, blanks),
      documents: move.addon === null ? associationDocuments(move) : [],
    },
  );
}

function changePods(migration: Migration, pods: readonly Pod[], blanks: Blanks): MigrationStep {
  const own = newAccounts(migration);
  return step('Restart the pods, one workload first', podTexts(migration, pods), {
    commands: [...own.map(createAccount), ...migration.moves.flatMap((move) => restarts(move, blanks))],
  });
}

function verify(migration: Migration, pods: readonly Pod[]): MigrationStep {
  const arns = migration.moves.map(({ role }) =>
    role.key.replace(/^(arn:[^:]*):iam::([^:]*):role\//, '$1:sts::$2:assumed-role/'),
  );
  return step(
    'See that it works',
    [
      `The first command answers with ${[...new Set(arns)].join(' or ')} and a session whose name begins with eks-. The pods’ variables include AWS_CONTAINER_CREDENTIALS_FULL_URI, and neither AWS_WEB_IDENTITY_TOKEN_FILE nor AWS_ACCESS_KEY_ID. CloudTrail has AssumeRoleForPodIdentity some minutes later.`,
      WHO_AM_I,
    ],
    {
      commands: [
        ...pods.flatMap((pod) => [whoAmI(pod), variablesOf(pod)]),
        ...clustersOf(pods).map(
          ({ region }) =>
            `aws cloudtrail lookup-events --region ${region} --lookup-attributes AttributeKey=EventName,AttributeValue=AssumeRoleForPodIdentity --max-results 20 --query 'Events[].[EventTime,Username]' --output text`,
        ),
      ],
    },
  );
}

function wayBack(migration: Migration, pods: readonly Pod[], blanks: Blanks): MigrationStep {
  const commands = pods.map((pod) => {
    const { cluster } = pod;
    const id = blanks.blank(
      'ASSOCIATION_ID',
      `associationId of ${podName(pod)}, as create-pod-identity-association answers`,
    );
    return `aws eks delete-pod-identity-association --cluster-name ${cluster.name} --region ${cluster.region} --association-id ${id}`;
  });
  return step('The way back, until the clean-up', [...migration.back, ...formerBack(pods)], { commands });
}

/** A service account has one association at a time. */
function takenSlots(input: AdviceInput, moves: readonly Move[]): readonly string[] {
  return moves.flatMap(({ role, pods }) =>
    pods.flatMap((pod) => {
      const taken = those(input, 'pod-identity-association').find(
        ({ key, state }) =>
          owningClusterKey(key) === pod.cluster.arn &&
          state.namespace === pod.namespace &&
          state.serviceAccount === pod.serviceAccount &&
          roleKeyFromArn(state.roleArn ?? '') !== role.key,
      );
      return taken === undefined
        ? []
        : [
            `${podName(pod)} has an association with another role, ${taken.state.roleArn}: one is all it can have. Decide which, and use update-pod-identity-association.`,
          ];
    }),
  );
}
