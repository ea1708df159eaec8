import type { SetMembers } from '@podguard/core';
import { findKey, findKeys, isForeignId, keyPartOf, keysTogether } from '../aws-keys.ts';
import { mastersIn } from './aws-auth.ts';
import type { Draft, ObjectHead } from './draft.ts';
import type { Entries } from './environment.ts';
import { type Fields, fieldsOf, literalOf, pathOf } from './fields.ts';

type Read = (value: unknown) => string | null;
/** The fields of an object that hold texts, and how each is read. */
type Parts = readonly (readonly [field: string, read: Read])[];

const IN_SECRET: Parts = [
  ['data', decoded],
  ['stringData', textOf],
];
const IN_CONFIG_MAP: Parts = [
  ['data', textOf],
  ['binaryData', decoded],
];

export function readSecret(head: ObjectHead, object: Fields): Draft {
  return {
    ...head,
    kind: 'k8s-secret',
    fields: { name: head.name, namespace: head.namespace },
    sets: { keys: keysIn(object, IN_SECRET) },
    entries: once(() => textsIn(object, IN_SECRET)),
  };
}

export function readConfigMap(head: ObjectHead, object: Fields): Draft {
  const isAwsAuth = head.name === 'aws-auth' && (head.namespace ?? 'kube-system') === 'kube-system';
  return {
    ...head,
    kind: 'k8s-config-map',
    fields: { name: head.name, namespace: head.namespace },
    sets: {
      keys: keysIn(object, IN_CONFIG_MAP),
      masters: isAwsAuth ? mastersIn(object.data) : {},
    },
    entries: once(() => textsIn(object, [['data', textOf]])),
  };
}

/** Many may take them. */
function once(texts: () => readonly Text[]): () => Entries {
  let entries: Entries | undefined;
  return () => {
    entries ??= new Map(texts().map(({ name, text }) => [name, literalOf(text.trim()) ?? undefined]));
    return entries;
  };
}

interface Text {
  readonly path: string;
  readonly name: string;
  readonly text: string;
}

function textsIn(object: Fields, parts: Parts): readonly Text[] {
  return parts.flatMap(([field, read]) =>
    Object.entries(fieldsOf(object[field])).flatMap(([name, value]) => {
      const text = read(value);
      return text === null ? [] : [{ path: pathOf(field, name), name, text }];
    }),
  );
}

function keysIn(object: Fields, parts: Parts): SetMembers {
  const texts = textsIn(object, parts);
  const foreign = texts.some(({ name, text }) => keyPartOf(name) === 'id' && isForeignId(text));
  return keysTogether(
    texts
      .filter(({ name }) => !(foreign && keyPartOf(name) === 'secret'))
      .map(({ path, name, text }) => [path, findKeys(text, name)]),
  );
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** What is no base64 is judged as it is: then somebody forgot to encode it. */
function decoded(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const packed = value.replaceAll(/\s/g, '');
  const isBase64 = packed.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(packed);
  return isBase64 && findKey(value) === null ? atob(packed) : value;
}
