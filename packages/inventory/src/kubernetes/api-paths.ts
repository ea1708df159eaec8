import { isNamed } from '../fault.ts';
import { orNull } from '../or-null.ts';
import type { CallOptions, ClusterApi } from './cluster-api.ts';
import { TOO_LONG } from './limited-text.ts';
import type { ObjectType } from './object-types.ts';

/** Where objects of a type are; null where the cluster has no such type. */
async function pathOf(
  api: ClusterApi,
  { group, plural, custom }: ObjectType,
  namespace: string | null,
  options: CallOptions,
): Promise<string | null> {
  const version = custom === true ? await servedVersion(api, group, options) : 'v1';
  if (version === null) return null;
  const base = group === '' ? `/api/${version}` : `/apis/${group}/${encodeURIComponent(version)}`;
  return `${base}${namespace === null ? '' : `/namespaces/${encodeURIComponent(namespace)}`}/${plural}`;
}

/**
 * Everybody who may call a cluster may ask which groups it has; what is not installed would be refused, not missing, to who may not
 * list it. Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#discovery-roles
 */
async function servedVersion(api: ClusterApi, group: string, options: CallOptions): Promise<string | null> {
  const answer = await orNull(api.get(`/apis/${group}`, {}, { signal: options.signal }), 'NotFound');
  if (answer === null) return null;
  const { preferredVersion } = answer as { readonly preferredVersion?: { readonly version?: unknown } };
  const version = preferredVersion?.version;
  if (typeof version !== 'string') throw new Error(`/apis/${group} names no version`);
  return version;
}

/** One object; null where there is none of that name, or none of that type. */
export async function getObject(
  api: ClusterApi,
  type: ObjectType,
  { namespace, name }: { readonly namespace: string | null; readonly name: string },
  options: CallOptions,
): Promise<Readonly<Record<string, unknown>> | null> {
  const path = await pathOf(api, type, namespace, options);
  if (path === null) return null;
  const answer = await orNull(api.get(`${path}/${encodeURIComponent(name)}`, {}, options), 'NotFound');
  return answer as Readonly<Record<string, unknown>> | null;
}

export interface ObjectPage {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  /** Gives the next page. */
  readonly next: string | undefined;
}

/** A page of the objects of a type, each with its type and version; what a cluster has no type for it has none of. */
export async function listObjects(
  api: ClusterApi,
  type: ObjectType,
  { namespace = null, from, query = {} }: ListOf,
  options: CallOptions,
): Promise<ObjectPage> {
  const path = await pathOf(api, type, namespace, options);
  if (path === null) return { items: [], next: undefined };
  const asked = { ...query, ...(from === undefined ? {} : { continue: from }) };
  const answer = await askForPage(api, path, asked, options).catch((error: unknown): Answer => {
    if (type.custom === true && isNamed(error, 'NotFound')) return { items: [] };
    throw error;
  });
  const { items = [], metadata, apiVersion } = answer;
  if (!items.every((item) => typeof item === 'object' && item !== null))
    throw new Error(`${path} answers no list`);
  const typed = items.map((item: object) => ({ apiVersion, ...item, kind: type.type }));
  const next = metadata?.continue || undefined;
  if (next !== undefined && next === from) throw new Error(`${path} answers the same page again and again`);
  return { items: typed, next };
}

/** At first as many as `kubectl` asks for; fewer of those that are too long together. */
async function askForPage(
  api: ClusterApi,
  path: string,
  query: Readonly<Record<string, string>>,
  options: CallOptions,
  [limit = 1, ...fewer]: readonly number[] = [500, 50, 5],
): Promise<Answer> {
  try {
    const answer: Answer = await api.get(path, { ...query, limit: String(limit) }, options);
    if (!Array.isArray(answer.items)) throw new Error(`${path} answers no list`);
    // A server may answer fewer, and never more.
    if (answer.items.length > limit)
      throw new Error(`${path} answers more than the ${limit} it is asked for`);
    return answer;
  } catch (error) {
    if (!isNamed(error, TOO_LONG) || fewer.length === 0) throw error;
    return askForPage(api, path, query, options, fewer);
  }
}

interface ListOf {
  readonly namespace?: string | null;
  readonly from?: string | undefined;
  readonly query?: Readonly<Record<string, string>>;
}

interface Answer {
  readonly apiVersion?: string;
  readonly items?: readonly unknown[];
  readonly metadata?: { readonly continue?: string };
}
