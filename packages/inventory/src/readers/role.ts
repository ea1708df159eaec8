import type { RoleLastUsed } from '@aws-sdk/client-iam';
import { roleKey, roleKeyFromArn, type SetMembers } from '@podguard/core';
import { allPages } from '../all-pages.ts';
import { iamName, members, policyText, tagMembers, timeText } from '../answers.ts';
import { mapBounded } from '../map-bounded.ts';
import { must, mustBe } from '../must.ts';
import { orNull } from '../or-null.ts';
import { defineReader } from '../reader.ts';

const PARALLEL = 4;

export const role = defineReader({
  name: 'role',
  kind: 'iam-role',
  actions: ['iam:GetRole', 'iam:GetRolePolicy', 'iam:ListAttachedRolePolicies', 'iam:ListRolePolicies'],
  target: (key) => iamName(key, 'role'),
  async ask({ partition, account, name: RoleName }, { clients, iamRegion, signal: abortSignal }) {
    const { sdk, client } = await clients.iam(iamRegion);
    const answer = await orNull(
      client.send(new sdk.GetRoleCommand({ RoleName }), { abortSignal }),
      'NoSuchEntityException',
    );
    if (answer === null) return null;
    const found = must(answer.Role, 'role');
    mustBe(roleKeyFromArn(found.Arn ?? ''), roleKey(partition, account, RoleName));
    const [attached, names] = await Promise.all([
      allPages(
        sdk.paginateListAttachedRolePolicies({ client }, { RoleName }, { abortSignal }),
        ({ AttachedPolicies }) => AttachedPolicies,
      ),
      allPages(
        sdk.paginateListRolePolicies({ client }, { RoleName }, { abortSignal }),
        ({ PolicyNames }) => PolicyNames,
      ),
    ]);
    const inline = await mapBounded(names, PARALLEL, async (PolicyName) => {
      const command = new sdk.GetRolePolicyCommand({ RoleName, PolicyName });
      const { PolicyDocument } = await client.send(command, { abortSignal });
      return [PolicyName, policyText(PolicyDocument) ?? true] as const;
    });
    return {
      fields: {
        arn: found.Arn,
        roleId: found.RoleId,
        trust: policyText(found.AssumeRolePolicyDocument),
        boundary: found.PermissionsBoundary ? found.PermissionsBoundary.PermissionsBoundaryArn : null,
        maxSessionDuration: found.MaxSessionDuration,
        lastUsedAt: lastUse(found.RoleLastUsed),
      },
      sets: {
        policies: members(attached.map(({ PolicyArn }) => PolicyArn)),
        inlinePolicies: Object.fromEntries(inline),
        tags: inSmallLetters(tagMembers(found.Tags)),
      },
    };
  },
});

/**
 * Null where it was not used within the 400 days that AWS keeps.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleLastUsed.html
 */
export function lastUse(used: RoleLastUsed | undefined): string | null | undefined {
  return used === undefined ? undefined : (timeText(used.LastUsedDate) ?? null);
}

/** `Team` and `team` are one tag of a role: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#case-sensitivity */
export function inSmallLetters(tags: SetMembers | null): SetMembers | null {
  return tags && Object.fromEntries(Object.entries(tags).map(([key, value]) => [key.toLowerCase(), value]));
}
