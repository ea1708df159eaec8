import { parseArn, type Resource, roleKeyFromArn, ServiceError } from '@podguard/core';
import { isNodeRole } from '../../shared/node-role.ts';
import { type AdviceInput, accountOf, evidenceTexts, isOf, those } from '../around.ts';
import type { Blanks } from '../blanks.ts';
import { closeMetadata } from '../close-metadata.ts';
import { unknownCluster } from '../cluster.ts';
import { type Migration, type Role, step } from '../migration.ts';
import { OWN_ACCOUNT, type Pod } from '../pod.ts';
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
    : annotatedRole(input, resource, blanks);
  const nodes = nodeRolesOf(input, role);
  const pod = podOf(input, role, nodes, blanks);
  return {
    from: 'kube2iam',
    title: `Move ${role.name} from the nodes (kube2iam, kiam) to its service account`,
    notes: [
      ...trustUnknown(role, input),
      ...(nodes.length === 0
        ? [
            'Which of the principals of the trust policy is the nodes’ role is not known here: the plan has it taken out by hand in the end.',
          ]
        : []),
      ...(nodes.length === 0 && accountOf(input) === ''
        ? [
            'The cluster is taken to be in the role’s own account. Where it is not, say which it is by --account.',
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
    closeFirst: {
      text: [
        'Only when no other pod asks the agent for the role, in any cluster: all that have the annotation lose it at once. The first command lists them, and then prints nothing.',
      ],
      commands: [withAnnotation(role)],
    },
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
function nodeRolesOf(input: AdviceInput, role: Role): readonly string[] {
  // Of a workload the finding names the role that the pods get, not the nodes'.
  const named = (isOf(input.resource, 'iam-role') ? evidenceTexts(input.finding) : [])
    .map((text) => text.replace(/^activity node-session /, ''))
    .flatMap((text) => roleKeyFromArn(text) ?? []);
  const around = {
    nodegroups: those(input, 'eks-nodegroup'),
    accessEntries: those(input, 'access-entry'),
  };
  const known = those(input, 'iam-role')
    .filter((role) => isNodeRole(role, around, input.config) === 'yes')
    .map(({ key }) => key);
  return [...new Set([...named, ...known])].filter((key) => key !== role.key);
}

/** The annotation holds a role's ARN, or its name: the agent's --base-role-arn may have a path. */
function annotatedRole(input: AdviceInput, workload: Resource<'k8s-workload'>, blanks: Blanks): Role {
  const entry = [...workload.sets.iamAnnotations.members].find(([path]) => path.includes(`"${ANNOTATION}"`));
  const value = String(entry?.[1] ?? '');
  if (value === '' || value.startsWith('arn:')) return knownRole(input, value || undefined, blanks);
  const account = blanks.known(accountOf(input) || input.config.account, 'ACCOUNT', 'id of the AWS account');
  return knownRole(input, `arn:aws:iam::${account}:role/${value.replace(/^\//, '')}`, blanks, null);
}

function podOf(input: AdviceInput, role: Role, nodes: readonly string[], blanks: Blanks): Pod {
  const { resource } = input;
  const owners = new Set(nodes.map((key) => parseArn(key)?.account ?? ''));
  const [owner = accountOf(input) || parseArn(role.key)?.account] = owners.size === 1 ? owners : [];
  const state: { namespace?: string | null | undefined; serviceAccount?: string | null | undefined } = isOf(
    resource,
    'k8s-workload',
  )
    ? resource.state
    : {};
  const own = state.serviceAccount === 'default' ? undefined : state.serviceAccount;
  return {
    cluster: unknownCluster(input, blanks, undefined, undefined, null, owner),
    namespace: blanks.known(state.namespace, 'NAMESPACE', 'namespace of the workload'),
    serviceAccount: blanks.known(own, 'SERVICE_ACCOUNT', OWN_ACCOUNT),
  };
}

/** https://github.com/jtblin/kube2iam#kubernetes-annotation: by name, with its path or without, or by ARN */
function withAnnotation({ name }: Role): string {
  return `kubectl get pods --all-namespaces --output json | jq -r '.items[] | select(.metadata.annotations["${ANNOTATION}"] // "" | . == "${name}" or endswith("/${name}")) | .metadata.namespace + "/" + .spec.serviceAccountName + " " + .metadata.name'`;
}

function findStep(role: Role) {
  return step(
    'Find the pods that get the role',
    ['By the annotation of their pods; each workload gets a statement and an association of its own.'],
    { commands: [withAnnotation(role)] },
  );
}

function annotationStep({ namespace }: Pod) {
  return step('Take the annotation out', [
    `${ANNOTATION} of the pods’ template, in Git or the chart’s values; and iam.amazonaws.com/allowed-roles or iam.amazonaws.com/permitted of namespace ${namespace}, when no pod there needs it.`,
  ]);
}

/** Without the agent pods reach the metadata service themselves, and with it the node's own role. */
function agentSteps(input: AdviceInput, nodes: readonly string[], blanks: Blanks) {
  const names = nodes.map((key) => key.slice(key.lastIndexOf('/') + 1));
  const node = blanks.known(
    names.length === 1 ? names[0] : undefined,
    'NODE_ROLE_NAME',
    `name of the role of the nodes${names.length > 1 ? ` (known here: ${names.slice(0, 10).join(', ')}; each in turn)` : ''}`,
  );
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
      [
        'Only when the first command prints nothing. An attached policy is detached instead (aws iam detach-role-policy). Way back: put-role-policy with assume-before.json.',
      ],
      {
        commands: [
          `kubectl get pods --all-namespaces --output json | jq -r '.items[] | select(.metadata.annotations["${ANNOTATION}"]) | .metadata.namespace + "/" + .metadata.name'`,
          `kubectl delete ${agent} --namespace ${home}`,
          `aws iam list-role-policies --role-name ${node}`,
          `aws iam get-role-policy --role-name ${node} --policy-name ${policy} --query PolicyDocument > assume-before.json`,
          `aws iam delete-role-policy --role-name ${node} --policy-name ${policy}`,
        ],
      },
    ),
  ];
}
