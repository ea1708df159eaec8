import { type MigrationDocument, owningClusterKey, roleKeyFromArn } from '@podguard/core';
import { type AdviceInput, those } from '../around.ts';
import { type Blanks, isPlain } from '../blanks.ts';
import type { Cluster } from '../cluster.ts';
import type { Move, Role } from '../migration.ts';
import type { Pod } from '../pod.ts';

/** Commands that make the associations, but for those that are there. */
export function associationCommands(move: Move, input: AdviceInput, blanks: Blanks): readonly string[] {
  const { role, pods, addon } = move;
  if (addon !== null)
    return [...Map.groupBy(pods, ({ cluster }) => cluster.arn).values()].map((of) => {
      const [{ cluster }] = of as [Pod, ...Pod[]];
      const name = blanks.known(addon, 'ADDON', 'name of the add-on');
      const accounts = of.map(
        ({ serviceAccount }) => `'serviceAccount=${serviceAccount},roleArn=${role.arn}'`,
      );
      return `aws eks update-addon --cluster-name ${cluster.name} --region ${cluster.region} --addon-name ${name} --pod-identity-associations ${accounts.join(' ')}`;
    });
  return pods.map((pod) => {
    const { cluster, namespace, serviceAccount } = pod;
    const is = existing(pod, input, role);
    return is === undefined
      ? `aws eks create-pod-identity-association --cluster-name ${cluster.name} --region ${cluster.region} --namespace ${namespace} --service-account ${serviceAccount} --role-arn ${role.arn}`
      : `# there already, for ${namespace}/${serviceAccount} of ${cluster.name}: ${isPlain(is) ? is : 'an association'}`;
  });
}

function existing({ cluster, namespace, serviceAccount }: Pod, input: AdviceInput, role: Role) {
  return those(input, 'pod-identity-association').find(
    ({ key, state }) =>
      owningClusterKey(key) === cluster.arn &&
      state.namespace === namespace &&
      state.serviceAccount === serviceAccount &&
      roleKeyFromArn(state.roleArn ?? '') === role.key,
  )?.key;
}

export function associationDocuments({ role, pods }: Move): readonly MigrationDocument[] {
  const several = new Set(pods.map(({ cluster }) => cluster.arn)).size > 1;
  const label = ({ cluster, namespace, serviceAccount }: Pod) => [
    ...(several ? [cluster.name] : []),
    namespace,
    serviceAccount,
  ];
  const terraform = pods.map((pod) =>
    [
      `resource "aws_eks_pod_identity_association" "${identifier(label(pod))}" {`,
      `  cluster_name    = "${pod.cluster.name}"`,
      `  namespace       = "${pod.namespace}"`,
      `  service_account = "${pod.serviceAccount}"`,
      `  role_arn        = "${role.arn}"`,
      '}',
    ].join('\n'),
  );
  const cloudformation = pods.map((pod) =>
    [
      `  ${label(pod).map(pascal).join('')}Association:`,
      '    Type: AWS::EKS::PodIdentityAssociation',
      '    Properties:',
      `      ClusterName: ${JSON.stringify(pod.cluster.name)}`,
      `      Namespace: ${JSON.stringify(pod.namespace)}`,
      `      ServiceAccount: ${JSON.stringify(pod.serviceAccount)}`,
      `      RoleArn: ${JSON.stringify(role.arn)}`,
    ].join('\n'),
  );
  return [
    { name: 'association.tf', text: `${terraform.join('\n\n')}\n` },
    { name: 'association.yaml', text: `Resources:\n${cloudformation.join('\n')}\n` },
  ];
}

/** A name of Terraform begins with a letter. */
function identifier(parts: readonly string[]): string {
  const text = parts.join('_').replace(/\W/g, '_');
  return /^[a-z]/i.test(text) ? text : `a_${text}`;
}

function pascal(text: string): string {
  return text
    .split(/[^a-z0-9]+/i)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

export const DELETE_FORMER = 'Delete the association of the former service account';

/** The associations of a cluster that give a role: of its account, whose roles differ by their names whatever their paths. */
export function listAssociations({ name, region }: Cluster, role: Role): string {
  const of = `--cluster-name ${name} --region ${region}`;
  return `for id in $(aws eks list-pod-identity-associations ${of} --query 'associations[].associationId' --output text); do aws eks describe-pod-identity-association ${of} --association-id "$id" --query 'association.[roleArn,clusterName,namespace,serviceAccount]' --output text; done | awk '{ n = split($1, part, "/") } part[n] == "${role.name}"'`;
}
