import type { Policy, Principal } from '@podguard/policy';

const PROVIDER_ARN = /^arn:[^:]+:iam::[^:]*:(saml-provider\/.|oidc-provider\/[^/A-Z]+(\/|$))/;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-federated-web-identity */
const SHORT_NAMES =
  /^(accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com|cognito-identity[a-z0-9.-]*\.amazonaws\.com(\.cn)?)$/;

/** Principals of Allows that AWS would not store, so that nobody can say whom they let in. */
export function unknownPrincipals({ statements }: Policy): readonly string[] {
  return statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ principals, notPrincipals }) => [...(principals ?? []), ...(notPrincipals ?? [])])
    .flatMap((principal) => {
      const reason = reasonFor(principal);
      return reason === null ? [] : [`${principal.path}: ${JSON.stringify(principal.value)} ${reason}`];
    });
}

function reasonFor({ type, value }: Principal): string | null {
  if (type === 'Service' && /[*?]/.test(value)) return 'has a wildcard, which no service’s name has';
  if (type !== 'Federated' || value === '*') return null;
  return PROVIDER_ARN.test(value) || SHORT_NAMES.test(value)
    ? null
    : 'is neither a provider’s ARN nor a name that AWS documents';
}
