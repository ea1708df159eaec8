import type { AccessKeyMetadata, UserDetail } from '@aws-sdk/client-iam';
import { accessKeyKey, type StateChange, userKeyFromArn } from '@podguard/core';
import { allPages } from '../all-pages.ts';
import { members, timeText } from '../answers.ts';
import { faultOf, isNamed } from '../fault.ts';
import type { KeysPage, ListContext, Listing } from '../listing.ts';
import { mapBounded } from '../map-bounded.ts';
import { must } from '../must.ts';
import { toldChange } from '../reader.ts';
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

async function toldUser(
  user: UserDetail,
  report: Report,
  context: ListContext,
): Promise<Omit<KeysPage, 'next'>> {
  const { account, iamRegion, signal } = context;
  const [key = ''] = keysOf([user.Arn], userKeyFromArn);
  const UserName = must(user.UserName, 'name');
  try {
    const api = await context.clients.iam(context.region);
    const pages = api.sdk.paginateListAccessKeys(
      { client: api.client },
      { UserName },
      { abortSignal: signal },
    );
    const [listed, serviceCredentials] = await Promise.all([
      allPages(pages, ({ AccessKeyMetadata }) => AccessKeyMetadata),
      serviceCredentialsOf(api, UserName, signal),
    ]);
    const sets = {
      policies: members(user.AttachedManagedPolicies?.map(({ PolicyArn }) => PolicyArn)),
      serviceCredentials,
    };
    const told = { fields: { arn: user.Arn, userId: user.UserId }, sets };
    const ids = listed.map(({ AccessKeyId }) => AccessKeyId);
    const keys = await Promise.all(listed.map((one) => accessKeyChange(one, user, report, context)));
    return {
      keys: [key, ...keysOf(ids, (id) => accessKeyKey(account, id))],
      told: [toldChange(source, { kind: 'iam-user', key, region: iamRegion, told }, context), ...keys],
    };
  } catch (error) {
    if (isNamed(error, 'NoSuchEntityException')) {
      const gone = { kind: 'iam-user', key, region: iamRegion, told: null } as const;
      return { keys: [key], told: [toldChange(source, gone, context)] };
    }
    return { keys: [key], unread: [{ key, ...faultOf(error) }] };
  }
}

async function accessKeyChange(
  found: AccessKeyMetadata,
  { Arn, UserName }: UserDetail,
  report: Report,
  context: ListContext,
): Promise<StateChange> {
  const { account, iamRegion, startedAt } = context;
  const reported = report.outcome === 'read' ? reportedUse(found, report, Arn) : undefined;
  const use = reported ?? { lastUsedAt: await lastUsedAt(found, context), readAt: timeText(startedAt) };
  const key = accessKeyKey(account, must(found.AccessKeyId, 'id'));
  const told = toldKey({ ...found, UserName }, use);
  return toldChange(source, { kind: 'access-key', key, region: iamRegion, told }, context);
}

/** The report does not name ids: it is told by when it was made, where that is the time of one key alone. */
function reportedUse({ CreateDate }: AccessKeyMetadata, { keys, madeAt }: CredentialReport, arn?: string) {
  const madeThen = keys.get(arn ?? '')?.filter(({ changedAt }) => changedAt === timeText(CreateDate)) ?? [];
  const [one, ...others] = madeThen;
  if (one === undefined || others.length > 0) return undefined;
  return { lastUsedAt: one.lastUsedAt, readAt: timeText(madeAt) };
}

async function lastUsedAt({ AccessKeyId }: AccessKeyMetadata, { clients, region, signal }: ListContext) {
  const { sdk, client } = await clients.iam(region);
  const command = new sdk.GetAccessKeyLastUsedCommand({ AccessKeyId });
  const { AccessKeyLastUsed } = await client.send(command, { abortSignal: signal });
  return timeText(AccessKeyLastUsed?.LastUsedDate) ?? null;
}
