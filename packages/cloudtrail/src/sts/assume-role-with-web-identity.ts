import { useOf } from '@podguard/core';
import { assumedRole } from '../caller.ts';
import { type Call, defineMapper, use } from '../mapper.ts';
import { text } from '../parameters.ts';

const SERVICE_ACCOUNT = /^system:serviceaccount:([^:\s/]+):([^:\s/]+)$/;
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
    return [use(call, 'iam-role', role, podUse(call))];
  },
});

/** By which service account of which issuer; of other tokens, which may be of any number of bearers, it is not kept. */
function podUse({ record: { userIdentity }, response }: Call): string {
  const subject = text(response, 'subjectFromWebIdentityToken') ?? text(userIdentity, 'userName') ?? '';
  const provider =
    text(response, 'provider') ??
    text(userIdentity, 'identityProvider') ??
    text(userIdentity, 'principalId') ??
    '';
  const [, namespace, account] = SERVICE_ACCOUNT.exec(subject) ?? [];
  const issuer = PROVIDER.exec(provider)?.[1];
  return issuer && namespace ? useOf('web-identity', `${issuer} ${namespace}/${account}`) : 'web-identity';
}
