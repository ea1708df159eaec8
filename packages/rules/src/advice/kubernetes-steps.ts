import type { MigrationDocument } from '@podguard/core';
import type { Blanks } from './blanks.ts';
import type { Migration, Move, Workload } from './migration.ts';
import { type Pod, podName } from './pod.ts';

/** Texts of YAML are quoted: a name may look like a number or a truth. */
export function serviceAccountManifest(pod: Pod, roleArn: string | null): MigrationDocument {
  const { namespace, serviceAccount } = pod;
  const lines = [
    'apiVersion: v1',
    'kind: ServiceAccount',
    'metadata:',
    `  name: ${JSON.stringify(serviceAccount)}`,
    `  namespace: ${JSON.stringify(namespace)}`,
    ...(roleArn === null
      ? []
      : ['  annotations:', `    eks.amazonaws.com/role-arn: ${JSON.stringify(roleArn)}`]),
  ];
  return { name: `serviceaccount-${namespace}-${serviceAccount}.yaml`, text: `${lines.join('\n')}\n` };
}

/** Restarts what is known; of the rest lists the pods first. */
export function restarts({ pods, workloads }: Move, blanks: Blanks): readonly string[] {
  const known = workloads.filter(({ restarts: can }) => can);
  if (workloads.length > 0) return known.map(restart);
  return pods.flatMap((pod) => [
    listPods(pod),
    restart({
      name: blanks.blank(
        'WORKLOAD',
        `what owns the pods of ${podName(pod)}, as kubectl takes it: deployment/api`,
      ),
      namespace: pod.namespace,
      restarts: true,
    }),
  ]);
}

function restart({ name, namespace }: Workload): string {
  return `kubectl rollout restart ${name} --namespace ${namespace}`;
}

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/field-selectors/ */
function listPods({ namespace, serviceAccount }: Pod): string {
  return `kubectl get pods --namespace ${namespace} --field-selector spec.serviceAccountName=${serviceAccount} --output custom-columns=POD:.metadata.name,OWNER:.metadata.ownerReferences[0].name`;
}

export function variablesOf({ namespace, serviceAccount }: Pod): string {
  return `kubectl get pods --namespace ${namespace} --field-selector spec.serviceAccountName=${serviceAccount} --output jsonpath='{range .items[*]}{.metadata.name}{": "}{.spec.containers[*].env[*].name}{"\\n"}{end}'`;
}

/** A pod of the same service account that asks AWS who it is, and goes. */
export function whoAmI({ namespace, serviceAccount }: Pod): string {
  const overrides = JSON.stringify({ apiVersion: 'v1', spec: { serviceAccountName: serviceAccount } });
  return `kubectl run identity-check --namespace ${namespace} --rm --attach --restart=Never --image=public.ecr.aws/aws-cli/aws-cli --overrides='${overrides}' -- sts get-caller-identity`;
}

/** Those that the plan makes, or that the pods do not name yet. */
export function newAccounts({ moves }: Migration): readonly Pod[] {
  return moves.filter(({ inUse }) => !inUse).flatMap(({ pods }) => pods);
}

export const WHO_AM_I =
  'The first command runs AWS’s image for a moment; where the namespace refuses that, ask from a container of its own (kubectl exec) that has the AWS CLI or an SDK.';

/** What changes in the pods, of which service account and in which clusters. */
export function podTexts(migration: Migration, pods: readonly Pod[]): readonly string[] {
  const names = [...new Set(newAccounts(migration).map(({ serviceAccount }) => serviceAccount))];
  const clusters = new Set(pods.map(({ cluster }) => cluster.name));
  return [
    ...(names.length > 0
      ? [
          `Make the service account, where it is not there, and name it in the template of the pods (serviceAccountName: ${names.join(', ')}).`,
        ]
      : []),
    ...migration.inPods,
    ...(clusters.size > 1 ? [`In each cluster (kubectl --context): ${pods.map(podName).join('; ')}.`] : []),
  ];
}
