import { rootKeyKey, type StateChange } from '@podguard/core';
import type { Fault } from '../fault.ts';
import type { KeysPage, ListContext } from '../listing.ts';
import { type Reader, toldChange } from '../reader.ts';
import { rootArn, toldRootKey } from '../readers/root-access-key.ts';
import type { CredentialReport } from './credential-report.ts';

/** What the credential report tells of the account root's keys, as old as it is. */
export function rootKeys(
  source: Pick<Reader, 'name' | 'actions'>,
  report: CredentialReport | Fault,
  context: ListContext,
): Required<Pick<KeysPage, 'keys' | 'told'>> {
  const { account, iamRegion } = context;
  if (report.outcome !== 'read') return { keys: [], told: [] };
  const told = [1, 2].flatMap((place): readonly StateChange[] => {
    const found = toldRootKey(report, rootArn(iamRegion, account), place);
    if (found === null) return [];
    const change = { kind: 'access-key', key: rootKeyKey(account, place), region: iamRegion } as const;
    return [toldChange(source, { ...change, told: found }, { ...context, startedAt: report.madeAt })];
  });
  return { keys: told.map(({ key }) => key), told };
}
