import type { HeldDocument } from '../held-document.ts';
import { readAssociation } from './aws-association.ts';
import { AWS_GROUPS, hasWeakOptions, isObserved, isUnread, serviceOf } from './aws-objects.ts';
import { roleDocuments } from './aws-role.ts';
import type { Draft, ObjectHead } from './draft.ts';
import { type Fields, fieldsOf, literalOf } from './fields.ts';
import { type MalformedPart, malformedPart } from './malformed-part.ts';
import { readOtherObject } from './other-objects.ts';
import { readProviderClass, readSecretStore } from './secret-store.ts';
import { readConfigMap, readSecret } from './stored-keys.ts';
import { iamAnnotations, readWorkload } from './workload.ts';

type Reader = (head: ObjectHead, object: Fields) => Draft;

/** By API group and kind. */
const READERS: Readonly<Record<string, Reader>> = {
  '/ServiceAccount': readServiceAccount,
  '/Pod': readWorkload,
  '/PodTemplate': readWorkload,
  '/ReplicationController': readWorkload,
  'apps/Deployment': readWorkload,
  'apps/StatefulSet': readWorkload,
  'apps/DaemonSet': readWorkload,
  'apps/ReplicaSet': readWorkload,
  'extensions/Deployment': readWorkload,
  'extensions/DaemonSet': readWorkload,
  'batch/Job': readWorkload,
  'batch/CronJob': readWorkload,
  'keda.sh/ScaledJob': readWorkload,
  '/Secret': readSecret,
  '/ConfigMap': readConfigMap,
  '/Namespace': readNamespace,
  'external-secrets.io/SecretStore': readSecretStore,
  'external-secrets.io/ClusterSecretStore': readSecretStore,
  'secrets-store.csi.x-k8s.io/SecretProviderClass': readProviderClass,
};

/** By service and kind, of ACK and Crossplane. */
const OF_AWS = ['iam/Role', 'eks/PodIdentityAssociation'];

const KINDS = [...new Set(Object.keys(READERS).map((name) => name.slice(name.indexOf('/') + 1)))];

/** Whether a YAML text may hold an object that is judged: by its kind, or because it holds a key or makes pods. */
export const WANTED = new RegExp(
  `["']?kind["']?\\s*:\\s*["']?(${KINDS.join('|')}|\\w*List)\\b|A[KS]IA[A-Z0-9]{16}|["']?containers["']?\\s*:|${AWS_GROUPS.source}`,
);

export type ObjectRead =
  | { readonly kind: 'draft'; readonly draft: Draft; readonly malformed?: MalformedPart | undefined }
  /** A Role of ACK or Crossplane. */
  | {
      readonly kind: 'role';
      readonly documents: readonly HeldDocument[];
      readonly malformed: MalformedPart | undefined;
    }
  /** A PodIdentityAssociation of ACK or Crossplane. */
  | { readonly kind: 'association'; readonly draft: Draft; readonly malformed: MalformedPart | undefined }
  /** An object of another kind, which would have to be judged. */
  | { readonly kind: 'unread'; readonly name: string }
  /** A Kubernetes object of another kind, with nothing in it that is judged. */
  | { readonly kind: 'other' }
  | { readonly kind: 'template'; readonly path: readonly string[] }
  | { readonly kind: 'problem'; readonly message: string; readonly path: readonly string[] };

/** An object of any kind. */
export function readObject(object: Fields): ObjectRead {
  const { apiVersion, kind } = object;
  const group = typeof apiVersion === 'string' && apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  const name = `${group}/${String(kind)}`;
  const reader = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
  const ofAws = `${serviceOf(group ?? '')}/${String(kind)}`;
  const isRead = reader !== undefined || OF_AWS.includes(ofAws);
  if (!isRead) return readOther(name, object);
  const head = headOf(object);
  if ('path' in head) return head;
  const malformed = malformedPart(head.type, object);
  if (reader !== undefined) return { kind: 'draft', draft: reader(head, object), malformed };
  if (isObserved(object)) return { kind: 'other' };
  if (ofAws === 'iam/Role') return { kind: 'role', documents: roleDocuments(head, object), malformed };
  return { kind: 'association', draft: readAssociation(head, object), malformed };
}

function readOther(name: string, object: Fields): ObjectRead {
  const draft = readOtherObject(object);
  if (draft !== undefined) return { kind: 'draft', draft };
  if (name === 'karpenter.k8s.aws/EC2NodeClass' && hasWeakOptions(object))
    return { kind: 'problem', message: WEAK_OPTIONS, path: ['spec', 'metadataOptions'] };
  if (!isUnread(object)) return { kind: 'other' };
  const metadata = fieldsOf(object.metadata);
  const called = literalOf(metadata.name) || literalOf(metadata.generateName) || 'unnamed';
  return { kind: 'unread', name: `${String(object.kind)}/${called}` };
}

const WEAK_OPTIONS =
  'spec.metadataOptions allow IMDSv1 or more than one hop, which is not judged: set httpTokens required and httpPutResponseHopLimit 1, or judge the instances: `podguard drift`';

function headOf(object: Fields): ObjectHead | Extract<ObjectRead, { readonly path: unknown }> {
  const { kind } = object;
  const metadata = fieldsOf(object.metadata);
  const given = metadata.name === undefined ? literalOf(metadata.generateName) : literalOf(metadata.name);
  const path = ['metadata', 'name'];
  if (metadata.name !== undefined && given === undefined) return { kind: 'template', path };
  if (given === null || given === undefined || given === '')
    return { kind: 'problem', message: `metadata.name: a ${String(kind)} needs a name`, path };
  const isOfCluster = kind === 'ClusterSecretStore';
  const namespace = isOfCluster ? null : (literalOf(metadata.namespace) ?? null);
  return { type: String(kind), name: given, namespace: namespace === '' ? null : namespace };
}

function readServiceAccount(head: ObjectHead, object: Fields): Draft {
  const annotation = fieldsOf(fieldsOf(object.metadata).annotations)['eks.amazonaws.com/role-arn'];
  const roleArn = literalOf(annotation);
  return {
    ...head,
    kind: 'k8s-service-account',
    fields: { name: head.name, namespace: head.namespace, roleArn: roleArn === '' ? null : roleArn },
    sets: {},
  };
}

function readNamespace(head: ObjectHead, object: Fields): Draft {
  return {
    ...head,
    namespace: null,
    kind: 'k8s-namespace',
    fields: { name: head.name },
    sets: { iamAnnotations: iamAnnotations(object.metadata, ['metadata']) },
  };
}
