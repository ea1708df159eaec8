import { type Resource, roleKeyFromArn, ServiceError } from '@podguard/core';
import { isNodeRole } from '../../shared/node-role.ts';
import { type AdviceInput, accountOf, evidenceTexts, isOf, those } from '../around.ts';
import type { Blanks } from '../blanks.ts';
import { closeMetadata } from '../close-metadata.ts';
import { unknownCluster } from '../cluster.ts';
import { type Migration, type Role, step } from '../migration.ts';
import type { Pod } from '../pod.ts';
import { REFERENCES } from '../references.ts';
import { knownRole, roleFrom, trustUnknown } from '../roles.ts';
import { workloadsOf } from '../workloads.ts';

/** https://github.com/jtblin/kube2iam#kubernetes-annotation; kiam has the same */
const ANNOTATION = 'iam.amazonaws.com/role';

/** kube2iam and kiam, or any role that a node's role assumes for its pods, to an identity of the service account. */
export function fromKube2iam(input: AdviceInput, blanks: Blanks): Migration {
  const { resource } = input;
  if (!isOf(resource, 'iam-role') && !isOf(resource, 'k8s-workload'))
    throw new ServiceError('migration-impossible', `${resource.key}: ${ANNOTATIONS_ONLY}`);
  const role = isOf(resource, 'iam-role')
    ? roleFrom(resource, blanks)
    : knownRole(input, annotatedRole(input, resource, blanks), blanks);
  const nodes = nodeRolesOf(input);
  const pod = podOf(input, blanks);
  return {
    from: 'kube2iam',
    title: `Move ${role.name} from the nodes (kube2iam, kiam) to its service account`,
    notes: [
      ...trustUnknown(role, input),
      ...(nodes.length === 0
        ? [
            'Which of the principals of the trust policy is the nodes’ role is not known here: take it out by hand in the end.',
          ]
        : []),
      'The role’s rights stay as they are.',
    ],
    moves: [
      {
        role,
        pods: [pod],
        workloads: workloadsOf(input, [pod], blanks),
        policies: [],
        inUse: false,
        addon: null,
      },
    ],
    before: isOf(resource, 'k8s-workload') ? [] : [findStep(role)],
    inPods: [
      'The annotation may stay for now: SDKs take the identity of the service account first, and the node’s metadata service, which the agent stands in for, last.',
    ],
    back: [
      'Take the new identity away, and restart the pods: the annotation, the agent and the old statement of the trust policy are still there.',
    ],
    after: [annotationStep(pod), ...agentSteps(input, nodes, blanks)],
    oldWay:
      nodes.length === 0
        ? null
        : (type, value) => type === 'AWS' && nodes.includes(roleKeyFromArn(value) ?? ''),
    staying: [],
    sources: [REFERENCES.practices, REFERENCES.kube2iam, REFERENCES.chain],
  };
}

const ANNOTATIONS_ONLY =
  'it permits or serves roles, and has none of its own; explain the finding of a workload with the annotation, or of a role that trusts the nodes. The agent goes last, when no annotation is left.';

/** Keys of the roles of nodes that the role's trust policy names. */
function nodeRolesOf(input: AdviceInput): readonly string[] {
  const named = evidenceTexts(input.finding)
    .map((text) => text.replace(/^activity node-session /, ''))
    .flatMap((text) => roleKeyFromArn(text) ?? []);
  const around = {
    nodegroups: those(input, 'eks-nodegroup'),
    accessEntries: those(input, 'access-entry'),
  };
  const known = those(input, 'iam-role')
    .filter((role) => isNodeRole(role, around, input.config) === 'yes')
    .map(({ key }) => key);
  return [...new Set([...named, ...known])].filter((key) => key !== input.resource.key);
}

/** The annotation holds a role's ARN, or its name. */
function annotatedRole(
  input: AdviceInput,
  workload: Resource<'k8s-workload'>,
  blanks: Blanks,
): string | undefined {
  const entry = [...workload.sets.iamAnnotations.members].find(([path]) => path.includes(`"${ANNOTATION}"`));
  const value = String(entry?.[1] ?? '');
  if (value === '') return undefined;
  if (value.startsWith('arn:')) return value;
  const account = blanks.known(accountOf(input) || input.config.account, 'ACCOUNT', 'id of the AWS account');
  return `arn:aws:iam::${account}:role/${value.replace(/^\//, '')}`;
}

function podOf(input: AdviceInput, blanks: Blanks): Pod {
  const { resource } = input;
  const state: { namespace?: string | null | undefined; serviceAccount?: string | null | undefined } = isOf(
    resource,
    'k8s-workload',
  )
    ? resource.state
    : {};
  const own = state.serviceAccount === 'default' ? undefined : state.serviceAccount;
  return {
    cluster: unknownCluster(input, blanks),
    namespace: blanks.known(state.namespace, 'NAMESPACE', 'namespace of the workload'),
    serviceAccount: blanks.known(
      own,
      'SERVICE_ACCOUNT',
      'service account of that workload alone (make one: every pod of the namespace can have `default`)',
    ),
  };
}

function findStep({ arn, name }: Role) {
  return step(
    'Find the pods that get the role',
    ['By the annotation of their pods; each workload gets a statement and an association of its own.'],
    {
      commands: [
        `kubectl get pods --all-namespaces --output json | jq -r '.items[] | select(.metadata.annotations["${ANNOTATION}"] | . == "${name}" or . == "${arn}") | .metadata.namespace + "/" + .spec.serviceAccountName + " " + .metadata.name'`,
      ],
    },
  );
}

function annotationStep({ namespace }: Pod) {
  return step('Take the annotation out', [
    `${ANNOTATION} of the pods’ template, in Git or the chart’s values; and iam.amazonaws.com/allowed-roles or iam.amazonaws.com/permitted of namespace ${namespace}, when no pod there needs it.`,
  ]);
}

/** Without the agent pods reach the metadata service themselves, and with it the node's own role. */
function agentSteps(input: AdviceInput, nodes: readonly string[], blanks: Blanks) {
  const node = blanks.known(nodes[0]?.split('/').at(-1), 'NODE_ROLE_NAME', 'name of the role of the nodes');
  const policy = blanks.blank('ASSUME_POLICY', 'name of the inline policy by which the nodes assume roles');
  const agent = blanks.blank('AGENT', 'the agent, as kubectl takes it: daemonset/kube2iam');
  const home = blanks.blank('AGENT_NAMESPACE', 'namespace of the agent, often kube-system');
  return [
    step('When no annotation is left: close the metadata service first', [
      'The rest is for the last of the roles. The agent keeps pods from the node’s own credentials; when it goes, a hop limit of 1 has to do that.',
    ]),
    closeMetadata(input, blanks),
    step(
      'Remove the agent, and the nodes’ right to assume roles',
      ['An attached policy is detached instead (aws iam detach-role-policy).'],
      {
        commands: [
          `kubectl get pods --all-namespaces --output json | jq -r '.items[] | select(.metadata.annotations["${ANNOTATION}"]) | .metadata.namespace + "/" + .metadata.name'`,
          `kubectl delete ${agent} --namespace ${home}`,
          `aws iam list-role-policies --role-name ${node}`,
          `aws iam delete-role-policy --role-name ${node} --policy-name ${policy}`,
        ],
      },
    ),
  ];
}
