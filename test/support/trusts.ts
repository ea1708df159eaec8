import { ACCOUNT, REGION } from './states.ts';

export const ISSUER = `oidc.eks.${REGION}.amazonaws.com/id/ABCDEF`;
export const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}`;
export const CLUSTER_ARN = `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/prod`;

interface Statement {
  readonly Sid?: string;
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

/** A statement for AWS principals. */
export function aws(principal: unknown, condition?: unknown, effect: 'Allow' | 'Deny' = 'Allow'): Statement {
  return {
    Effect: effect,
    Principal: principal,
    Action: 'sts:AssumeRole',
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

const fifty = <T>(make: (index: number) => T): readonly T[] =>
  Array.from({ length: 49 }, (_, index) => make(index));

/** Policies whose Denies cut what is allowed into more pieces than the analysis looks at. */
export const beyondBound = {
  pods: (...others: readonly Statement[]): string =>
    trust(
      podIdentity(['sts:AssumeRole', 'sts:TagSession']),
      ...others,
      ...fifty((index) => ({
        ...podIdentity(['sts:AssumeRole', 'sts:TagSession'], {
          StringLike: {
            'aws:RequestTag/kubernetes-namespace': `*${index}*a*${index}b*`,
            'aws:RequestTag/eks-cluster-name': `*${index}*`,
          },
        }),
        Effect: 'Deny' as const,
      })),
    ),
  principals: (principal: unknown): string =>
    trust(
      aws(principal),
      ...fifty((index) =>
        aws(
          '*',
          {
            ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::*${index}*:role/*${index}*a*b*` },
            StringLike: { 'sts:ExternalId': `*${index}*a*${index}b*` },
          },
          'Deny',
        ),
      ),
    ),
};
