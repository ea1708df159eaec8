import type { AccessKeyMetadata, UserDetail } from '@aws-sdk/client-iam';
import { accessKeyKey, userKeyFromArn } from '@podguard/core';
import { allPages } from '../all-pages.ts';
import { members, timeText } from '../answers.ts';
import { faultOf, isNamed } from '../fault.ts';
import type { KeysPage, ListContext, Listing } from '../listing.ts';
import { mapBounded } from '../map-bounded.ts';
import { must } from '../must.ts';
import { type ReadContext, type Told, toldChange } from '../reader.ts';
import { toldKey } from '../readers/access-key.ts';
import { serviceCredentialsOf } from '../readers/user.ts';
import { type CredentialReport, credentialReport } from './credential-report.ts';
import { keysOf, nextOf } from './iam-pages.ts';
import { rootKeys } from './root-keys.ts';

/** Each takes two calls more. */
const MaxItems = 50;
const PARALLEL = 5;
const HOURS_4 = 4 * 60 * 60_000;

const source = {
  name: 'users',
  actions: [
    'iam:GenerateCredentialReport',
    'iam:GetAccessKeyLastUsed',
    'iam:GetAccountAuthorizationDetails',
    'iam:GetCredentialReport',
    'iam:ListAccessKeys',
    'iam:ListServiceSpecificCredentials',
  ],
} as const;

/** Users with their access keys, and these with their last use; the root's keys on the first page. */
export const users: Listing = {
  ...source,
  kinds: ['iam-user', 'access-key'],
  scope: 'account',
  async list(Marker, context) {
    const { sdk, client } = await context.clients.iam(context.region);
    const command = new sdk.GetAccountAuthorizationDetailsCommand({ Filter: ['User'], MaxItems, Marker });
    const [answer, report] = await Promise.all([
      client.send(command, { abortSignal: context.signal }),
      credentialReport(context, Marker === undefined),
    ]);
    const found = must(answer.UserDetailList, 'list');
    const pages = await mapBounded(found, PARALLEL, (user) => toldUser(user, report, context));
    const all = Marker === undefined ? [...pages, ofReport(report, context)] : pages;
    return {
      keys: all.flatMap(({ keys }) => keys),
      told: all.flatMap(({ told = [] }) => told),
      unread: all.flatMap(({ unread = [] }) => unread),
      next: nextOf(answer),
    };
  },
};

type Report = Awaited<ReturnType<typeof credentialReport>>;

/** Root's keys. Where the report is of another account nothing is told of it. */
function ofReport(report: Report, context: ListContext): Omit<KeysPage, 'next'> {
  const unread = reportGap(report, context);
  try {
    return { ...rootKeys(source, report, context), unread };
  } catch (error) {
    return { keys: [], unread: [...unread, { key: `${context.account}/root`, ...faultOf(error) }] };
  }
}

/** That there is none, or that it is older than AWS says that it can be. */
function reportGap(report: Report, { startedAt, account }: ListContext): NonNullable<KeysPage['unread']> {
  const key = `${account}/credential-report`;
  if (report.outcome !== 'read') return [{ key, outcome: report.outcome, reason: report.reason }];
  if (startedAt.getTime() - report.madeAt.getTime() <= HOURS_4) return [];
  return [{ key, outcome: 'failed', reason: `it was made at ${timeText(report.madeAt)}` }];
}

type OfUser = Omit<KeysPage, 'next'>;

