import { parsePolicy } from '@podguard/policy';

/** Whether a trust policy is for EKS Pod Identity: which pods it gives the role to only associations tell. */
export function trustsPodIdentity(trust: string): boolean {
  const parsed = parsePolicy(trust);
  return (
    parsed.ok &&
    parsed.policy.statements.some(
      ({ effect, principals }) =>
        effect === 'Allow' && principals?.some(({ value }) => value === 'pods.eks.amazonaws.com'),
    )
  );
}
