import type { SetMembers } from '@podguard/core';
import { isFields, listOf, pathOf } from './fields.ts';
import { yamlDocuments } from './yaml-documents.ts';

const LISTS = { mapRoles: 'rolearn', mapUsers: 'userarn' } as const;

/**
 * The principals that the ConfigMap `aws-auth` maps to the group of cluster administrators; null where that cannot be read.
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html
 */
export function mastersIn(data: unknown): SetMembers | null {
  if (data === undefined || data === null) return {};
  if (!isFields(data)) return null;
  const masters: Record<string, string> = {};
  for (const [list, arn] of Object.entries(LISTS)) {
    const entries = entriesOf(data[list]);
    if (entries === null) return null;
    for (const [index, entry] of entries.entries()) {
      if (!isFields(entry) || !isListOrNone(entry.groups)) return null;
      const principal = entry[arn] ?? entry[arn.replace('arn', 'ARN')];
      const group = listOf(entry.groups).indexOf('system:masters');
      if (group >= 0 && typeof principal === 'string')
        masters[principal] ??= pathOf('data', list, index, 'groups', group);
    }
  }
  return masters;
}

function isListOrNone(value: unknown): boolean {
  return value === undefined || value === null || Array.isArray(value);
}

function entriesOf(text: unknown): readonly unknown[] | null {
  if (text === undefined || text === null) return [];
  if (typeof text !== 'string') return null;
  const documents = [...yamlDocuments(text, /./)];
  const [document] = documents;
  if (document === undefined) return [];
  if (documents.length > 1 || document.kind === 'problem') return null;
  if (document.value === null) return [];
  return Array.isArray(document.value) ? document.value : null;
}
