import { clusterObjectKey, type JsonValue, KINDS, type Kind, type SetMembers } from '@podguard/core';
import { fieldsOf, isFields, listOf } from './fields.ts';
import { readObject } from './read-object.ts';

/** An object as a cluster's Kubernetes API has it. */
export interface ClusterObject {
  readonly kind: Kind;
  readonly key: string;
  /** Of its kind all: `undefined` what the object does not tell. */
  readonly fields: Readonly<Record<string, JsonValue | undefined>>;
  /** `null` what it does not tell. */
  readonly sets: Readonly<Record<string, SetMembers | null>>;
}

/** Whoever makes an object chooses how long its parts are, and what is recorded of it has to fit into one item. */
const MOST_OF_FIELD = 2 * 1024;
const MOST_OF_SET = 32 * 1024;

/**
 * What rules judge of an object of a cluster, of which no more is kept than of one in a file; undefined where it is of no kind that is
 * judged, or has no name. What it names is in its own cluster and namespace.
 */
export function readClusterObject(cluster: string, object: unknown): ClusterObject | undefined {
  const read = isFields(object) ? readObject(object) : undefined;
  if (read?.kind !== 'draft') return undefined;
  const { kind, type, namespace, name, fields, sets, mounts = [] } = read.draft;
  const inNamespace = (of: string, named: string) => clusterObjectKey(cluster, of, namespace, named);
  const { serviceAccount } = fields;
  const links =
    kind === 'k8s-workload' && typeof serviceAccount === 'string'
      ? { serviceAccountKey: inNamespace('ServiceAccount', serviceAccount) }
      : {};
  const classes = Object.fromEntries(mounts.map((one) => [inNamespace('SecretProviderClass', one), true]));
  const values: ClusterObject['fields'] = { ...fields, ...links };
  const members: ClusterObject['sets'] =
    kind === 'k8s-workload' ? { ...sets, providerClasses: classes } : sets;
  return {
    kind,
    key: clusterObjectKey(cluster, type, namespace, name),
    fields: only(KINDS[kind].fields, (field) => short(values[field], undefined, MOST_OF_FIELD)),
    sets: only(KINDS[kind].sets, (set) => short(members[set] ?? null, null, MOST_OF_SET)),
  };
}

/** Whether another object made it and is read in its place; a Job or a Pod that has come to its end runs nothing more. */
export function isMadeOrOver(object: unknown): boolean {
  const { kind, metadata, status } = fieldsOf(object);
  const owners = listOf(fieldsOf(metadata).ownerReferences).map(fieldsOf);
  if (kind === 'Pod' && owners.some(({ controller }) => controller === true)) return true;
  if (kind === 'Job' && owners.some((owner) => owner.kind === 'CronJob')) return true;
  const { phase, conditions } = fieldsOf(status);
  if (kind === 'Pod') return phase === 'Succeeded' || phase === 'Failed';
  const ended = listOf(conditions).map(fieldsOf);
  return (
    kind === 'Job' &&
    ended.some((one) => (one.type === 'Complete' || one.type === 'Failed') && one.status === 'True')
  );
}

/** What is too long is not known: that is no pass. */
function short<T, U>(value: T, unknown: U, most: number): T | U {
  return (JSON.stringify(value)?.length ?? 0) > most ? unknown : value;
}

function only<T>(names: readonly string[], told: (name: string) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(names.map((name) => [name, told(name)]));
}
