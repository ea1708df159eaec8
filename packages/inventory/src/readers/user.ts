import type { ServiceSpecificCredentialMetadata } from '@aws-sdk/client-iam';
import { type SetMembers, userKey, userKeyFromArn } from '@podguard/core';
import { allPages } from '../all-pages.ts';
import { iamName, members, oneOf } from '../answers.ts';
import type { Clients } from '../clients.ts';
import { must, mustBe } from '../must.ts';
import { orNull } from '../or-null.ts';
import { defineReader } from '../reader.ts';

export const user = defineReader({
  name: 'user',
  kind: 'iam-user',
  actions: ['iam:GetUser', 'iam:ListAttachedUserPolicies', 'iam:ListServiceSpecificCredentials'],
  target: (key) => iamName(key, 'user'),
  async ask({ partition, account, name: UserName }, { clients, iamRegion, signal: abortSignal }) {
    const api = await clients.iam(iamRegion);
    const { sdk, client } = api;
    const answer = await orNull(
      client.send(new sdk.GetUserCommand({ UserName }), { abortSignal }),
      'NoSuchEntityException',
    );
    if (answer === null) return null;
    const { Arn, UserId } = must(answer.User, 'user');
    mustBe(userKeyFromArn(Arn ?? ''), userKey(partition, account, UserName));
    const [attached, serviceCredentials] = await Promise.all([
      allPages(
        sdk.paginateListAttachedUserPolicies({ client }, { UserName }, { abortSignal }),
        ({ AttachedPolicies }) => AttachedPolicies,
      ),
      serviceCredentialsOf(api, UserName, abortSignal),
    ]);
    return {
      fields: { arn: Arn, userId: UserId },
      sets: { policies: members(attached.map(({ PolicyArn }) => PolicyArn)), serviceCredentials },
    };
  },
});

type Iam = Awaited<ReturnType<Clients['iam']>>;

/** The ids of a user's service-specific credentials, and their status. */
export async function serviceCredentialsOf(
  api: Iam,
  UserName: string,
  abortSignal: AbortSignal,
): Promise<SetMembers | null> {
  const credentials = await credentialsOf(api, UserName, abortSignal);
  const statuses = credentials?.map(({ ServiceSpecificCredentialId, Status }) => [
    must(ServiceSpecificCredentialId, 'credential'),
    oneOf(Status, ['Active', 'Inactive', 'Expired']) ?? true,
  ]);
  return statuses === undefined ? null : Object.fromEntries(statuses);
}

/** All pages: the SDK has no paginator for them. Undefined where one of them holds no list. */
async function credentialsOf({ sdk, client }: Iam, UserName: string, abortSignal: AbortSignal) {
  const found: ServiceSpecificCredentialMetadata[] = [];
  let Marker: string | undefined;
  do {
    const command = new sdk.ListServiceSpecificCredentialsCommand({ UserName, Marker });
    const page = await client.send(command, { abortSignal });
    if (page.ServiceSpecificCredentials === undefined) return undefined;
    found.push(...page.ServiceSpecificCredentials);
    Marker = page.IsTruncated === true ? must(page.Marker, 'marker') : undefined;
  } while (Marker !== undefined);
  return found;
}
