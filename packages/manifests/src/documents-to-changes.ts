import {
  type Change,
  KINDS,
  known,
  type PutChange,
  parseArn,
  type Reported,
  roleKey,
  roleKeyFromArn,
  type SetMembers,
  unknown,
} from '@podguard/core';
import type { PolicyDocument, RoleFacts } from './policy-document.ts';
import { undated } from './undated.ts';

/** A document and the file that holds it, its path as given. */
export interface DocumentRead {
  readonly file: string;
  readonly document: PolicyDocument;
}

export interface RolesRead {
  readonly changes: readonly Change[];
  /** The documents of each role, by its key. */
  readonly documents: ReadonlyMap<string, readonly DocumentRead[]>;
  /** Roles of which a permission policy was given: it is judged as that of a role that pods get. */
  readonly podRoles: readonly string[];
}

/**
 * The roles that documents describe. Documents of one role are put together, as long as they do not contradict each other:
 * another trust policy for the same role is judged by itself, under its file's path.
 */
export function documentsToChanges(reads: readonly DocumentRead[], account: string | undefined): RolesRead {
  const documents = new Map<string, DocumentRead[]>();
  for (const read of reads) {
    const key = keyOf(read, account);
    const same = documents.get(key);
    if (same === undefined) documents.set(key, [read]);
    else if (same.every((other) => agree(other, read))) same.push(read);
    else documents.set(freeKey(keyOfFile(read.file), documents), [read]);
  }
  const roles = [...documents].filter(([, of]) => of.some(isPermissions));
  return {
    documents,
    changes: [...documents].map(([key, of]) => toChange(key, of, account)),
    podRoles: roles.map(([key]) => key),
  };
}

/** What its role's permission policy is called; without a name it is called by its file, as AWS allows no policy to be called. */
export function policyNameOf({ file, document }: DocumentRead): string {
  return document.policyName ?? `document ${keyOfFile(file)}`;
}

function keyOf({ file, document: { role } }: DocumentRead, account: string | undefined): string {
  const key = role.arn === undefined ? undefined : roleKeyFromArn(role.arn);
  if (key !== undefined) return key;
  if (role.name !== undefined && account !== undefined) return roleKey('aws', account, role.name);
  return keyOfFile(file);
}

function keyOfFile(file: string): string {
  return file === '-' ? 'standard input' : file;
}

function agree({ document: one }: DocumentRead, { document: other }: DocumentRead): boolean {
  if (one.text === other.text || one.kind !== other.kind) return true;
  return one.kind === 'permission-policy' && one.policyName !== other.policyName;
}

function freeKey(file: string, taken: ReadonlyMap<string, unknown>): string {
  if (!taken.has(file)) return file;
  let count = 2;
  while (taken.has(`${file}#${count}`)) count += 1;
  return `${file}#${count}`;
}

function toChange(key: string, reads: readonly DocumentRead[], account: string | undefined): PutChange {
  const [{ file }] = reads as readonly [DocumentRead];
  const facts: RoleFacts = Object.assign({}, ...reads.map(({ document }) => document.role));
  const trust = reads.find(({ document }) => document.kind === 'trust-policy')?.document.text;
  const permissions = reads.filter(isPermissions);
  const inline: SetMembers = Object.fromEntries(
    permissions.map((read) => [policyNameOf(read), read.document.text]),
  );
  const told = {
    ...facts,
    trust,
    boundary: facts.boundary ?? (permissions.length > 0 ? null : facts.boundary),
  };
  return {
    op: 'put',
    creates: false,
    kind: 'iam-role',
    key,
    account: parseArn(key)?.account ?? account ?? '',
    region: '',
    ...undated(`document:${key}`, file),
    fields: fieldsOf(told),
    sets: permissions.length > 0 ? { ...NO_SETS, policies: {}, inlinePolicies: inline } : NO_SETS,
  };
}

/** Every field is named: what no document tells is not known, not absent. */
function fieldsOf(told: Readonly<Record<string, unknown>>): Readonly<Record<string, Reported>> {
  return Object.fromEntries(
    KINDS['iam-role'].fields.map((name) => {
      const value = told[name];
      return [name, value === undefined ? unknown : known(value as string | number | null)];
    }),
  );
}

const NO_SETS = Object.fromEntries(KINDS['iam-role'].sets.map((name) => [name, null]));

function isPermissions({ document }: DocumentRead): boolean {
  return document.kind === 'permission-policy';
}
