import { allPages } from '../all-pages.ts';
import { oneOf, timeText } from '../answers.ts';
import { must } from '../must.ts';
import { defineReader } from '../reader.ts';

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
    return {
      fields: {
        keyId,
        createdAt: timeText(found.CreateDate),
        // Nothing is told of uses before 2015: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyLastUsed.html
        lastUsedAt: timeText(used.AccessKeyLastUsed?.LastUsedDate) ?? null,
        readAt: timeText(startedAt),
        userName: UserName,
        status: oneOf(found.Status, ['Active', 'Inactive', 'Expired']),
        // Only users' keys are listed.
        ofRoot: false,
        creator: undefined,
        creatorSession: undefined,
        createdByOwner: undefined,
      },
      sets: {},
    };
  },
});
