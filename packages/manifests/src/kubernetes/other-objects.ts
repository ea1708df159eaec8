import { type FoundKey, findKeys, type KeyPart, keyPartOf, keysTogether } from '../aws-keys.ts';
import type { Draft } from './draft.ts';
import { type Fields, fieldsOf, isFields, listOf, literalOf, pathOf } from './fields.ts';
import { readWorkload } from './workload.ts';

/** What they hold are schemas, and examples of them. */
const SCHEMAS = /^(CustomResourceDefinition|CompositeResourceDefinition|ClusterServiceVersion)$/;
const NO_VALUES =
  /^(openAPIV3Schema|schema|examples?|description|kubectl\.kubernetes\.io\/last-applied-configuration)$/;

/**
 * Of an object of any other kind what is the same in all: the pods that it makes of a template where a Deployment has its own
 * (Argo's Rollout, Knative's Service), or else an access key whose id and secret it holds both, wherever they are (the values of a
 * HelmRelease). Undefined where it has neither.
 */
export function readOtherObject(object: Fields): Draft | undefined {
  const type = String(object.kind);
  const { name, generateName, namespace } = fieldsOf(object.metadata);
  const head = {
    type,
    name: literalOf(name) || literalOf(generateName) || 'unnamed',
    namespace: literalOf(namespace) || null,
  };
  if (SCHEMAS.test(type)) return undefined;
  if (makesPods(object)) return readWorkload(head, object);
  const keys = wholeKeysIn(object);
  if (keys === undefined) return undefined;
  const fields = { name: head.name, namespace: head.namespace };
  return { ...head, kind: 'k8s-config-map', fields, sets: { keys, masters: {} } };
}

function makesPods({ spec }: Fields): boolean {
  const containers = listOf(fieldsOf(fieldsOf(fieldsOf(spec).template).spec).containers);
  return containers.length > 0 && containers.every((one) => typeof fieldsOf(one).image === 'string');
}

const DEEPEST = 100;

function wholeKeysIn(object: Fields): Readonly<Record<string, string>> | undefined {
  const found: (readonly [path: string, keys: readonly FoundKey[]])[] = [];
  const parts = new Set<KeyPart>();
  const seen = new Set<unknown>();
  walk(object, [], '');
  return parts.size === 2 ? keysTogether(found) : undefined;

  function walk(value: unknown, path: readonly (string | number)[], name: string): void {
    if (typeof value === 'string') {
      const all = findKeys(value, keyPartOf(name) === 'secret' ? 'aws_secret_access_key' : name);
      if (all.length > 0) found.push([pathOf(...path), all]);
      for (const { part } of all) parts.add(part);
      return;
    }
    // An alias may lead to what it is in.
    if (typeof value !== 'object' || value === null || seen.has(value) || path.length > DEEPEST) return;
    seen.add(value);
    if (Array.isArray(value)) for (const [index, one] of value.entries()) walk(one, [...path, index], name);
    else if (isFields(value)) {
      const named = literalOf(value.name);
      for (const [key, one] of Object.entries(value))
        if (!NO_VALUES.test(key)) walk(one, [...path, key], key === 'value' ? named || key : key);
    }
  }
}
