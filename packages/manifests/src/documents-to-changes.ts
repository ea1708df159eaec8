import { type Change, type JsonValue, roleKey, roleKeyFromArn, sameJson } from '@podguard/core';
import { type DocumentRead, isPermissions, keyOfFile } from './document-read.ts';
import { managedDocuments } from './managed-documents.ts';
import type { RoleFacts } from './policy-document.ts';
import { toRole } from './to-role.ts';
import { trustsPodIdentity } from './trusts-pod-identity.ts';

export interface RolesRead {
  readonly changes: readonly Change[];
  /** The documents of each role, by its key. */
  readonly documents: ReadonlyMap<string, readonly DocumentRead[]>;
  /** Roles of which a permission policy was given: it is judged as that of a role that pods get. */
  readonly podRoles: readonly string[];
}

/**
 * The roles that documents describe. Documents of one role are put together, as long as they do not contradict each other:
 * another trust policy for the same role is judged by itself, under its file's path. A managed policy is given to each role that
 * has it attached, by its ARN.
 */
export function documentsToChanges(reads: readonly DocumentRead[], account: string | undefined): RolesRead {
  const managed = managedDocuments(reads);
  const own = new Map<string, DocumentRead[]>();
  const ofRoles = reads.filter(({ document }) => document.managed === undefined);
  // What one answer or object tells of a role stays together.
  for (const told of Map.groupBy(ofRoles, ({ document }) => document.role).values()) {
    const [read] = told as [DocumentRead];
    const key = keyOf(read, account);
    const same = own.get(key);
    if (same === undefined) own.set(key, told);
    else if (same.every((other) => told.every((one) => agree(other, one) && agreeOfRole(other, one))))
      same.push(...told);
    else own.set(freeKey(placeOf(read), own), told);
  }
  const roles = [...own].map(([key, of]) => {
    const facts: RoleFacts = Object.assign({}, ...of.map(({ document }) => document.role));
    return { key, facts, own: of, all: [...of, ...managed.attachedTo(facts, of[0]?.file)] };
  });
  return {
    documents: new Map(roles.map(({ key, all }) => [key, all.map(byItself)])),
    changes: [
      ...roles.map(({ key, facts, all }) => toRole(key, facts, all, account)),
      ...managed.customerPolicies(),
    ],
    podRoles: roles.filter(({ own: of }) => of.some(isOfPods)).map(({ key }) => key),
  };
}

/** All policies of the role are told by the documents that go with it. */
function byItself(read: DocumentRead): DocumentRead {
  const { role } = read.document;
  if (role.policies === undefined) return read;
  const told = { ...role, policies: { inline: [], attached: [] } };
  return { ...read, document: { ...read.document, role: told } };
}

/** A policy that somebody gives to be judged; of an account's roles those whose trust policy is for pods. */
function isOfPods(read: DocumentRead): boolean {
  const { role, text } = read.document;
  if (role.policies === undefined) return isPermissions(read);
  return !isPermissions(read) && trustsPodIdentity(text);
}

function keyOf(read: DocumentRead, account: string | undefined): string {
  const { role } = read.document;
  const key = role.arn === undefined ? undefined : roleKeyFromArn(role.arn);
  if (key !== undefined) return key;
  if (role.name !== undefined && account !== undefined) return roleKey('aws', account, role.name);
  return placeOf(read);
}

/** `iam.json`; `iam.yaml#Role/web/app` */
function placeOf({ file, document: { role } }: DocumentRead): string {
  return role.place === undefined ? keyOfFile(file) : `${keyOfFile(file)}#${role.place}`;
}

function agree({ document: one }: DocumentRead, { document: other }: DocumentRead): boolean {
  if (one.text === other.text || one.kind !== other.kind) return true;
  return one.kind === 'permission-policy' && one.policyName !== other.policyName;
}

/** Several objects and answers may tell of roles of one name: of other accounts, of other stages. */
function agreeOfRole({ document: one }: DocumentRead, { document: other }: DocumentRead): boolean {
  const { place: _place, ...facts } = one.role;
  return Object.entries(facts).every(([name, fact]) => {
    const also = other.role[name as keyof RoleFacts];
    return also === undefined || sameJson(fact as JsonValue, also as JsonValue);
  });
}

function freeKey(key: string, taken: ReadonlyMap<string, unknown>): string {
  if (!taken.has(key)) return key;
  let count = 2;
  while (taken.has(`${key}#${count}`)) count += 1;
  return `${key}#${count}`;
}
