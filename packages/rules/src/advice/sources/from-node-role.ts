import { parseArn, type Resource } from '@podguard/core';
import { managedPolicy } from '@podguard/policy';
import { KNOWN_ADDONS, type KnownAddon } from '../../data/known-addons.ts';
import { STANDARD_NODE_RIGHTS } from '../../data/standard-node-policies.ts';
import { workloadName } from '../../shared/k8s.ts';
import { isNodeRole } from '../../shared/node-role.ts';
import { type AdviceInput, accountOf, isOf, those } from '../around.ts';
import type { Blanks } from '../blanks.ts';
import { closeMetadata } from '../close-metadata.ts';
import { unknownCluster } from '../cluster.ts';
import { type Migration, type Move, step } from '../migration.ts';
import { OWN_ACCOUNT } from '../pod.ts';
import { REFERENCES } from '../references.ts';
import { arnToFill, newRole } from '../roles.ts';
import { workloadsOf } from '../workloads.ts';

type Role = Resource<'iam-role'>;

/** Rights that pods have by their node to roles of their own: one for each known add-on, one for the workload. */
export function fromNodeRole(input: AdviceInput, blanks: Blanks): Migration {
  const node = nodeRoleOf(input);
  const name = blanks.known(node?.key.split('/').at(-1), 'NODE_ROLE_NAME', 'name of the role of the nodes');
  const rights = rightsOf(node, blanks);
  const moves = movesOf(input, rights, blanks);
  return {
    from: 'node-role',
    title: isOf(input.resource, 'k8s-workload')
      ? `Give ${workloadName(input.resource)} a role of its own in place of the node’s`
      : `Give pods roles of their own in place of the node role ${name}`,
    notes: [
      ...(node === undefined
        ? [
            'The role of the nodes is not recorded here, nor what it may do: its policies are to be read first.',
          ]
        : []),
      ...rights.inline.map(
        (policy) =>
          `The inline policy ${policy} of ${name} cannot be attached to another role: write it again for the new one.`,
      ),
      'A pod with credentials of its own never asks the node. One without goes on using the node role until the clean-up, silently: find them all first.',
    ],
    moves,
    before: [
      step(
        'Find what uses the node role',
        [
          'Calls of nodes have the instance’s id as the name of their session: what kubelet, the CNI and the image pull do is there too. Then list the pods of these nodes whose service account has no role of its own.',
        ],
        {
          commands: [
            `aws iam list-attached-role-policies --role-name ${name}`,
            `aws iam list-role-policies --role-name ${name}`,
            `aws iam generate-service-last-accessed-details --arn ${blanks.known(node?.state.arn, 'NODE_ROLE_ARN', arnToFill(name))}`,
            `aws iam get-service-last-accessed-details --job-id ${blanks.blank('JOB_ID', 'what the command before it prints')}`,
          ],
        },
      ),
    ],
    inPods: ['A new pod takes its own role first: SDKs ask the node’s metadata service last.'],
    back: ['Take the new identity away, and restart the pods: the node role still has the rights.'],
    after: [takeAway(name, rights, blanks), closeMetadata(input, blanks)],
    oldWay: null,
    staying: [],
    sources: [REFERENCES.practices, REFERENCES.chain],
  };
}

function nodeRoleOf(input: AdviceInput): Role | undefined {
  const { resource } = input;
  if (isOf(resource, 'iam-role')) return resource;
  if (isOf(resource, 'k8s-workload')) return undefined;
  const around = {
    nodegroups: those(input, 'eks-nodegroup'),
    accessEntries: those(input, 'access-entry'),
  };
  const roles = those(input, 'iam-role');
  return roles.find((role) => isNodeRole(role, around, input.config) !== 'no');
}

interface Rights {
  /** ARNs of policies that are none of a node's own. */
  readonly attached: readonly string[];
  readonly inline: readonly string[];
}

const STANDARD = new Set(STANDARD_NODE_RIGHTS.map(({ name }) => name));

