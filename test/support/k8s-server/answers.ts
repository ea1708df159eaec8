import { BUILT_IN, type Held } from './objects.ts';

export interface Refused {
  readonly status: number;
  readonly reason: string;
  readonly message: string;
}

interface World {
  readonly objects: readonly Held[];
  readonly groups: ReadonlyMap<string, string>;
  readonly forbidden: ReadonlySet<string>;
}

const KINDS_OF: Readonly<Record<string, string>> = {
  secretstores: 'SecretStore',
  clustersecretstores: 'ClusterSecretStore',
  secretproviderclasses: 'SecretProviderClass',
};

const NOT_FOUND: Refused = {
  status: 404,
  reason: 'NotFound',
  message: 'the server could not find the requested resource',
};

/** Who may call is decided before it is known whether there is anything: so does a real server. */
export function answerOf(url: URL, accept: string, { objects, groups, forbidden }: World): object {
  const [, group] = /^\/apis\/([^/]+)$/.exec(url.pathname) ?? [];
  if (group !== undefined) return groupOf(group, groups);
  const place = placeOf(url.pathname);
  if (place === undefined) return NOT_FOUND;
  const { plural, namespace, name } = place;
  const resource = place.group === '' ? plural : `${plural}.${place.group}`;
  if (forbidden.has(resource)) return forbiddenTo(place, resource);
  const kind = kindOf(place, groups);
  if (kind === undefined) return NOT_FOUND;
  const own = objects.filter(
    (object) => object.kind === kind && (namespace === undefined || object.metadata.namespace === namespace),
  );
  const metadataOnly = accept.includes('PartialObjectMetadata');
  if (name !== undefined) {
    const found = own.find(({ metadata }) => metadata.name === name);
    return found ?? { ...NOT_FOUND, message: `${resource} "${name}" not found` };
  }
  const selected = own.filter((object) => isSelected(object, url.searchParams.get('fieldSelector') ?? ''));
  return pageOf(selected, { url, place, kind, metadataOnly });
}

interface ApiPlace {
  readonly group: string;
  readonly version: string;
  readonly namespace: string | undefined;
  readonly plural: string;
  readonly name: string | undefined;
}

function placeOf(path: string): ApiPlace | undefined {
  const [, core, group = '', served, rest = ''] =
    /^\/(?:api\/(v1)|apis\/([^/]+)\/([^/]+))\/(.+)$/.exec(decodeURIComponent(path)) ?? [];
  const parts = rest.split('/');
  const version = core ?? served;
  if (version === undefined) return undefined;
  const [namespace, plural, name] =
    parts[0] === 'namespaces' && parts.length > 2 ? parts.slice(1) : [undefined, ...parts];
  return plural === undefined ? undefined : { group, version, namespace, plural, name };
}

function kindOf({ group, version, plural }: ApiPlace, groups: World['groups']): string | undefined {
  const known = BUILT_IN[plural];
  if (known !== undefined) return known.group === group && version === 'v1' ? known.kind : undefined;
  return groups.get(group) === version ? KINDS_OF[plural] : undefined;
}

function groupOf(name: string, groups: World['groups']): object {
  const version = groups.get(name);
  if (version === undefined) return NOT_FOUND;
  const preferredVersion = { groupVersion: `${name}/${version}`, version };
  return { kind: 'APIGroup', apiVersion: 'v1', name, versions: [preferredVersion], preferredVersion };
}

function forbiddenTo({ namespace, plural, group }: ApiPlace, resource: string): Refused {
  const scope = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  return {
    status: 403,
    reason: 'Forbidden',
    message: `${resource} is forbidden: User "arn:aws:sts::111122223333:assumed-role/podguard-drift/run" cannot list resource "${plural}" in API group "${group}" ${scope}`,
  };
}

function isSelected({ metadata, status }: Held, selector: string): boolean {
  return selector
    .split(',')
    .filter((part) => part !== '')
    .every((part) => {
      const [, field, operator, value] = /^([\w.]+)(!=|=)(.*)$/.exec(part) ?? [];
      const phase = (status as { readonly phase?: string } | undefined)?.phase ?? 'Running';
      const actual = field === 'metadata.name' ? metadata.name : phase;
      return operator === '!=' ? actual !== value : actual === value;
    });
}

function pageOf(
  all: readonly Held[],
  {
    url,
    place,
    kind,
    metadataOnly,
  }: { readonly url: URL; readonly place: ApiPlace; readonly kind: string; readonly metadataOnly: boolean },
): object {
  const { group, version } = place;
  const first = Number(Buffer.from(url.searchParams.get('continue') ?? '', 'base64url').toString() || 0);
  const limit = Number(url.searchParams.get('limit') ?? all.length);
  const left = all.length - first - limit;
  const next = left > 0 ? Buffer.from(String(first + limit)).toString('base64url') : '';
  // Items of a list say neither kind nor version: https://kubernetes.io/docs/reference/using-api/api-concepts/#collections
  const items = all
    .slice(first, first + limit)
    .map(({ kind: _kind, apiVersion: _apiVersion, ...object }) =>
      metadataOnly ? { metadata: object.metadata } : object,
    );
  return {
    kind: metadataOnly ? 'PartialObjectMetadataList' : `${kind}List`,
    apiVersion: metadataOnly ? 'meta.k8s.io/v1' : group === '' ? version : `${group}/${version}`,
    metadata: { resourceVersion: '4711', continue: next, ...(left > 0 ? { remainingItemCount: left } : {}) },
    items,
  };
}
