import { type MigrationStep, parseArn, roleKeyFromArn, ServiceError } from '@podguard/core';
import { type AdviceInput, evidenceValue, isOf, those } from '../around.ts';
import type { Blanks } from '../blanks.ts';
import { fargateTakes } from '../cluster.ts';
import { listPods, unannotateAccount } from '../kubernetes-steps.ts';
import { type Migration, type Role, step } from '../migration.ts';
import { distinct, type Pod, podName } from '../pod.ts';
import { REFERENCES } from '../references.ts';
import { knownRole, roleFrom, trustUnknown } from '../roles.ts';
import { workloadsOf } from '../workloads.ts';
import { annotated, type FoundPods, podsOf } from './irsa-pods.ts';

/** IRSA to EKS Pod Identity: each exact subject of each cluster becomes one association. */
export function fromIrsa(input: AdviceInput, blanks: Blanks): Migration {
  const { resource } = input;
  const role = isOf(resource, 'iam-role')
    ? roleFrom(resource, blanks)
    : knownRole(input, roleArnOf(input), blanks);
  const found = podsOf(input, role, blanks);
  const onFargate = found.pods.filter(
    ({ cluster, namespace }) => fargateTakes(input, cluster.arn, namespace) === 'all',
  );
  const account = parseArn(role.key)?.account;
  const abroad = found.pods.filter(
    ({ cluster }) => cluster.named && account !== undefined && cluster.account !== account,
  );
  const staying = [...new Set([...onFargate, ...abroad])];
  const moving = found.pods.filter((pod) => !staying.includes(pod));
  if (moving.length === 0) throw nothingMoves(role.name, onFargate, abroad);
  const providers = new Set(found.issuers.map(({ provider }) => provider));
  return {
    from: 'irsa',
    title: `Move ${role.name} from IRSA to EKS Pod Identity`,
    notes: [
      ...trustUnknown(role, input),
      ...found.notes,
      ...onFargate.map(
        (pod) => `${podName(pod)} runs on Fargate and stays with IRSA: EKS Pod Identity is not there.`,
      ),
      ...abroad.map(
        (pod) =>
          `${podName(pod)} is in another account than the role, and stays with IRSA: an association takes a role of the cluster’s own account, which goes on to this one by --target-role-arn.`,
      ),
      ...(moving.some(({ cluster }) => !cluster.named)
        ? [
            'The cluster is taken to be in the role’s own account. Where it is not, the association takes a role of the cluster’s account, and this one as --target-role-arn.',
          ]
        : []),
      ...moving
        .filter(({ cluster, namespace }) => fargateTakes(input, cluster.arn, namespace) === 'some')
        .map(
          (pod) =>
            `A Fargate profile takes some pods of the namespace of ${podName(pod)}, by their labels: those must stay with IRSA. Give them a service account of their own first.`,
        ),
      'The role’s rights stay as they are. Where the pods go on to assume other roles, those must also allow sts:TagSession: the session tags of EKS Pod Identity are passed on.',
    ],
    moves: [
      {
        role,
        pods: distinct(moving),
        workloads: workloadsOf(input, moving, blanks),
        policies: [],
        inUse: true,
        addon: addonOf(input, role),
      },
    ],
    before: found.before,
    inPods: [
      'The webhook of EKS gives a new pod whose service account has an association the variables of EKS Pod Identity only, whatever the annotation says; pods that run keep IRSA until they are restarted. The annotation stays for now: it is the way back.',
      'Where a container has the variables of both, set by hand or by a webhook of your own, SDKs take the web identity: then take AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE, or the annotation, out now.',
    ],
    back: [
      'Delete the association, and restart the pods: the annotation and the old statement of the trust policy are still there, and new pods use IRSA again.',
    ],
    after: afterwards(input, found, moving, staying, blanks),
    closeFirst: {
      text: [
        staying.length === 0
          ? 'Only when no service account has the annotation any more, in every cluster that the role is for: the first command then prints nothing.'
          : 'Only when no service account but those that stay has the annotation any more, in every cluster that the role is for: the first command lists them.',
      ],
      commands: [annotated(role)],
    },
    oldWay: (type, value) => type === 'Federated' && providers.has(value),
    staying,
    sources: [REFERENCES.compare, REFERENCES.webhook],
  };
}

