import type { AccessKeyMetadata } from '@aws-sdk/client-iam';
import { allPages } from '../all-pages.ts';
import { oneOf, timeText } from '../answers.ts';
import { must } from '../must.ts';
import { defineReader, type Told } from '../reader.ts';

export const accessKey = defineReader({
  name: 'access-key',
  kind: 'access-key',
  actions: ['iam:GetAccessKeyLastUsed', 'iam:ListAccessKeys'],
  target(key) {
    const keyId = /^\d{12}\/([A-Z0-9]{16,128})$/.exec(key)?.[1];
    return keyId === undefined ? undefined : { region: '', keyId };
  },
  async ask({ keyId }, { clients, iamRegion, startedAt, signal: abortSignal }) {
    const { sdk, client } = await clients.iam(iamRegion);
    const command = new sdk.GetAccessKeyLastUsedCommand({ AccessKeyId: keyId });
    const used = await client.send(command, { abortSignal });
    const UserName = must(used.UserName, 'user of the access key');
    // That there is no such user contradicts the answer before: it fails, and says nothing of the key.
    const listed = await allPages(
      sdk.paginateListAccessKeys({ client }, { UserName }, { abortSignal }),
      ({ AccessKeyMetadata }) => AccessKeyMetadata,
    );
    const found = listed.find(({ AccessKeyId }) => AccessKeyId === keyId);
    if (found === undefined) return null;
    // Nothing is told of uses before 2015: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyLastUsed.html
    const lastUsedAt = timeText(used.AccessKeyLastUsed?.LastUsedDate) ?? null;
    return toldKey({ ...found, UserName }, { lastUsedAt, readAt: timeText(startedAt) });
  },
});

/** A key as its user's list has it, and its last use as it was when that was read. */
export function toldKey(
  { AccessKeyId, CreateDate, Status, UserName }: AccessKeyMetadata,
  { lastUsedAt, readAt }: Pick<Told<'access-key'>['fields'], 'lastUsedAt' | 'readAt'>,
): Told<'access-key'> {
  return {
    fields: {
      keyId: AccessKeyId,
      createdAt: timeText(CreateDate),
      lastUsedAt,
      readAt,
      userName: UserName,
      status: oneOf(Status, ['Active', 'Inactive', 'Expired']),
      // Only users' keys are listed.
      ofRoot: false,
      creator: undefined,
      creatorSession: undefined,
      createdByOwner: undefined,
    },
    sets: {},
  };
}
