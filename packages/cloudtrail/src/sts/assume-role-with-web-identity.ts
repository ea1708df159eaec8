import { useOf } from '@podguard/core';
import { assumedRole } from '../caller.ts';
import { type Call, defineMapper, use } from '../mapper.ts';
import { text } from '../parameters.ts';

const SERVICE_ACCOUNT = /^system:serviceaccount:([^:\s/]+):([^:\s/]+)$/;
const STS = /^sts\.amazonaws\.com(\.cn)?$/;
const PROVIDER = /:oidc-provider\/([^\s:]+)/;

export const assumeRoleWithWebIdentity = defineMapper({
  source: 'sts.amazonaws.com',
  name: 'AssumeRoleWithWebIdentity',
  group: 'activity',
  regional: true,
  kinds: ['iam-role'],
  toChanges(call) {
    const role = assumedRole(call);
    if (role === undefined) return { missing: 'role' };
    return usesBy(call).map((how) => use(call, 'iam-role', role, how));
  },
});

/**
 * By which service account of which issuer, and where the token was not for STS, for whom; of other tokens, which may be of any number
 * of bearers, neither is kept.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
function usesBy({ record: { userIdentity }, response }: Call): readonly string[] {
  const subject = text(response, 'subjectFromWebIdentityToken') ?? text(userIdentity, 'userName') ?? '';
  const provider =
    text(response, 'provider') ??
    text(userIdentity, 'identityProvider') ??
    text(userIdentity, 'principalId') ??
    '';
  const [, namespace, account] = SERVICE_ACCOUNT.exec(subject) ?? [];
  const issuer = PROVIDER.exec(provider)?.[1];
  if (!issuer || !namespace) return ['web-identity'];
  const used = useOf('web-identity', `${issuer} ${namespace}/${account}`);
  const audience = text(response, 'audience');
  return !audience || STS.test(audience)
    ? [used]
    : [used, useOf('web-identity-audience', `${issuer} ${audience}`)];
}
