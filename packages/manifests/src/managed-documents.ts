import { type Change, known, parseArn, policyKeyFromArn } from '@podguard/core';
import type { DocumentRead } from './document-read.ts';
import type { RoleFacts } from './policy-document.ts';
import { undated } from './undated.ts';

const VERSION = 'default';

/** The documents of managed policies among those read; each file's roles take those of their own file before another's. */
export function managedDocuments(reads: readonly DocumentRead[]) {
  const byArn = Map.groupBy(
    reads.filter(({ document }) => document.managed !== undefined),
    ({ document }) => document.managed,
  );
  const find = (arn: string, file: string | undefined) => {
    const all = byArn.get(arn) ?? [];
    return all.find((one) => one.file === file) ?? all[0];
  };
  return {
    /** As documents of the role, by the ARN. */
    attachedTo(role: RoleFacts, file: string | undefined): readonly DocumentRead[] {
      const found = (role.policies?.attached ?? []).flatMap((arn) => find(arn, file) ?? []);
      return found.map(({ file: from, document: { managed: _, ...document } }) => ({
        file: from,
        document: { ...document, role },
      }));
    },
    /** Customer managed ones, which roles have as a boundary or name in conditions; AWS's own have no resource. */
    customerPolicies(): readonly Change[] {
      return [...byArn].flatMap(([arn = '', [read]]) => {
        const key = policyKeyFromArn(arn);
        return key === undefined || read === undefined ? [] : [toPolicy(key, arn, read)];
      });
    },
  };
}

function toPolicy(key: string, arn: string, { file, document }: DocumentRead): Change {
  return {
    op: 'put',
    creates: false,
    kind: 'iam-policy',
    key,
    account: parseArn(arn)?.account ?? '',
    region: '',
    ...undated(`document:${key}`, file),
    fields: { arn: known(arn), defaultVersion: known(VERSION) },
    sets: { versions: { [VERSION]: document.text } },
  };
}
