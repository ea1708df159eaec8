import { partitionOf } from '@podguard/core';
import { timeText } from '../answers.ts';
import { askReport, type CredentialReport } from '../listings/credential-report.ts';
import { defineReader, type Told } from '../reader.ts';

/** A key of the account root by its place in the credential report, which alone tells of it, and names no id. */
export const rootAccessKey = defineReader({
  name: 'root-access-key',
  kind: 'access-key',
  actions: ['iam:GenerateCredentialReport', 'iam:GetCredentialReport'],
  target(key) {
    const [, account, place] = /^(\d{12})\/root\/key-([12])$/.exec(key) ?? [];
    return account === undefined ? undefined : { region: '', account, place: Number(place) };
  },
  async ask({ account, place }, context) {
    return toldRootKey(await askReport(context), rootArn(context.iamRegion, account), place);
  },
});

export function rootArn(iamRegion: string, account: string): string {
  return `arn:${partitionOf(iamRegion)}:iam::${account}:root`;
}

/** `null`: there is none in that place. */
export function toldRootKey(
  { keys, madeAt }: CredentialReport,
  root: string,
  place: number,
): Told<'access-key'> | null {
  const all = keys.get(root);
  if (all === undefined) throw new Error(`the credential report tells nothing of ${root}`);
  const found = all[place - 1];
  if (found === undefined) return null;
  const { active, changedAt, lastUsedAt } = found;
  // AWS documents no time of change for a key that is not active: one that was never used either is taken for none.
  if (!active && changedAt === null && lastUsedAt === null) return null;
  return {
    fields: {
      keyId: null,
      // Or last changed: the report does not tell them apart.
      createdAt: changedAt ?? undefined,
      lastUsedAt,
      readAt: timeText(madeAt),
      userName: null,
      status: active ? 'Active' : 'Inactive',
      ofRoot: true,
      creator: undefined,
      creatorSession: undefined,
      createdByOwner: undefined,
    },
    sets: {},
  };
}
