import { type SetMembers, withoutEndSlashes } from '@podguard/core';
import { type Fields, fieldsOf, isFields, listOf, literalOf, pathOf, truthOf } from './fields.ts';

/** What a container reads of Secrets as files. */
export interface CredentialFiles {
  /** The Secrets of which it reads AWS credentials, by the path of what says so. */
  readonly keySecrets: SetMembers;
  /** The Secrets that it mounts anywhere. */
  readonly mounted: readonly MountedSecret[];
  /** What it reads may hold credentials: a file in no Secret, or a Secret that is called for AWS. */
  readonly open: boolean;
}

export interface MountedSecret {
  readonly secret: string;
  /** Its names that are mounted; null for all of them. */
  readonly names: readonly string[] | null;
  readonly path: string;
}

interface Source {
  readonly secret: string;
  readonly optional: boolean;
  /** By their paths in the volume; null where all are there by their own names. */
  readonly items: ReadonlyMap<string, string> | null;
}

/** The Secrets of each volume, those of projected volumes among them: https://kubernetes.io/docs/concepts/storage/projected-volumes/ */
export type SecretVolumes = ReadonlyMap<string, readonly Source[]>;

export function secretVolumes(spec: Fields): SecretVolumes {
  return new Map(
    listOf(spec.volumes)
      .map(fieldsOf)
      .map(({ name, secret, projected }) => [
        literalOf(name) ?? '',
        [
          ...sourceOf(secret, 'secretName'),
          ...listOf(fieldsOf(projected).sources).flatMap((one) => sourceOf(fieldsOf(one).secret, 'name')),
        ],
      ]),
  );
}

function sourceOf(secret: unknown, nameField: string): readonly Source[] {
  if (!isFields(secret)) return [];
  const name = literalOf(secret[nameField]);
  if (typeof name !== 'string' || name === '') return [];
  const items = Array.isArray(secret.items)
    ? new Map(
        secret.items.map(fieldsOf).map(({ key, path }) => [literalOf(path) ?? '', literalOf(key) ?? '']),
      )
    : null;
  return [{ secret: name, optional: truthOf(secret.optional) === true, items }];
}

interface Mount {
  readonly at: string;
  readonly subPath: string;
  readonly sources: readonly Source[];
  readonly path: string;
}

/** Sources: https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html */
const SHARED_FILE = 'AWS_SHARED_CREDENTIALS_FILE';
const CONFIG_FILE = 'AWS_CONFIG_FILE';
const HOME = /(^|\/)\.aws(\/credentials)?$/;
/** A Secret that is called so may be read by whatever the workload has for it. */
const FOR_AWS = /(^|[-_.])aws([-_.]|$)|cloud-?credentials/i;

export function credentialFiles(
  container: Fields,
  path: readonly (string | number)[],
  volumes: SecretVolumes,
): CredentialFiles {
  const mounts = listOf(container.volumeMounts).map((one, index) =>
    mountOf(fieldsOf(one), [...path, 'volumeMounts', index], volumes),
  );
  const variables = listOf(container.env).map(fieldsOf);
  const asked = [
    ...variables.flatMap(({ name, value }, index) =>
      name === SHARED_FILE ? [{ file: literalOf(value) ?? '', path: pathOf(...path, 'env', index) }] : [],
    ),
    ...mounts
      .filter(({ at }) => HOME.test(at))
      .map(({ at, path: from }) => ({ file: at.endsWith('.aws') ? `${at}/credentials` : at, path: from })),
  ];
  const read = asked.map((one) => ({ path: one.path, source: sourceAt(one.file, mounts) }));
  const sure = read.filter(({ source }) => source?.optional === false);
  const mounted = mounts.flatMap((mount) =>
    mount.sources.map(({ secret, items }) => ({
      secret,
      names: items === null ? null : [...items.values()],
      path: mount.path,
    })),
  );
  return {
    keySecrets: Object.fromEntries(sure.map(({ path: from, source }) => [from, source?.secret ?? ''])),
    mounted,
    open:
      sure.length < read.length ||
      variables.some(({ name }) => name === CONFIG_FILE) ||
      mounted.some(({ secret }) => FOR_AWS.test(secret)),
  };
}

function mountOf(mount: Fields, path: readonly (string | number)[], volumes: SecretVolumes): Mount {
  return {
    at: withoutEndSlashes(literalOf(mount.mountPath) ?? ''),
    subPath: literalOf(mount.subPath) ?? '',
    sources: volumes.get(literalOf(mount.name) ?? '') ?? [],
    path: pathOf(...path),
  };
}

/** The Secret that a file is in, by the mount that is nearest to it. */
function sourceAt(file: string, mounts: readonly Mount[]): Source | undefined {
  const [mount] = mounts
    .filter(({ at }) => at !== '' && (file === at || file.startsWith(`${at}/`)))
    .sort((one, other) => other.at.length - one.at.length);
  if (mount === undefined) return undefined;
  const within = [mount.subPath, file.slice(mount.at.length + 1)].filter((part) => part !== '').join('/');
  return mount.sources.find(({ items }) => items === null || items.has(within));
}
