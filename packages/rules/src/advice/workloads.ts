import { type AdviceInput, those } from './around.ts';
import type { Blanks } from './blanks.ts';
import type { Workload } from './migration.ts';
import { formerOf, type Pod } from './pod.ts';

/** https://kubernetes.io/docs/reference/kubectl/generated/kubectl_rollout/kubectl_rollout_restart/ */
const RESTARTED = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** What runs with these service accounts, as far as manifests tell; the finding's own in any case. */
export function workloadsOf(input: AdviceInput, pods: readonly Pod[], blanks: Blanks): readonly Workload[] {
  return those(input, 'k8s-workload')
    .filter(
      ({ key, state }) =>
        key === input.resource.key ||
        pods.some(
          (pod) =>
            state.serviceAccount === formerOf(pod) && (state.namespace ?? pod.namespace) === pod.namespace,
        ),
    )
    .map(({ state }) => ({
      name: `${(state.type ?? 'Pod').toLowerCase()}/${blanks.known(state.name, 'WORKLOAD', 'name of the workload')}`,
      namespace: blanks.known(state.namespace, 'NAMESPACE', 'namespace of the workload'),
      restarts: RESTARTED.includes(state.type ?? ''),
    }));
}
