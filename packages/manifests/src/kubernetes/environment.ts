import { type Fields, fieldsOf, isFields, listOf, literalOf, pathOf, truthOf } from './fields.ts';

export interface Variable {
  readonly name: string;
  /** Of what gives its value. */
  readonly path: string;
  /** Null where a reference gives it, `undefined` where it is a template. */
  readonly value: string | null | undefined;
  /** The Secret that it must be taken from; a ConfigMap as `ConfigMap/NAME`. */
  readonly source: string | null;
}

type SourceKind = 'k8s-secret' | 'k8s-config-map';

/** What a Secret or a ConfigMap holds by its names; `undefined` where it is a template. */
export type Entries = ReadonlyMap<string, string | undefined>;

/** Undefined where the object was not read. */
export type EntriesOf = (kind: SourceKind, name: string) => Entries | undefined;

const SOURCES = [
  { whole: 'secretRef', one: 'secretKeyRef', kind: 'k8s-secret', prefix: '' },
  { whole: 'configMapRef', one: 'configMapKeyRef', kind: 'k8s-config-map', prefix: 'ConfigMap/' },
] as const;

/** Those of `env`, each with the path of its name. */
export function readEnv(
  container: Fields,
  path: readonly (string | number)[],
): readonly (Variable & { readonly namePath: string })[] {
  return listOf(container.env).map((one, index) => readVariable(fieldsOf(one), [...path, 'env', index]));
}

/**
 * What a container takes in whole, as far as it was read. The last source of a name wins, and `env` over all of them:
 * https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables
 */
export function readEnvFrom(
  container: Fields,
  path: readonly (string | number)[],
  entriesOf: EntriesOf,
): readonly Variable[] {
  const found = listOf(container.envFrom).flatMap((one, index) =>
    taken(fieldsOf(one), [...path, 'envFrom', index], entriesOf),
  );
  const named = new Set(listOf(container.env).map((one) => fieldsOf(one).name));
  const last = new Map(found.map((variable) => [variable.name, variable]));
  return [...last.values()].filter(({ name }) => !named.has(name));
}

function taken(from: Fields, path: readonly (string | number)[], entriesOf: EntriesOf): readonly Variable[] {
  const before = literalOf(from.prefix);
  return SOURCES.flatMap(({ whole, kind, prefix }) => {
    const reference = from[whole];
    const name = isFields(reference) ? literalOf(reference.name) : undefined;
    if (!isFields(reference) || typeof name !== 'string' || before === undefined) return [];
    const at = pathOf(...path, whole);
    const source = neededFrom(reference, `${prefix}${name}`);
    return [...(entriesOf(kind, name) ?? [])].map(([entry, value]) => ({
      name: `${before ?? ''}${entry}`,
      path: at,
      value,
      source: value === '' ? null : source,
    }));
  });
}

function readVariable(variable: Fields, path: readonly (string | number)[]) {
  const from = fieldsOf(variable.valueFrom);
  const [source = null] = SOURCES.flatMap(({ one, prefix }) => {
    const reference = fieldsOf(from[one]);
    const name = literalOf(reference.name);
    return typeof name === 'string' ? [neededFrom(reference, `${prefix}${name}`)] : [];
  });
  const literal = 'value' in variable;
  return {
    name: literalOf(variable.name) ?? '',
    namePath: pathOf(...path, 'name'),
    path: pathOf(...path, literal ? 'value' : 'valueFrom'),
    value: literalOf(variable.value),
    source,
  };
}

/** A chart that reads a key where there happens to be one asks for none. */
function neededFrom(reference: Fields, source: string): string | null {
  return truthOf(reference.optional) === true ? null : source;
}
