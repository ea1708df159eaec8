import {
  associationKey,
  type Change,
  KINDS,
  type Kind,
  known,
  partitionOf,
  type Reported,
  type SetMembers,
  unknown,
} from '@podguard/core';
import { segmentsOf } from './json-path.ts';
import type { Draft } from './kubernetes/draft.ts';
import type { EntriesOf } from './kubernetes/environment.ts';
import type { ManifestRead } from './kubernetes/read-manifests.ts';
import { type Associations, associationOf, joinAssociations } from './read-associations.ts';
import { undated } from './undated.ts';

export interface ManifestFile extends ManifestRead {
  readonly file: string;
}

export interface ManifestsRead {
  readonly changes: readonly Change[];
  /** By the resource's key. */
  readonly manifests: ReadonlyMap<string, ManifestFile>;
}

/**
 * The resources that manifests describe. An object is known by its file, namespace and name, so that renderings for several
 * clusters keep apart; what it names is looked for in its own file first, and then as near to that as can be. `account`: where what
 * they make in AWS will be.
 */
export function manifestsToChanges(
  reads: readonly ManifestFile[],
  given: Associations | undefined,
  account?: string,
): ManifestsRead {
  const manifests = new Map<string, ManifestFile>();
  const byName = new Map<string, Candidate[]>();
  for (const read of reads) {
    const key = freeKey(keyOf(read, account), manifests);
    manifests.set(key, read);
    const name = `${read.draft.kind} ${read.draft.name}`;
    const same = byName.get(name) ?? [];
    byName.set(name, same);
    same.push({ key, read });
  }
  const own = ownAssociations(manifests);
  const associations = joinAssociations([...(given === undefined ? [] : [given]), ...own]);
  const find = (kind: Kind, name: string, from: ManifestFile) =>
    nearest(byName.get(`${kind} ${name}`) ?? [], from);
  const entriesFor =
    (from: ManifestFile): EntriesOf =>
    (kind, name) => {
      // What holds a key and is of another kind is kept as a ConfigMap, and gives nothing.
      const giving = byName.get(`${kind} ${name}`)?.filter(({ read }) => read.draft.entries !== undefined);
      return manifests.get(nearest(giving ?? [], from) ?? '')?.draft.entries?.();
    };
  const changes = [...manifests].map(([key, read]) => {
    const draft = read.draft.withEntries?.(entriesFor(read)) ?? read.draft;
    return toChange(key, read, linked({ ...read, draft }), account);
  });
  return { changes, manifests };

  function linked(read: ManifestFile): Draft {
    const { draft } = read;
    if (draft.kind === 'k8s-service-account')
      return withFields(draft, { association: associationOf(associations, draft.namespace, draft.name) });
    // Whether a target role is of another account cannot be said of an account that is not known.
    if (draft.aws !== undefined && accountOf(draft, account) === '' && draft.fields.targetRoleArn !== null)
      return withFields(draft, { targetRoleArn: undefined });
    if (draft.kind !== 'k8s-workload') return draft;
    const { serviceAccount } = draft.fields;
    const classes = (draft.mounts ?? []).flatMap(
      (name) => find('k8s-secret-provider-class', name, read) ?? [],
    );
    const named = typeof serviceAccount === 'string' ? serviceAccount : undefined;
    return {
      ...withFields(draft, {
        serviceAccountKey: named === undefined ? undefined : find('k8s-service-account', named, read),
        association: named === undefined ? undefined : associationOf(associations, draft.namespace, named),
      }),
      sets: {
        ...draft.sets,
        keySecrets: { ...draft.sets.keySecrets, ...keyFiles(read) },
        providerClasses: Object.fromEntries(classes.map((key) => [key, true])),
      },
    };
  }

  /** Of the Secrets that it mounts those of which the manifests show an AWS key in what is mounted. */
  function keyFiles(read: ManifestFile): SetMembers {
    const holding = (read.draft.mountedSecrets ?? []).filter(({ secret, names }) => {
      const keys = manifests.get(find('k8s-secret', secret, read) ?? '')?.draft.sets.keys ?? {};
      const isMounted = (path: string) => segmentsOf(path).some((name) => names?.includes(String(name)));
      return Object.keys(keys).some((path) => names === null || isMounted(path));
    });
    return Object.fromEntries(holding.map(({ path, secret }) => [path, secret]));
  }
}

