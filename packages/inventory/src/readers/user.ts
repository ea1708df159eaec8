import { allPages } from '../all-pages.ts';
import { iamName, members, oneOf } from '../answers.ts';
import { must } from '../must.ts';
import { orNull } from '../or-null.ts';
import { defineReader } from '../reader.ts';

export const user = defineReader({
  name: 'user',
  kind: 'iam-user',
  actions: ['iam:GetUser', 'iam:ListAttachedUserPolicies', 'iam:ListServiceSpecificCredentials'],
  target: (key) => iamName(key, 'user'),
  async ask({ name: UserName }, { clients, iamRegion, signal: abortSignal }) {
    const { sdk, client } = await clients.iam(iamRegion);
    const answer = await orNull(
      client.send(new sdk.GetUserCommand({ UserName }), { abortSignal }),
      'NoSuchEntityException',
    );
    if (answer === null) return null;
    const { Arn, UserId } = must(answer.User, 'user');
    const [attached, { ServiceSpecificCredentials: credentials }] = await Promise.all([
      allPages(
        sdk.paginateListAttachedUserPolicies({ client }, { UserName }, { abortSignal }),
        ({ AttachedPolicies }) => AttachedPolicies,
      ),
      client.send(new sdk.ListServiceSpecificCredentialsCommand({ UserName }), { abortSignal }),
    ]);
    const statuses = credentials?.map(({ ServiceSpecificCredentialId, Status }) => [
      must(ServiceSpecificCredentialId, 'credential'),
      oneOf(Status, ['Active', 'Inactive', 'Expired']) ?? true,
    ]);
    return {
      fields: { arn: Arn, userId: UserId },
      sets: {
        policies: members(attached.map(({ PolicyArn }) => PolicyArn)),
        serviceCredentials: statuses === undefined ? null : Object.fromEntries(statuses),
      },
    };
  },
});