function rightsOf(node: Role | undefined, blanks: Blanks): Rights {
  if (node === undefined) return { attached: [], inline: [] };
  return {
    attached: [...node.sets.policies.members.keys()]
      .filter((arn) => !STANDARD.has(managedPolicy(arn)?.name ?? nameOf(arn)))
      .map((arn) => blanks.known(arn, 'POLICY_ARN', 'ARN of a policy of the nodes')),
    inline: [...node.sets.inlinePolicies.members.keys()].map((policy) =>
      blanks.known(policy, 'POLICY_NAME', 'name of an inline policy of the nodes'),
    ),
  };
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** The add-on whose service account is known by name and is documented to take the policy. */
function addonFor(policy: string): KnownAddon | undefined {
  const name = policy.replace(/^arn:[^:]*:iam::[^:]*:policy\//, '');
  const own = KNOWN_ADDONS.filter(
    ({ policies, serviceAccount }) =>
      !serviceAccount.includes('*') && policies.some((one) => nameOf(one) === nameOf(name)),
  );
  return own.length === 1 || own[0]?.addon.startsWith('Amazon') ? own[0] : undefined;
}

function movesOf(input: AdviceInput, rights: Rights, blanks: Blanks): readonly [Move, ...Move[]] {
  const { resource } = input;
  const account = accountOf(input);
  const partition = parseArn(resource.key)?.partition || 'aws';
  const cluster = unknownCluster(input, blanks);
  const addons = rights.attached.flatMap((policy) => {
    const addon = addonFor(policy);
    if (addon === undefined) return [];
    const role = newRole(
      account,
      partition,
      blanks,
      `ROLE_FOR_${addon.serviceAccount.toUpperCase().replace(/\W+/g, '_')}`,
    );
    const pod = { cluster, namespace: addon.namespace, serviceAccount: addon.serviceAccount };
    return [
      { role, pods: [pod], workloads: [], policies: [policy], inUse: true, addon: eksAddon(input, addon) },
    ];
  });
  const own = new Set(addons.flatMap(({ policies }) => policies));
  const others = rights.attached.filter((policy) => !own.has(policy));
  const [first, ...rest] = addons;
  if (first !== undefined && others.length === 0 && rights.inline.length === 0) return [first, ...rest];
  return [workloadMove(input, others, blanks), ...addons];
}

function workloadMove(input: AdviceInput, policies: readonly string[], blanks: Blanks): Move {
  const { resource } = input;
  const state: { namespace?: string | null | undefined; serviceAccount?: string | null | undefined } = isOf(
    resource,
    'k8s-workload',
  )
    ? resource.state
    : {};
  const own = state.serviceAccount === 'default' ? undefined : state.serviceAccount;
  const pod = {
    cluster: unknownCluster(input, blanks),
    namespace: blanks.known(state.namespace, 'NAMESPACE', 'namespace of the workload'),
    serviceAccount: blanks.known(own, 'SERVICE_ACCOUNT', OWN_ACCOUNT),
  };
  return {
    role: newRole(accountOf(input), parseArn(resource.key)?.partition || 'aws', blanks),
    pods: [pod],
    workloads: workloadsOf(input, [pod], blanks),
    policies,
    inUse: false,
    addon: null,
  };
}

/** What EKS calls the add-on, where the cluster has it from EKS. */
function eksAddon(input: AdviceInput, { serviceAccount }: KnownAddon): string | null {
  const name = EKS_ADDONS[serviceAccount];
  const recorded = those(input, 'eks-addon').some(({ state }) => state.addonName === name);
  return name !== undefined && recorded ? name : null;
}

/** https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html */
const EKS_ADDONS: Readonly<Record<string, string>> = {
  'aws-node': 'vpc-cni',
  'ebs-csi-controller-sa': 'aws-ebs-csi-driver',
  'cloudwatch-agent': 'amazon-cloudwatch-observability',
};

function takeAway(name: string, { attached, inline }: Rights, blanks: Blanks) {
  const policies =
    attached.length + inline.length > 0
      ? attached
      : [blanks.blank('POLICY_ARN', 'ARN of a policy that the nodes do not need themselves')];
  return step(
    'Take the rights from the node role',
    [
      'Once none of its calls is left in CloudTrail. Nodes keep AmazonEKSWorkerNodePolicy, the right to pull images, and AmazonEKS_CNI_Policy until aws-node has a role of its own and was restarted.',
      'Way back: attach-role-policy with the same ARN, and put-role-policy with the policy-before file of an inline one.',
    ],
    {
      commands: [
        ...policies.map((arn) => `aws iam detach-role-policy --role-name ${name} --policy-arn ${arn}`),
        ...inline.flatMap((policy) => [
          `aws iam get-role-policy --role-name ${name} --policy-name ${policy} --query PolicyDocument > policy-before-${policy.replace(/\W+/g, '-')}.json`,
          `aws iam delete-role-policy --role-name ${name} --policy-name ${policy}`,
        ]),
      ],
    },
  );
}
