import { ACCOUNT, REGION } from './states.ts';

export const ISSUER = `oidc.eks.${REGION}.amazonaws.com/id/ABCDEF`;
export const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}`;
export const CLUSTER_ARN = `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/prod`;

interface Statement {
  readonly Effect?: 'Allow' | 'Deny';
  readonly Principal: unknown;
  readonly Action: unknown;
  readonly Condition?: unknown;
}

/** A trust policy as text. */
export function trust(...statements: readonly Statement[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
  });
}

/** A statement for EKS Pod Identity. */
export function podIdentity(actions: readonly string[], condition?: unknown): Statement {
  return {
    Principal: { Service: 'pods.eks.amazonaws.com' },
    Action: actions,
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

/** A statement for IRSA. */
export function irsa(condition?: unknown, provider = PROVIDER): Statement {
  return {
    Principal: { Federated: provider },
    Action: 'sts:AssumeRoleWithWebIdentity',
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}
