import type { SetMembers } from '@podguard/core';
import { readContainers } from './containers.ts';
import type { Draft, ObjectHead } from './draft.ts';
import type { EntriesOf } from './environment.ts';
import { type Fields, fieldsOf, isFields, listOf, literalOf, pathOf, truthOf } from './fields.ts';

const POD_PATHS: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  PodTemplate: ['template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  ScaledJob: ['spec', 'jobTargetRef', 'template'],
};
const TEMPLATE: readonly string[] = ['spec', 'template'];

/** Source: https://docs.aws.amazon.com/eks/latest/userguide/pod-configuration.html, and pod-id-how-it-works.html beside it */
const OWN_TOKENS = ['sts.amazonaws.com', 'pods.eks.amazonaws.com'];

/** A Pod, or what makes pods. */
export function readWorkload(head: ObjectHead, object: Fields): Draft {
  const withEntries = (entriesOf: EntriesOf) => draftOf(head, object, entriesOf);
  let takes = false;
  const draft = withEntries(() => {
    takes = true;
    return undefined;
  });
  return takes ? { ...draft, withEntries } : draft;
}

function draftOf(head: ObjectHead, object: Fields, entriesOf: EntriesOf): Draft {
  const path = POD_PATHS[head.type] ?? TEMPLATE;
  const pod = path.reduce<Fields>((at, name) => fieldsOf(at[name]), object);
  const spec = fieldsOf(pod.spec);
  const podPath = [...path, 'spec'];
  const containers = readContainers(spec, podPath, entriesOf);
  const named = literalOf(spec.serviceAccountName ?? spec.serviceAccount);
  // A patch says some fields of a workload only.
  const silent = containers.whole ? 'default' : undefined;
  return {
    ...head,
    kind: 'k8s-workload',
    fields: {
      type: head.type,
      name: head.name,
      namespace: head.namespace,
      podPath: pathOf(...podPath),
      serviceAccount: named === null || named === '' ? silent : named,
      hostNetwork:
        spec.hostNetwork === undefined && !containers.whole ? undefined : truthOf(spec.hostNetwork),
      ownIdentity: tokenIn(spec) ?? containers.ownIdentity,
    },
    sets: {
      images: containers.images,
      labels: labelsOf(object, pod),
      awsUse: containers.awsUse,
      keys: containers.keys,
      keySecrets: containers.keySecrets,
      iamAnnotations: iamAnnotations(pod.metadata, [...path, 'metadata']),
    },
    mounts: mountsOf(spec),
    mountedSecrets: containers.mountedSecrets,
  };
}

/** The annotations of kube2iam and kiam: https://github.com/jtblin/kube2iam#iam-roles, https://github.com/uswitch/kiam#overview */
export function iamAnnotations(metadata: unknown, path: readonly string[]): SetMembers {
  const annotations = fieldsOf(fieldsOf(metadata).annotations);
  const found = Object.entries(annotations).filter(
    ([name, value]) => name.startsWith('iam.amazonaws.com/') && value !== '' && value !== null,
  );
  return Object.fromEntries(
    found.map(([name, value]) => [
      pathOf(...path, 'annotations', name),
      literalOf(value) ?? (typeof value === 'string' ? value : ''),
    ]),
  );
}

const LABELS = [
  'app.kubernetes.io/part-of',
  'app.kubernetes.io/instance',
  'app.kubernetes.io/name',
  'helm.sh/chart',
  'app',
  'k8s-app',
];

/** The labels that say which app it is, of its pods or else of itself. */
function labelsOf(object: Fields, pod: Fields): SetMembers {
  const labels = { ...labelsAt(object), ...labelsAt(pod) };
  return Object.fromEntries(
    LABELS.flatMap((name) => {
      const value = literalOf(labels[name]);
      return value === null || value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
}

function labelsAt(object: Fields): Fields {
  return fieldsOf(fieldsOf(object.metadata).labels);
}

/** A service account token for AWS that the pod mounts by itself, as outside EKS. */
function tokenIn(spec: Fields): string | null {
  for (const volume of listOf(spec.volumes)) {
    for (const source of listOf(fieldsOf(fieldsOf(volume).projected).sources)) {
      const audience = literalOf(fieldsOf(fieldsOf(source).serviceAccountToken).audience);
      if (typeof audience === 'string' && OWN_TOKENS.includes(audience)) return `a token for ${audience}`;
    }
  }
  return null;
}

/** Source: https://secrets-store-csi-driver.sigs.k8s.io/getting-started/usage */
function mountsOf(spec: Fields): readonly string[] {
  return listOf(spec.volumes).flatMap((volume) => {
    const csi = isFields(volume) ? fieldsOf(volume.csi) : {};
    if (csi.driver !== 'secrets-store.csi.k8s.io') return [];
    const name = literalOf(fieldsOf(csi.volumeAttributes).secretProviderClass);
    return typeof name === 'string' && name !== '' ? [name] : [];
  });
}