/** Those that manifests make, of which there may be more elsewhere. */
function ownAssociations(manifests: ReadonlyMap<string, ManifestFile>): readonly Associations[] {
  return [...manifests].flatMap(([key, { draft }]) => {
    const { namespace, serviceAccount } = draft.fields;
    if (draft.kind !== 'pod-identity-association') return [];
    if (typeof namespace !== 'string' || typeof serviceAccount !== 'string') return [];
    return [{ arns: new Map([[`${namespace}/${serviceAccount}`, key]]), complete: false }];
  });
}

interface Candidate {
  readonly key: string;
  readonly read: ManifestFile;
}

function withFields(draft: Draft, fields: Draft['fields']): Draft {
  return { ...draft, fields: { ...draft.fields, ...fields } };
}

/** `app.yaml#Deployment/web/app`; `Dockerfile`. What is in AWS is known by its cluster, and by this in place of an id. */
function keyOf({ file, draft }: ManifestFile, account: string | undefined): string {
  const { kind, type, namespace, name, aws, fields } = draft;
  const place = file === '-' ? 'standard input' : placeOf(file);
  if (kind === 'container-build') return place;
  const key = `${place}#${[type, ...(namespace === null ? [] : [namespace]), name].join('/')}`;
  if (aws === undefined) return key;
  const { region = '' } = aws;
  return associationKey(
    partitionOf(region),
    region,
    accountOf(draft, account),
    String(fields.clusterName ?? ''),
    key,
  );
}

function accountOf({ aws }: Draft, account: string | undefined): string {
  return aws?.account ?? account ?? '';
}

/** The keys of what is read from a cluster begin with its ARN; a file may be called so, too. */
function placeOf(file: string): string {
  return file.startsWith('arn:') ? `./${file}` : file;
}

function freeKey(key: string, taken: ReadonlyMap<string, unknown>): string {
  if (!taken.has(key)) return key;
  let count = 2;
  while (taken.has(`${key}#${count}`)) count += 1;
  return `${key}#${count}`;
}

/** Of those in the same namespace, and those of which either's namespace is left open in the same file. */
function nearest(candidates: readonly Candidate[], from: ManifestFile): string | undefined {
  let best: { readonly key: string; readonly near: number } | undefined;
  for (const { key, read } of candidates) {
    const same = read.draft.namespace === from.draft.namespace;
    const open = read.draft.namespace === null || from.draft.namespace === null;
    if (!same && !(open && read.file === from.file)) continue;
    const near = nearness(read.file, from.file) + (same ? 0.5 : 0);
    if (best === undefined || near > best.near) best = { key, near };
  }
  return best?.key;
}

function nearness(one: string, other: string): number {
  if (one === other) return 1_000_000;
  const [a, b] = [one.split('/'), other.split('/')];
  const differ = a.findIndex((part, index) => part !== b[index]);
  return differ < 0 ? a.length : differ;
}

function toChange(key: string, { file }: ManifestFile, draft: Draft, account: string | undefined): Change {
  const { kind, fields, sets, aws } = draft;
  return {
    op: 'put',
    creates: false,
    kind,
    key,
    account: aws === undefined ? '' : accountOf(draft, account),
    region: aws?.region ?? '',
    ...undated(`manifest:${key}`, file),
    fields: fieldsOf(kind, fields),
    sets: setsOf(kind, sets),
  };
}

/** Every field and set is named: what the manifest does not tell is not known, not absent. */
function fieldsOf(kind: Kind, told: Draft['fields']): Readonly<Record<string, Reported>> {
  return Object.fromEntries(
    KINDS[kind].fields.map((name: string) => {
      const value = told[name];
      return [name, value === undefined ? unknown : known(value)];
    }),
  );
}

function setsOf(kind: Kind, told: Draft['sets']): Readonly<Record<string, SetMembers | null>> {
  return Object.fromEntries(KINDS[kind].sets.map((name: string) => [name, told[name] ?? null]));
}
