import { owningClusterKey, type Resource, roleKeyFromArn } from '@podguard/core';
import { type AdviceInput, isOf, those } from '../around.ts';
import type { Blanks } from '../blanks.ts';
import { clusterByKey, unknownCluster } from '../cluster.ts';
import type { Migration } from '../migration.ts';
import { distinct, type Pod } from '../pod.ts';
import { REFERENCES } from '../references.ts';
import { knownRole, roleFrom, trustUnknown } from '../roles.ts';
import { workloadsOf } from '../workloads.ts';

type Association = Resource<'pod-identity-association'>;

/** EKS Pod Identity to IRSA: each association becomes one exact subject. */
export function fromPodIdentity(input: AdviceInput, blanks: Blanks): Migration {
  const { resource } = input;
  const moving = movingOf(input);
  const role = isOf(resource, 'iam-role')
    ? roleFrom(resource, blanks)
    : knownRole(input, moving[0]?.state.roleArn ?? undefined, blanks);
  const found = moving.map((association) => ({ association, pod: podOf(input, association, blanks) }));
  const pods =
    found.length > 0
      ? found.map(({ pod }) => pod)
      : [
          {
            cluster: unknownCluster(input, blanks),
            namespace: blanks.blank('NAMESPACE', 'namespace of the association'),
            serviceAccount: blanks.blank('SERVICE_ACCOUNT', 'service account of the association'),
          },
        ];
  const others = othersOf(input, role.arn, moving);
  return {
    from: 'pod-identity',
    title: `Move ${role.name} from EKS Pod Identity to IRSA`,
    notes: [
      ...trustUnknown(role, input),
      ...(found.length === 0
        ? ['No association of the role is known here: list them with aws eks list-pod-identity-associations.']
        : []),
      'IRSA sends no session tags: policies that ask for aws:PrincipalTag/kubernetes-namespace and its like stop matching. Look for them before you begin.',
      ...moving
        .filter(({ state }) => typeof state.targetRoleArn === 'string')
        .map(
          ({ state }) =>
            `The association goes on to ${state.targetRoleArn}: with IRSA the pod has to assume that role by itself (role_arn and web_identity_token_file in a profile), or that account needs an OIDC provider for the cluster.`,
        ),
      ...others.map(({ key }) => `The role keeps trusting EKS Pod Identity: ${key} uses it too.`),
    ],
    moves: [
      {
        role,
        pods: distinct(pods),
        workloads: workloadsOf(input, pods, blanks),
        policies: [],
        inUse: true,
        addon: null,
      },
    ],
    before: [],
    inPods: [
      'As long as the association stands the webhook of EKS gives new pods EKS Pod Identity, whatever the annotation says: so delete it, and then restart the pods at once. Those that run keep their credentials until these end, some hours at most.',
    ],
    back: ['Create the association again, and restart the pods: it wins over the annotation.'],
    after: [],
    oldWay:
      others.length > 0 ? null : (type, value) => type === 'Service' && value === 'pods.eks.amazonaws.com',
    staying: [],
    sources: [REFERENCES.compare, REFERENCES.webhook],
  };
}

/** The commands that end the associations: by their ids where they are known. */
export function deleteAssociations(
  input: AdviceInput,
  pods: readonly Pod[],
  blanks: Blanks,
): readonly string[] {
  return pods.flatMap(({ cluster, namespace, serviceAccount }) => {
    const known = those(input, 'pod-identity-association').find(
      ({ key, state }) =>
        owningClusterKey(key) === cluster.arn &&
        state.namespace === namespace &&
        state.serviceAccount === serviceAccount,
    );
    const place = `--cluster-name ${cluster.name} --region ${cluster.region}`;
    if (known !== undefined) {
      const own = blanks.known(
        known.key.slice(known.key.lastIndexOf('/') + 1),
        'ASSOCIATION_ID',
        'id of the association',
      );
      return [`aws eks delete-pod-identity-association ${place} --association-id ${own}`];
    }
    const id = blanks.blank('ASSOCIATION_ID', 'what the command before it prints');
    return [
      `aws eks list-pod-identity-associations ${place} --namespace ${namespace} --service-account ${serviceAccount} --query 'associations[].associationId' --output text`,
      `aws eks delete-pod-identity-association ${place} --association-id ${id}`,
    ];
  });
}

/** The association itself, or all of the role. */
function movingOf(input: AdviceInput): readonly Association[] {
  const { resource } = input;
  if (isOf(resource, 'pod-identity-association')) return [resource];
  return those(input, 'pod-identity-association').filter(
    ({ state }) => typeof state.roleArn === 'string' && roleKeyFromArn(state.roleArn) === resource.key,
  );
}

function podOf(input: AdviceInput, { key, state }: Association, blanks: Blanks): Pod {
  return {
    cluster: clusterByKey(input, owningClusterKey(key), blanks),
    namespace: blanks.known(state.namespace, 'NAMESPACE', 'namespace of the association'),
    serviceAccount: blanks.known(
      state.serviceAccount,
      'SERVICE_ACCOUNT',
      'service account of the association',
    ),
  };
}

function othersOf(input: AdviceInput, roleArn: string, moving: readonly Association[]) {
  const key = roleKeyFromArn(roleArn);
  return those(input, 'pod-identity-association').filter(
    (one) =>
      !moving.some((association) => association.key === one.key) &&
      typeof one.state.roleArn === 'string' &&
      roleKeyFromArn(one.state.roleArn) === key,
  );
}
