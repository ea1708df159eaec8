/** An object as the API server holds it. */
export interface Held {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** By plural, those that every API server has. */
export const BUILT_IN: Readonly<Record<string, { readonly kind: string; readonly group: string }>> = {
  namespaces: { kind: 'Namespace', group: '' },
  configmaps: { kind: 'ConfigMap', group: '' },
  serviceaccounts: { kind: 'ServiceAccount', group: '' },
  pods: { kind: 'Pod', group: '' },
  secrets: { kind: 'Secret', group: '' },
  deployments: { kind: 'Deployment', group: 'apps' },
  statefulsets: { kind: 'StatefulSet', group: 'apps' },
  daemonsets: { kind: 'DaemonSet', group: 'apps' },
  cronjobs: { kind: 'CronJob', group: 'batch' },
  jobs: { kind: 'Job', group: 'batch' },
};

/** As `kubectl apply` leaves it: with what the server adds, which nobody may take for a part of the manifest. */
export function held(object: Held): Held {
  const { name, namespace } = object.metadata;
  return {
    ...object,
    metadata: {
      uid: `${name}-0000-4000-8000-000000000000`,
      resourceVersion: '4711',
      creationTimestamp: '2026-03-01T08:00:00Z',
      managedFields: [
        { manager: 'kubectl-client-side-apply', operation: 'Update', time: '2026-03-01T08:00:00Z' },
      ],
      ...(namespace === undefined ? {} : { namespace }),
      ...object.metadata,
    },
  };
}

export function serviceAccount(namespace: string, name: string, roleArn?: string): Held {
  const annotations = roleArn === undefined ? {} : { 'eks.amazonaws.com/role-arn': roleArn };
  return held({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace, annotations } });
}

export function namespaceOf(name: string): Held {
  return held({ apiVersion: 'v1', kind: 'Namespace', metadata: { name }, status: { phase: 'Active' } });
}

/** What runs pods with a region set, as those do that call AWS. */
export function workload(
  type: string,
  namespace: string,
  name: string,
  spec: Readonly<Record<string, unknown>> = {},
): Held {
  const container = {
    name: 'main',
    image: 'registry.example/app:1',
    env: [{ name: 'AWS_REGION', value: 'eu-central-1' }],
    terminationMessagePath: '/dev/termination-log',
  };
  const pod = { containers: [container], restartPolicy: 'Always', dnsPolicy: 'ClusterFirst', ...spec };
  const template = { metadata: { labels: { app: name } }, spec: pod };
  const specs: Readonly<Record<string, unknown>> = {
    Pod: pod,
    CronJob: { schedule: '0 * * * *', jobTemplate: { spec: { template } } },
  };
  const apiVersion = type === 'Pod' ? 'v1' : /Job$/.test(type) ? 'batch/v1' : 'apps/v1';
  return held({
    apiVersion,
    kind: type,
    metadata: { name, namespace, labels: { app: name } },
    spec: specs[type] ?? { template },
  });
}
