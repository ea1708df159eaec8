import type { SetMembers } from '@podguard/core';
import { type FoundKey, findKeys, isForeignId, keyPartOf, keysTogether } from '../aws-keys.ts';
import {
  credentialFiles,
  type MountedSecret,
  type SecretVolumes,
  secretVolumes,
} from './credential-files.ts';
import { type EntriesOf, readEnv, readEnvFrom, type Variable } from './environment.ts';
import { type Fields, fieldsOf, isFields, listOf, literalOf, pathOf } from './fields.ts';
import { callsElsewhere, isElsewhere, isOfOtherService } from './other-services.ts';

export interface Containers {
  /** Whether there are containers, each with its image: else it is a patch. */
  readonly whole: boolean;
  readonly images: SetMembers;
  readonly awsUse: SetMembers;
  readonly keys: SetMembers;
  readonly keySecrets: SetMembers;
  /** Secrets that may be for AWS, each with the path of its mount. */
  readonly mountedSecrets: readonly MountedSecret[];
  /** `undefined`: what the environment takes from elsewhere may be credentials. */
  readonly ownIdentity: string | null | undefined;
}

/** Source: https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html */
const AWS_USE = /^AWS_(REGION|DEFAULT_REGION|SDK_LOAD_CONFIG|STS_REGIONAL_ENDPOINTS|PROFILE|ROLE_ARN)$/;
const OWN = /^AWS_(WEB_IDENTITY_TOKEN_FILE|CONTAINER_CREDENTIALS_(FULL|RELATIVE)_URI)$/;
const AWS_CLI = /(^|\/)(amazon\/aws-cli|aws-cli\/aws-cli)(:|@|$)/;
const AWS_KEY = /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY)$/;
/** What documentation writes in place of a key. */
const EXAMPLE = /EXAMPLE|INVALID|SAMPLE|DUMMY|FAKE/i;
/** With the names of the first SDK for Java. */
const ANY_ID = /^AWS_ACCESS_KEY(_ID)?$/;
const ANY_KEY = /^AWS_(ACCESS_KEY(_ID)?|SECRET_(ACCESS_)?KEY)$/;

/** The containers of a pod's spec: a path in a set is that of the value in the manifest. */
export function readContainers(spec: Fields, path: readonly string[], entriesOf: EntriesOf): Containers {
  const volumes = secretVolumes(spec);
  const found = ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) =>
    listOf(spec[list]).map((container, index) =>
      readContainer(fieldsOf(container), [...path, list, index], volumes, entriesOf),
    ),
  );
  const joined = (name: 'awsUse' | 'keys' | 'keySecrets'): SetMembers =>
    Object.assign({}, ...found.map((one) => one[name]));
  return {
    whole: listOf(spec.containers).length > 0 && found.every(({ image }) => image !== null),
    images: Object.fromEntries(found.flatMap(({ image, imagePath }) => (image ? [[image, imagePath]] : []))),
    awsUse: joined('awsUse'),
    keys: joined('keys'),
    keySecrets: joined('keySecrets'),
    mountedSecrets: found.flatMap(({ mountedSecrets }) => mountedSecrets),
    ownIdentity:
      found.find(({ ownIdentity }) => typeof ownIdentity === 'string')?.ownIdentity ??
      (found.some(({ ownIdentity }) => ownIdentity === undefined) ? undefined : null),
  };
}

function readContainer(
  container: Fields,
  path: readonly (string | number)[],
  volumes: SecretVolumes,
  entriesOf: EntriesOf,
) {
  const variables = readEnv(container, path);
  const all = [...readEnvFrom(container, path, entriesOf), ...variables];
  const foreign = all.some(
    ({ name, value }) => keyPartOf(name) === 'id' && typeof value === 'string' && isForeignId(value),
  );
  const dummy = all.some(
    ({ name, value }) => ANY_ID.test(name) && typeof value === 'string' && isForeignId(value),
  );
  const elsewhere =
    dummy || all.some(({ name, value }) => isElsewhere(name, value)) || callsElsewhere(commandOf(container));
  const image = literalOf(container.image);
  const files = credentialFiles(container, path, volumes);
  const isForAws = (source: string) => !elsewhere && !isOfOtherService(source);
  const own = variables.filter(({ value }) => !(elsewhere && EXAMPLE.test(value ?? '')));
  const keys = [...own.map((one) => keysIn(one, foreign)), ...argumentKeys(container, path)];
  const uses = elsewhere
    ? []
    : [
        ...variables
          .filter(({ name }) => AWS_USE.test(name))
          .map(({ namePath, name }) => [namePath, name] as const),
        ...(typeof image === 'string' && AWS_CLI.test(image)
          ? [[pathOf(...path, 'image'), image] as const]
          : []),
      ];
  return {
    image: image === undefined ? '' : image,
    imagePath: pathOf(...path, 'image'),
    keys: keysTogether(keys),
    awsUse: Object.fromEntries(uses),
    keySecrets: Object.fromEntries(
      [
        ...all
          .filter(({ name, source }) => AWS_KEY.test(name) && source !== null)
          .map(({ path: at, source }) => [at, source as string] as const),
        ...Object.entries(files.keySecrets).map(([at, secret]) => [at, String(secret)] as const),
      ].filter(([, source]) => isForAws(source)),
    ),
    mountedSecrets: files.mounted.filter(({ secret }) => isForAws(secret)),
    ownIdentity:
      variables.find(({ name }) => OWN.test(name))?.name ??
      (mayHaveKeys(container) || files.open ? undefined : null),
  };
}

/** A variable that another object gives may be a key. */
function mayHaveKeys(container: Fields): boolean {
  return (
    listOf(container.envFrom).length > 0 ||
    listOf(container.env)
      .map(fieldsOf)
      .some(({ name, valueFrom }) => ANY_KEY.test(literalOf(name) ?? '') && isFields(valueFrom))
  );
}

function commandOf(container: Fields): string {
  return ['command', 'args']
    .flatMap((list) => listOf(container[list]))
    .filter((argument) => typeof argument === 'string')
    .join(' ');
}

type KeysAt = readonly [path: string, keys: readonly FoundKey[]];

function keysIn({ name, path, value }: Variable, foreign: boolean): KeysAt {
  const isOther = foreign && keyPartOf(name) === 'secret';
  return [path, typeof value !== 'string' || isOther ? [] : findKeys(value, name)];
}

function argumentKeys(container: Fields, path: readonly (string | number)[]): readonly KeysAt[] {
  return ['command', 'args'].flatMap((list) =>
    listOf(container[list]).map(
      (argument, index): KeysAt => [
        pathOf(...path, list, index),
        typeof argument === 'string' ? findKeys(argument) : [],
      ],
    ),
  );
}
