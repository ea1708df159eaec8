import type { MigrationDocument } from '@podguard/core';
import type { Blanks } from './blanks.ts';
import type { Migration, Move, Workload } from './migration.ts';
import { formerOf, type Pod, podName } from './pod.ts';

/** What a service account has of a role in Git: never the whole of it, which an apply would take the rest from. */
export function roleAnnotation(pod: Pod, roleArn: string): MigrationDocument {
  return {
    name: `to add to service account ${pod.namespace}/${pod.serviceAccount}`,
    text: `metadata:\n  annotations:\n    eks.amazonaws.com/role-arn: ${JSON.stringify(roleArn)}\n`,
  };
}

/**
 * Makes it where it is not there, and leaves one alone that is.
 * https://kubernetes.io/docs/tasks/manage-kubernetes-objects/declarative-config/#merge-patch-calculation
 */
export function createAccount({ namespace, serviceAccount }: Pod): string {
  return `kubectl create serviceaccount ${serviceAccount} --namespace ${namespace}`;
}

export function annotateAccount({ namespace, serviceAccount }: Pod, roleArn: string): string {
  return `kubectl annotate serviceaccount ${serviceAccount} --namespace ${namespace} eks.amazonaws.com/role-arn=${roleArn}`;
}

/** Takes the annotation off what the pods run with now. */
export function unannotateAccount(pod: Pod): string {
  return `kubectl annotate serviceaccount ${formerOf(pod)} --namespace ${pod.namespace} eks.amazonaws.com/role-arn-`;
}

/** Restarts what is known; of the rest lists the pods first. */
export function restarts({ pods, workloads, inUse }: Move, blanks: Blanks): readonly string[] {
  const known = workloads.filter(({ restarts: can }) => can);
  if (workloads.length > 0) return known.map(restart);
  return pods.flatMap((pod) => [
    // Nothing runs with an account that is still to be named.
    ...(inUse || pod.former !== undefined ? [listPods(pod)] : []),
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
export function listPods(pod: Pod): string {
  return `kubectl get pods --namespace ${pod.namespace} --field-selector spec.serviceAccountName=${formerOf(pod)} --output custom-columns=POD:.metadata.name,OWNER:.metadata.ownerReferences[0].name`;
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
  return moves.flatMap(({ inUse, pods }) => pods.filter(({ former }) => !inUse || former !== undefined));
}

export const WHO_AM_I =
  'The first command runs AWS’s image for a moment; where the namespace refuses that, ask from a container of its own (kubectl exec) that has the AWS CLI or an SDK.';

/** What changes in the pods, of which service account and in which clusters. */
export function podTexts(migration: Migration, pods: readonly Pod[]): readonly string[] {
  const made = newAccounts(migration);
  const names = [...new Set(made.map(({ serviceAccount }) => serviceAccount))];
  const clusters = new Set(pods.map(({ cluster }) => cluster.name));
  const once = migration.moves.flatMap(({ workloads }) => workloads.filter(({ restarts: can }) => !can));
  return [
    ...(names.length > 0
      ? [
          'Make the service account, where it is not there, in Git or the chart’s values too: the command refuses one that is there, and leaves it as it is.',
          `Name it in the template of the pods (serviceAccountName: ${names.join(', ')}), and apply that: new pods start by themselves.`,
        ]
      : []),
    ...migration.inPods,
    ...once.map(({ name }) => `${name} cannot be restarted: its next pods take it.`),
    ...(clusters.size > 1 ? [`In each cluster (kubectl --context): ${pods.map(podName).join('; ')}.`] : []),
  ];
}

/** What the pods of another service account need, to go back. */
export function formerBack(pods: readonly Pod[]): readonly string[] {
  const former = [...new Set(pods.flatMap((pod) => (pod.former === undefined ? [] : [pod.former])))];
  return former.map(
    (name) => `The template of the pods names ${name} again: what ${name} has is there until the clean-up.`,
  );
}
