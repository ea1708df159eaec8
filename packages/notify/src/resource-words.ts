import { type Finding, type JsonValue, parseArn } from '@podguard/core';

/** A resource's short name: what follows the last slash of its key, and as much before it as it needs to be one. */
export function nameOf({ resource: { kind, key } }: Pick<Finding, 'resource'>): string {
  switch (kind) {
    case 'secret':
      return parseArn(key)?.resource.replace(/^(secret:|parameter\/)/, '') || key;
    case 'launch-template-version':
      return key.split('/').slice(-2).join('/');
    default:
      return key.slice(key.lastIndexOf('/') + 1) || key;
  }
}

/** The name of the cluster that a finding is about, where that is known. */
export function clusterOf({ resource, witness }: Pick<Finding, 'resource' | 'witness'>): string | undefined {
  const arn = parseArn(resource.key);
  // A cluster's own key, and of what it owns, has the cluster's name after the type.
  const named = arn?.service === 'eks' ? arn.resource.split('/')[1] : memberOf(witness?.request, 'cluster');
  return typeof named === 'string' && NAME.test(named) ? named : undefined;
}

/** Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html */
const NAME = /^[0-9A-Za-z][\w-]{0,99}$/;

function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return (value as Readonly<Record<string, JsonValue>>)[name];
}
