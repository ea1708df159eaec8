import { policyKey, policyKeyFromArn } from '@podguard/core';
import { type Call, defineMapper, put } from '../mapper.ts';
import { first, policyText, text, within } from '../parameters.ts';

export const createPolicy = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'CreatePolicy',
  group: 'default',
  regional: false,
  kinds: ['iam-policy'],
  toChanges(call) {
    const policy = within(call.response, 'policy');
    const name = first((place) => text(place, 'policyName'), policy, call.request);
    const arn = text(policy, 'arn') ?? builtArn(call, name);
    const key = keyOf(call, arn, name);
    if (key === undefined) return { missing: 'policy' };
    // The first version is `v1` and the default.
    const defaultVersion = text(policy, 'defaultVersionId') ?? 'v1';
    const document = policyText(call.request, 'policyDocument') ?? true;
    return [
      put(call, 'iam-policy', key, {
        creates: true,
        uniqueId: text(policy, 'policyId'),
        fields: { arn, defaultVersion },
        sets: { versions: { [defaultVersion]: document } },
      }),
    ];
  },
});

function keyOf(call: Call, arn: string | undefined, name: string | null | undefined): string | undefined {
  const key = arn === undefined ? undefined : policyKeyFromArn(arn);
  return key ?? (name ? policyKey(call.partition, call.account, name) : undefined);
}

/** Without a path in the request it is `/`: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
function builtArn(call: Call, name: string | null | undefined): string | undefined {
  const path = text(call.request, 'path');
  if (path === undefined || !name) return undefined;
  return `arn:${call.partition}:iam::${call.account}:policy${path ?? '/'}${name}`;
}
