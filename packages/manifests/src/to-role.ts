import {
  KINDS,
  known,
  type PutChange,
  parseArn,
  type Reported,
  type SetMembers,
  unknown,
} from '@podguard/core';
import { type DocumentRead, isPermissions, policyNameOf } from './document-read.ts';
import type { RoleFacts } from './policy-document.ts';
import { undated } from './undated.ts';

/** The role of these documents, which they and the facts tell. */
export function toRole(
  key: string,
  facts: RoleFacts,
  reads: readonly DocumentRead[],
  account: string | undefined,
): PutChange {
  const [{ file }] = reads as readonly [DocumentRead];
  const trust = reads.find(({ document }) => document.kind === 'trust-policy')?.document.text;
  const permissions = reads.filter(isPermissions);
  const told = {
    ...facts,
    trust,
    boundary:
      facts.policies === undefined && permissions.length > 0 ? (facts.boundary ?? null) : facts.boundary,
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
    sets: { ...NO_SETS, tags: facts.tags ?? null, ...policySets(facts, permissions) },
  };
}

/**
 * What a managed policy with a document grants is the same as that of an inline policy by its ARN: so AWS's own are known, too,
 * which no resource stands for. What has no document is there, and not known.
 */
function policySets(
  facts: RoleFacts,
  permissions: readonly DocumentRead[],
): Readonly<Record<string, SetMembers | null>> {
  const all = facts.policies ?? (permissions.length > 0 ? { inline: [], attached: [] } : undefined);
  if (all === undefined) return {};
  const { inline, attached } = all;
  const documents = new Map(permissions.map((read) => [policyNameOf(read), read.document.text]));
  const unread = attached?.filter((arn) => !documents.has(arn));
  // A set is told whole: beside inline policies of which there may be more, it is the attached ones that are not known.
  const isOpen = unread === undefined || (inline === undefined && documents.size > 0);
  const isSilent = inline === undefined && documents.size === 0;
  const names = (inline ?? []).map((name) => [name, true] as const);
  return {
    policies: isOpen ? null : Object.fromEntries(unread.map((arn) => [arn, true])),
    inlinePolicies: isSilent ? null : Object.fromEntries([...names, ...documents]),
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
