import { owningClusterKey, type Resource, roleKeyFromArn } from '@podguard/core';
import { type AdviceInput, isOf, those } from '../around.ts';
import type { Blanks } from '../blanks.ts';
import { clusterByKey, unknownCluster } from '../cluster.ts';
import { listPods } from '../kubernetes-steps.ts';
import { type Migration, step } from '../migration.ts';
import { clustersOf, distinct, formerOf, OWN_ACCOUNT, type Pod } from '../pod.ts';
import { REFERENCES } from '../references.ts';
import { knownRole, roleFrom, trustUnknown } from '../roles.ts';
import { DELETE_FORMER, listAssociations } from '../targets/association.ts';
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
  const pods = found.length > 0 ? found.map(({ pod }) => pod) : [unknownPod(input, blanks)];
  const others = othersOf(input, role.key, moving);
  return {
    from: 'pod-identity',
    title: `Move ${role.name} from EKS Pod Identity to IRSA`,
    notes: [
      ...trustUnknown(role, input),
      ...(found.length === 0
        ? [
            'No association of the role is known here: list them with aws eks list-pod-identity-associations. The plan is for one; each other takes a statement, an annotation and a restart of its own before the old way is shut.',
          ]
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
    back: [
      'Create the association again, and restart the pods: it wins over the annotation. What the file association-….json of the step before has of targetRoleArn, disableSessionTags and policy is given again; the external id is a new one, which a target role’s trust policy has to name then.',
    ],
    after: deleteFormer(input, pods, blanks),
    closeFirst: {
      text: [
        'Only when no association has the role any more, of any cluster in the account: those that have it lose it at once. The first command lists those of a cluster: ask in every cluster and region, and go on when it prints nothing.',
      ],
      commands: clustersOf(pods).map((cluster) => listAssociations(cluster, role)),
    },
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
  return pods.flatMap((pod) => {
    const { cluster, namespace } = pod;
    const serviceAccount = formerOf(pod);
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
      return [keep(place, own), `aws eks delete-pod-identity-association ${place} --association-id ${own}`];
    }
    const id = blanks.blank('ASSOCIATION_ID', 'what the command before it prints');
    return [
      `aws eks list-pod-identity-associations ${place} --namespace ${namespace} --service-account ${serviceAccount} --query 'associations[].associationId' --output text`,
      keep(place, id),
      `aws eks delete-pod-identity-association ${place} --association-id ${id}`,
    ];
  });
}

function keep(place: string, id: string): string {
  return `aws eks describe-pod-identity-association ${place} --association-id ${id} > association-${id}.json`;
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
    ...accountOfPod(state.serviceAccount, 'service account of the association', blanks),
  };
}

/** The service account as it is, or one of its own in place of `default`. */
export function accountOfPod(
  name: string | null | undefined,
  what: string,
  blanks: Blanks,
): Pick<Pod, 'serviceAccount' | 'former'> {
  return name === 'default'
    ? { serviceAccount: blanks.blank('SERVICE_ACCOUNT', OWN_ACCOUNT), former: name }
    : { serviceAccount: blanks.known(name, 'SERVICE_ACCOUNT', what) };
}

/** No association is known: of a workload its pods are. */
function unknownPod(input: AdviceInput, blanks: Blanks): Pod {
  const { resource } = input;
  const state = isOf(resource, 'k8s-workload') ? resource.state : undefined;
  return {
    cluster: unknownCluster(input, blanks),
    namespace: blanks.known(state?.namespace, 'NAMESPACE', 'namespace of the association'),
    ...accountOfPod(state?.serviceAccount, 'service account of the association', blanks),
  };
}

/** The service accounts that have the role by a recorded association. */
export function associatedPods(input: AdviceInput, role: string, blanks: Blanks): readonly Pod[] {
  return othersOf(input, role, []).map((association) => ({
    ...podOf(input, association, blanks),
    serviceAccount: blanks.known(
      association.state.serviceAccount,
      'SERVICE_ACCOUNT',
      'service account of the association',
    ),
    former: undefined,
  }));
}

/** Until its own pods have moved the others of the namespace have the former one's. */
function deleteFormer(input: AdviceInput, pods: readonly Pod[], blanks: Blanks): Migration['after'] {
  const former = pods.filter(({ former: name }) => name !== undefined);
  return former.length === 0
    ? []
    : [
        step(
          DELETE_FORMER,
          [
            'Every pod of the namespace that names no service account loses the role with its next restart: the first command lists them.',
          ],
          { commands: [...former.map(listPods), ...deleteAssociations(input, former, blanks)] },
        ),
      ];
}

function othersOf(input: AdviceInput, role: string, moving: readonly Association[]) {
  return those(input, 'pod-identity-association').filter(
    (one) =>
      !moving.some((association) => association.key === one.key) &&
      typeof one.state.roleArn === 'string' &&
      roleKeyFromArn(one.state.roleArn) === role,
  );
}
