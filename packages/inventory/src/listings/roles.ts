import type { RoleDetail } from '@aws-sdk/client-iam';
import { roleKeyFromArn } from '@podguard/core';
import { members, policyText, tagMembers } from '../answers.ts';
import type { Listing } from '../listing.ts';
import { must } from '../must.ts';
import { type Told, toldChange } from '../reader.ts';
import { inSmallLetters, lastUse } from '../readers/role.ts';
import { keysOf, MOST_ITEMS, nextOf } from './iam-pages.ts';
import { sessionDurations } from './session-durations.ts';

const source = {
  name: 'roles',
  actions: ['iam:GetAccountAuthorizationDetails', 'iam:ListRoles'],
} as const;

/** Told whole, but one that was made between the two calls: it is read by itself. */
export const roles: Listing = {
  ...source,
  kinds: ['iam-role'],
  scope: 'account',
  async list(Marker, context) {
    const { sdk, client } = await context.clients.iam(context.region);
    const input = { Filter: ['Role' as const], MaxItems: MOST_ITEMS, Marker };
    const [answer, { byArn, startedAt }] = await Promise.all([
      client.send(new sdk.GetAccountAuthorizationDetailsCommand(input), { abortSignal: context.signal }),
      sessionDurations(context, Marker === undefined),
    ]);
    const found = must(answer.RoleDetailList, 'list');
    const keys = keysOf(
      found.map(({ Arn }) => Arn),
      roleKeyFromArn,
    );
    const told = found.flatMap((role, at) => {
      const duration = byArn.get(role.Arn ?? '');
      if (duration === undefined) return [];
      const change = { kind: 'iam-role', key: keys[at] ?? '', region: context.iamRegion } as const;
      // As old as the older of the two calls.
      return [toldChange(source, { ...change, told: toldRole(role, duration) }, { ...context, startedAt })];
    });
    return { keys, told, next: nextOf(answer) };
  },
};

function toldRole(role: RoleDetail, maxSessionDuration: number): Told<'iam-role'> {
  const { Arn, RoleId, AssumeRolePolicyDocument, PermissionsBoundary, RoleLastUsed, Tags } = role;
  const inline = role.RolePolicyList?.map(
    ({ PolicyName, PolicyDocument }) =>
      [must(PolicyName, 'policy name'), policyText(PolicyDocument) ?? true] as const,
  );
  return {
    fields: {
      arn: Arn,
      roleId: RoleId,
      trust: policyText(AssumeRolePolicyDocument),
      boundary: PermissionsBoundary ? PermissionsBoundary.PermissionsBoundaryArn : null,
      maxSessionDuration,
      lastUsedAt: lastUse(RoleLastUsed),
    },
    sets: {
      policies: members(role.AttachedManagedPolicies?.map(({ PolicyArn }) => PolicyArn)),
      inlinePolicies: inline === undefined ? null : Object.fromEntries(inline),
      tags: inSmallLetters(tagMembers(Tags)),
    },
  };
}