/** A user, and what of it could be read: that its credentials may not be says nothing against its keys. */
async function toldUser(user: UserDetail, report: Report, context: ListContext): Promise<OfUser> {
  const [key = ''] = keysOf([user.Arn], userKeyFromArn);
  const UserName = must(user.UserName, 'name');
  const [ofKeys, credentials] = await Promise.allSettled([
    toldKeys(user, report, context),
    context.part(async ({ clients, signal }) =>
      serviceCredentialsOf(await clients.iam(context.region), UserName, signal),
    ),
  ]);
  const { keys, told = [], unread = [] } = ofKeys.status === 'fulfilled' ? ofKeys.value : { keys: [] };
  const change = (its: Told<'iam-user'> | null) =>
    toldChange(source, { kind: 'iam-user', key, region: context.iamRegion, told: its }, context);
  const refused = [ofKeys, credentials].find(({ status }) => status === 'rejected');
  if (refused?.status === 'rejected') {
    const { reason } = refused;
    if (isNamed(reason, 'NoSuchEntityException')) return { keys: [key], told: [change(null)] };
    return { keys: [key, ...keys], told, unread: [{ key, ...faultOf(reason) }, ...unread] };
  }
  const sets = {
    policies: members(user.AttachedManagedPolicies?.map(({ PolicyArn }) => PolicyArn)),
    serviceCredentials: credentials.status === 'fulfilled' ? credentials.value : null,
  };
  const whole = change({ fields: { arn: user.Arn, userId: user.UserId }, sets });
  return { keys: [key, ...keys], told: [whole, ...told], unread };
}

async function toldKeys(user: UserDetail, report: Report, context: ListContext): Promise<OfUser> {
  const listed = await context.part(async ({ clients, signal: abortSignal }) => {
    const { sdk, client } = await clients.iam(context.region);
    const pages = sdk.paginateListAccessKeys({ client }, { UserName: user.UserName }, { abortSignal });
    return allPages(pages, ({ AccessKeyMetadata }) => AccessKeyMetadata);
  });
  const all = await Promise.all(listed.map((one) => toldKeyOf(one, user, report, context)));
  return {
    keys: all.flatMap(({ keys }) => keys),
    told: all.flatMap(({ told = [] }) => told),
    unread: all.flatMap(({ unread = [] }) => unread),
  };
}

/** Its last use alone may not be had: IAM denies to tell it of a key that is gone meanwhile, too. */
async function toldKeyOf(
  found: AccessKeyMetadata,
  { Arn, UserName }: UserDetail,
  report: Report,
  context: ListContext,
): Promise<OfUser> {
  const { account, iamRegion } = context;
  const key = accessKeyKey(account, must(found.AccessKeyId, 'id'));
  const reported = report.outcome === 'read' ? reportedUse(found, report, Arn) : undefined;
  const asked = reported ?? (await context.part((part) => useOf(found, part)).catch(faultOf));
  const isFault = 'outcome' in asked;
  const use = isFault ? { lastUsedAt: undefined, readAt: undefined } : asked;
  const told = toldKey({ ...found, UserName }, use);
  return {
    keys: [key],
    told: [toldChange(source, { kind: 'access-key', key, region: iamRegion, told }, context)],
    unread: isFault ? [{ key: `${key}/last-use`, ...asked }] : [],
  };
}

/** The report does not name ids: it is told by when it was made, where that is the time of one key alone. */
function reportedUse({ CreateDate }: AccessKeyMetadata, { keys, madeAt }: CredentialReport, arn?: string) {
  const madeThen = keys.get(arn ?? '')?.filter(({ changedAt }) => changedAt === timeText(CreateDate)) ?? [];
  const [one, ...others] = madeThen;
  if (one === undefined || others.length > 0) return undefined;
  return { lastUsedAt: one.lastUsedAt, readAt: timeText(madeAt) };
}

async function useOf(
  { AccessKeyId }: AccessKeyMetadata,
  { clients, iamRegion, signal, startedAt }: ReadContext,
) {
  const { sdk, client } = await clients.iam(iamRegion);
  const command = new sdk.GetAccessKeyLastUsedCommand({ AccessKeyId });
  const { AccessKeyLastUsed } = await client.send(command, { abortSignal: signal });
  return { lastUsedAt: timeText(AccessKeyLastUsed?.LastUsedDate) ?? null, readAt: timeText(startedAt) };
}