/** A service account's annotation names the role. */
function roleArnOf(input: AdviceInput): string | undefined {
  const { resource, finding } = input;
  if (isOf(resource, 'k8s-service-account')) return resource.state.roleArn ?? undefined;
  if (!isOf(resource, 'k8s-workload')) return undefined;
  const { namespace, serviceAccount } = resource.state;
  const own = those(input, 'k8s-service-account').find(
    ({ state }) => state.name === serviceAccount && state.namespace === namespace,
  );
  return own?.state.roleArn ?? evidenceValue(finding, 'role annotation');
}

function addonOf(input: AdviceInput, role: Role): string | null {
  const addon = those(input, 'eks-addon').find(
    ({ state }) => roleKeyFromArn(state.serviceAccountRoleArn ?? '') === role.key,
  );
  return addon?.state.addonName ?? null;
}

function afterwards(
  input: AdviceInput,
  found: FoundPods,
  moving: readonly Pod[],
  staying: readonly Pod[],
  blanks: Blanks,
): Migration['after'] {
  const left = found.issuers.filter(({ cluster }) => staying.every((pod) => pod.cluster.arn !== cluster.arn));
  const former = moving.filter((pod) => pod.former !== undefined);
  const othersOf = (provider: string): readonly string[] =>
    those(input, 'iam-role')
      .filter(({ key, state }) => key !== input.resource.key && state.trust?.includes(provider))
      .map(({ key }) => key);
  return [
    step(
      'Take the annotation out',
      [
        'Once the new way has worked for as long as you want the short way back. In Git or in the chart’s values too, or the next release puts it back. Then restart the pods once more.',
        ...(former.length > 0
          ? [
              'Every pod of the namespace that names no service account has the annotation of `default`, and loses the role with it: the first command lists them.',
            ]
          : []),
      ],
      { commands: [...former.map(listPods), ...moving.map(unannotateAccount)] },
    ),
    ...left.map(({ issuer, provider }) =>
      providerStep(
        blanks.known(issuer, 'ISSUER', 'issuer that the provider is for'),
        blanks.known(provider, 'PROVIDER_ARN', 'ARN of the OIDC provider'),
        othersOf(provider),
      ),
    ),
  ];
}

function providerStep(issuer: string, provider: string, using: readonly string[]): MigrationStep {
  const recorded =
    using.length > 0
      ? `Recorded here as using it: ${using.join(', ')}.`
      : 'No other role is recorded here as using it; the account may have some that are not.';
  return step(
    'Delete the OIDC provider, when no role uses it any more',
    [`Only when the first command prints nothing. ${recorded}`],
    {
      commands: [
        `aws iam list-roles --query "Roles[?contains(to_string(AssumeRolePolicyDocument), '${issuer}')].RoleName"`,
        `aws iam delete-open-id-connect-provider --open-id-connect-provider-arn ${provider}`,
      ],
    },
  );
}

function nothingMoves(role: string, onFargate: readonly Pod[], abroad: readonly Pod[]): ServiceError {
  const fargate = onFargate.length > 0 ? `on Fargate (${onFargate.map(podName).join(', ')})` : '';
  const other = abroad.length > 0 ? `in clusters of another account (${abroad.map(podName).join(', ')})` : '';
  return new ServiceError(
    'migration-impossible',
    `${role}: its pods run ${[fargate, other].filter((part) => part !== '').join(' and ')}, where EKS Pod Identity cannot give them this role; stay with IRSA`,
  );
}
