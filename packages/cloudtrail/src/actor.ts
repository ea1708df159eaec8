import { type Actor, type Cause, parseArn, partitionOf } from '@podguard/core';
import { type Place, text, toPlace, within } from './parameters.ts';
import type { CloudTrailRecord } from './read/record.ts';
import { toTool } from './tool.ts';

type Who = Pick<Actor, 'principal' | 'type'> & { readonly session?: string | null | undefined };

/** The real actor: behind a role's session the role. Redacted and unheard-of identities give `unknown`, never an error. */
export function toActor(record: CloudTrailRecord): Actor {
  const identity = record.userIdentity;
  const who = toWho(record);
  const context = within(identity, 'sessionContext');
  return {
    principal: who.principal,
    type: who.type,
    ...optional('account', text(identity, 'accountId')),
    ...optional('session', who.session),
    ...optional('sourceIdentity', text(context, 'sourceIdentity') ?? requestedSourceIdentity(record)),
    ...optional('invokedBy', text(identity, 'invokedBy')),
    ...optional('tool', toTool(record)),
  };
}

export function toCause(record: CloudTrailRecord): Cause {
  return {
    eventId: record.eventId,
    eventName: record.eventName,
    eventSource: record.eventSource,
    at: record.eventTime,
    actor: toActor(record),
    ...optional('sourceIp', record.sourceIPAddress),
    ...optional('userAgent', record.userAgent),
  };
}

function toWho(record: CloudTrailRecord): Who {
  const identity = record.userIdentity;
  const arn = text(identity, 'arn');
  const [principalId, session] = (text(identity, 'principalId') ?? '').split(':');
  const principal = arn ?? nonEmpty(principalId) ?? 'unknown';
  switch (identity.type) {
    case 'AssumedRole':
      return {
        principal: roleArn(identity, arn) ?? principal,
        type: 'role',
        session: lastPart(arn) ?? session,
      };
    case 'FederatedUser':
      return federatedUser(identity, principal, lastPart(arn) ?? session);
    case 'Role':
      return { principal, type: 'role' };
    case 'IAMUser':
      return { principal, type: 'user' };
    case 'Root':
      return { principal: arn ?? rootArn(record) ?? principal, type: 'root' };
    case 'AWSService':
      return { principal: text(identity, 'invokedBy') ?? principal, type: 'service' };
    case 'AWSAccount':
      return {
        principal: principal === 'unknown' ? (text(identity, 'accountId') ?? principal) : principal,
        type: 'account',
        session,
      };
    case 'WebIdentityUser':
    case 'SAMLUser':
      return {
        principal: text(identity, 'identityProvider') ?? principal,
        type: 'web-identity',
        session: text(identity, 'userName'),
      };
    case 'IdentityCenterUser':
      return { principal: text(within(identity, 'onBehalfOf'), 'userId') ?? principal, type: 'user' };
    default:
      return { principal: text(identity, 'arn', 'invokedBy') ?? principal, type: 'unknown' };
  }
}

/** The session issuer's ARN, or where a redactor removed it the one that the session's own ARN names (without its path). */
function roleArn(identity: Place, arn: string | null | undefined): string | undefined {
  const issuer = text(within(identity, 'sessionContext', 'sessionIssuer'), 'arn');
  if (issuer) return issuer;
  const parts = arn ? parseArn(arn) : undefined;
  const [type, name] = parts?.resource.split('/') ?? [];
  if (parts === undefined || type !== 'assumed-role' || !name) return undefined;
  return `arn:${parts.partition}:iam::${parts.account}:role/${name}`;
}

/** Who asked for the federation token: a user, or root. */
function federatedUser(identity: Place, principal: string, session: string | undefined): Who {
  const issuer = within(identity, 'sessionContext', 'sessionIssuer');
  const type = text(issuer, 'type') === 'Root' ? 'root' : 'user';
  return { principal: text(issuer, 'arn') ?? principal, type, session };
}

function rootArn(record: CloudTrailRecord): string | undefined {
  const account = text(record.userIdentity, 'accountId');
  return account ? `arn:${partitionOf(record.awsRegion)}:iam::${account}:root` : undefined;
}

function requestedSourceIdentity(record: CloudTrailRecord): string | null | undefined {
  return text(toPlace(record.requestParameters, `${record.eventName}Request`), 'sourceIdentity');
}

function lastPart(arn: string | null | undefined): string | undefined {
  return arn?.includes('/') ? nonEmpty(arn.slice(arn.lastIndexOf('/') + 1)) : undefined;
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

function optional<K extends string>(
  key: K,
  value: string | null | undefined,
): { readonly [key in K]?: string } {
  return value ? ({ [key]: value } as { readonly [key in K]: string }) : {};
}
