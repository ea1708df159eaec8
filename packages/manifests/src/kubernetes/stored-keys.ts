import type { SetMembers } from '@podguard/core';
import { findKey, isForeignId, keyPartOf } from '../aws-keys.ts';
import { mastersIn } from './aws-auth.ts';
import type { Draft, ObjectHead } from './draft.ts';
import type { Entries } from './environment.ts';
import { type Fields, fieldsOf, literalOf, pathOf } from './fields.ts';

export function readSecret(head: ObjectHead, object: Fields): Draft {
  return {
    ...head,
    kind: 'k8s-secret',
    fields: { name: head.name, namespace: head.namespace },
    sets: { keys: { ...keysIn(object, 'data', decoded), ...keysIn(object, 'stringData', textOf) } },
    entries: once(() => [...textsIn(object, 'data', decoded), ...textsIn(object, 'stringData', textOf)]),
  };
}

export function readConfigMap(head: ObjectHead, object: Fields): Draft {
  const isAwsAuth = head.name === 'aws-auth' && (head.namespace ?? 'kube-system') === 'kube-system';
  return {
    ...head,
    kind: 'k8s-config-map',
    fields: { name: head.name, namespace: head.namespace },
    sets: {
      keys: { ...keysIn(object, 'data', textOf), ...keysIn(object, 'binaryData', decoded) },
      masters: isAwsAuth ? mastersIn(object.data) : {},
    },
    entries: once(() => textsIn(object, 'data', textOf)),
  };
}

/** Many may take them. */
function once(texts: () => readonly (readonly [string, string])[]): () => Entries {
  let entries: Entries | undefined;
  return () => {
    entries ??= new Map(texts().map(([name, text]) => [name, literalOf(text.trim()) ?? undefined]));
    return entries;
  };
}

type Read = (value: unknown) => string | null;

function textsIn(object: Fields, field: string, read: Read): readonly (readonly [string, string])[] {
  return Object.entries(fieldsOf(object[field])).flatMap(([name, value]) => {
    const text = read(value);
    return text === null ? [] : [[name, text] as const];
  });
}

function keysIn(object: Fields, field: string, read: Read): SetMembers {
  const texts = textsIn(object, field, read);
  const foreign = texts.some(([name, text]) => keyPartOf(name) === 'id' && isForeignId(text));
  return Object.fromEntries(
    texts.flatMap(([name, text]) => {
      const key = findKey(text, name);
      return key === null || (foreign && keyPartOf(name) === 'secret') ? [] : [[pathOf(field, name), key]];
    }),
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
