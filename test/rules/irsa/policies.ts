import { ISSUER, irsa, PROVIDER, trust } from '../../support/trusts.ts';

export const SUB = `${ISSUER}:sub`;
export const AUD = `${ISSUER}:aud`;
export const OTHER_ISSUER = 'oidc.eks.us-east-1.amazonaws.com/id/FEDCBA';
export const OTHER = `arn:aws:iam::111122223333:oidc-provider/${OTHER_ISSUER}`;
export const GITHUB = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
export const STS = 'sts.amazonaws.com';
export const WEB = 'sts:AssumeRoleWithWebIdentity';

export const account = (name: string): string => `system:serviceaccount:${name}`;

/** The policy of the EKS guide. */
export const EXACT = { StringEquals: { [SUB]: account('shop:cart'), [AUD]: STS } };
export const OTHER_EXACT = {
  StringEquals: { [`${OTHER_ISSUER}:sub`]: account('shop:cart'), [`${OTHER_ISSUER}:aud`]: STS },
};

/** A role's state by the subjects that a condition admits. */
export const subjects = (value: unknown, operator = 'StringLike') =>
  role(irsa({ StringEquals: { [AUD]: STS }, [operator]: { ...audience(operator), [SUB]: value } }));

const audience = (operator: string) => (operator === 'StringEquals' ? { [AUD]: STS } : {});

type Statement = ReturnType<typeof irsa>;

/** An Allow for everybody but one, which other rules report. */
export const allBut = (provider: string): Statement =>
  ({ ...irsa(EXACT), Principal: undefined, NotPrincipal: { Federated: provider } }) as Statement;

/** A statement for several providers. */
export const irsaOf = (condition: unknown, ...providers: readonly string[]): Statement => ({
  ...irsa(condition),
  Principal: { Federated: providers },
});

/** A role's state by the statements of its trust policy. */
export const role = (...statements: readonly Statement[]) => ({ trust: trust(...statements) });

export const deny = (condition: unknown, action: unknown = WEB) =>
  ({ Effect: 'Deny', Principal: '*', Action: action, Condition: condition }) as const;

const github = irsa({ StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:x/y:*' } }, GITHUB);

/** A role that pods of no cluster get. */
export const NOT_APPLICABLE = [
  {
    name: 'a role for EC2',
    state: role({ Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }),
  },
  { name: 'the provider of something else', state: role(github) },
  { name: 'an action that no token is used for', state: role({ ...irsa(), Action: 'sts:AssumeRole' }) },
] as const;

/** A policy that cannot be decided within the bound for one of its providers. */
export const beyondBound = (provider: string, key: string): readonly Statement[] =>
  Array.from({ length: 40 }, (_, at) =>
    irsa(
      {
        StringLike: { [key]: `*a${'?'.repeat(9)}${at}*`, 'aws:RequestedRegion': `*b${'?'.repeat(9)}${at}*` },
      },
      provider,
    ),
  );

/** Hangs on the time, which nobody knows beforehand. */
export const UNTIL = { DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } };

export { ISSUER, irsa, PROVIDER };
