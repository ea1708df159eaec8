import { roleKey } from '@podguard/core';
import { type Call, defineMapper, put } from '../mapper.ts';
import { first, integer, type Place, policyText, text, within } from '../parameters.ts';
import { keptTags } from '../tags.ts';
import { roleTags } from './role-tags.ts';

export const createRole = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'CreateRole',
  group: 'default',
  regional: false,
  kinds: ['iam-role'],
  toChanges(call) {
    const { request, response } = call;
    const role = within(response, 'role');
    const name = first((place) => text(place, 'roleName'), role, request);
    if (!name) return { missing: 'role' };
    const roleId = text(role, 'roleId') ?? undefined;
    const fields = {
      arn: text(role, 'arn') ?? builtArn(call, name),
      roleId,
      // The request's first: redactors overlook account ids in the answer's URL-encoded copy.
      trust: first((place) => policyText(place, 'assumeRolePolicyDocument'), request, role) ?? undefined,
      boundary: first(boundaryArn, role, request),
      maxSessionDuration: first((place) => integer(place, 'maxSessionDuration'), role, request),
      lastUsedAt: null,
    };
    const key = roleKey(call.partition, call.account, name);
    const tags = first((place) => keptTags(place, 'tags'), role, request);
    const sets = {
      policies: {},
      inlinePolicies: {},
      tags: tags === undefined ? null : (roleTags(tags) ?? {}),
    };
    return [put(call, 'iam-role', key, { creates: true, uniqueId: roleId, fields, sets })];
  },
});

function boundaryArn(place: Place): string | null | undefined {
  const answered = within(place, 'permissionsBoundary');
  return answered ? text(answered, 'permissionsBoundaryArn') : text(place, 'permissionsBoundary');
}

/** Without a path in the request it is `/`: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
function builtArn(call: Call, name: string): string | undefined {
  const path = text(call.request, 'path');
  return path === undefined
    ? undefined
    : `arn:${call.partition}:iam::${call.account}:role${path ?? '/'}${name}`;
}
