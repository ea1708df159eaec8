/**
 * The form of access keys: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 * (long-lived `AKIA`, temporary `ASIA`); secret keys have 40 characters.
 */
const KEY_ID = /(?<![A-Za-z0-9/+_])A[KS]IA[A-Z0-9]{16}(?![A-Za-z0-9/+=])/g;
const SECRET_KEY = /^[A-Za-z0-9/+]{40}$/;
const ASSIGNED =
  /aws_?secret_?access_?key["']?\s{0,9}[=:,\s]\s{0,9}["']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/gi;
const SECRET_NAME = /secret_?(access_?)?key$/i;
/** Frameworks and other services have a `SECRET_KEY` of their own. */
const AWS_SECRET_NAME =
  /secret_?access_?key$|(^|_)(aws|amazon|s3|ses|sqs|dynamodb|ecr)_?(\w{1,99}_)?secret_?key$/i;
const ID_NAME = /access_?key(_?id)?$/i;
/** How the keys end that AWS's documentation shows: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html */
const DOCUMENTED = /EXAMPLE(KEY)?$/;

export type KeyPart = 'id' | 'secret';

/** Which part of a key a name stands for: `AWS_SECRET_ACCESS_KEY`, `secret-access-key`, `accessKeyID`. */
export function keyPartOf(name: string): KeyPart | null {
  const plain = name.replaceAll(/[-.]/g, '_');
  if (SECRET_NAME.test(plain)) return 'secret';
  return ID_NAME.test(plain) ? 'id' : null;
}

/** A key as it is shown, and where in its text it stands. */
export interface FoundKey {
  readonly part: KeyPart;
  readonly temporary: boolean;
  readonly key: string;
  readonly at: number;
}

/** The AWS key in a text, by an id's first and last four letters and never more: null where there is none. */
export function findKey(text: string, name = ''): string | null {
  return findKeys(text, name)[0]?.key ?? null;
}

/** All of them, ids before secrets. What is named a secret access key counts by its form. */
export function findKeys(text: string, name = ''): readonly FoundKey[] {
  if (/^minio/i.test(name)) return [];
  const ids = [...text.matchAll(KEY_ID)]
    .filter(([id]) => isDrawn(id.slice(4), 5))
    .map(({ 0: id, index }) => idAt(id, index));
  const assigned = [...text.matchAll(ASSIGNED)].map(({ 0: whole, 1: secret = '', index }) => ({
    secret,
    at: index + whole.length - secret.length,
  }));
  const named = AWS_SECRET_NAME.test(name.replaceAll(/[-.]/g, '_'))
    ? [{ secret: text.trim(), at: text.length - text.trimStart().length }]
    : [];
  const secrets = [...assigned, ...named].filter(({ secret }) => SECRET_KEY.test(secret) && isSecret(secret));
  return [
    ...ids,
    ...secrets.map(({ at }) => ({ part: 'secret' as const, temporary: false, key: 'secret access key', at })),
  ];
}

/**
 * Of what stands together (the entries of a Secret, a container's variables) by its path the key that weighs most: a long-lived one
 * before a temporary one. Where all ids are temporary, and there are no more secrets than ids, so are the secrets.
 */
export function keysTogether(
  found: readonly (readonly [path: string, keys: readonly FoundKey[]])[],
): Readonly<Record<string, string>> {
  const ids = found.flatMap(([, keys]) => keys.filter(({ part }) => part === 'id'));
  const secrets = found.flatMap(([, keys]) => keys.filter(({ part }) => part === 'secret'));
  const temporary = ids.every((id) => id.temporary) && secrets.length <= ids.length;
  return Object.fromEntries(
    found.flatMap(([path, keys]) => {
      const [first] = keys;
      if (first === undefined) return [];
      const { part, key } = temporary ? first : (keys.find((one) => !one.temporary) ?? first);
      return [[path, temporary && part === 'secret' ? `temporary ${key}` : key]];
    }),
  );
}

/** Of other services that take the form of AWS's (MinIO, Wasabi): an id that no id of AWS is. */
export function isForeignId(text: string): boolean {
  return text.trim() !== '' && findKey(text) === null;
}

function idAt(id: string, at: number): FoundKey {
  const temporary = id.startsWith('ASIA');
  const kind = temporary ? 'temporary access key' : 'access key';
  return { part: 'id', temporary, key: `${kind} ${id.slice(0, 4)}…${id.slice(-4)}`, at };
}

/** A placeholder repeats itself, and a hash has small letters only. */
function isSecret(text: string): boolean {
  return /[A-Z]/.test(text) && /[a-z]/.test(text) && isDrawn(text, 12);
}

/** What is no placeholder. */
function isDrawn(text: string, distinct: number): boolean {
  return (
    new Set(text).size >= distinct && !/(.)\1{4}/.test(text) && !isSequence(text) && !DOCUMENTED.test(text)
  );
}

/** `12345678`, `ABCDEFGH`: nobody draws that. */
function isSequence(text: string): boolean {
  const codes = [...text.toLowerCase()].map((letter) => letter.charCodeAt(0));
  let run = 1;
  return codes.some((code, index) => {
    run = index > 0 && code === (codes[index - 1] ?? 0) + 1 ? run + 1 : 1;
    return run >= 8;
  });
}
