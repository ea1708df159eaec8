export const OWN = '111122223333';
export const STRANGE = '444455556666';

export const ISSUER = 'oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF';
export const OTHER_ISSUER = 'oidc.eks.us-east-1.amazonaws.com/id/FEDCBA9876543210FEDCBA9876543210';
export const SUB = `${ISSUER}:sub`;
export const AUD = `${ISSUER}:aud`;
export const OTHER_SUB = `${OTHER_ISSUER}:sub`;
export const OTHER_AUD = `${OTHER_ISSUER}:aud`;
export const STS = 'sts.amazonaws.com';
export const CLUSTER = `arn:aws:eks:eu-central-1:${OWN}:cluster/prod`;

type Json = Readonly<Record<string, unknown>>;

export interface Document {
  readonly Version?: string;
  readonly Statement: Json | readonly Json[];
}

/** The subject of a service account's token. */
export const account = (namespace: string, name: string): string =>
  `system:serviceaccount:${namespace}:${name}`;

export const APP = account('prod', 'app');

export function provider(issuer = ISSUER, owner = OWN, partition = 'aws'): string {
  return `arn:${partition}:iam::${owner}:oidc-provider/${issuer}`;
}

export function policy(...Statement: readonly Json[]): Document {
  return { Version: '2012-10-17', Statement };
}

export function allow(Principal: unknown, Action: unknown, Condition?: Json): Json {
  return { Effect: 'Allow', Principal, Action, ...(Condition === undefined ? {} : { Condition }) };
}

export function deny(Principal: unknown, Action: unknown, Condition?: Json): Json {
  return { ...allow(Principal, Action, Condition), Effect: 'Deny' };
}

/** A cluster's tokens, under conditions. */
export function tokens(Condition?: Json, Federated: unknown = provider()): Json {
  return allow({ Federated }, 'sts:AssumeRoleWithWebIdentity', Condition);
}

/** A cluster's tokens for STS, under further conditions than the audience's. */
export function forSts(Condition: Record<string, Json>): Json {
  return tokens({ ...Condition, StringEquals: { [AUD]: STS, ...Condition.StringEquals } });
}

export function pods(Condition?: Json, Action: unknown = ['sts:AssumeRole', 'sts:TagSession']): Json {
  return allow({ Service: 'pods.eks.amazonaws.com' }, Action, Condition);
}

export function everybody(Condition?: Json, Action: unknown = 'sts:AssumeRole'): Json {
  return allow('*', Action, Condition);
}

export function aws(principals: unknown, Condition?: Json): Json {
  return allow({ AWS: principals }, 'sts:AssumeRole', Condition);
}

export const role = (owner: string, name = 'deploy'): string => `arn:aws:iam::${owner}:role/${name}`;
export const root = (owner: string): string => `arn:aws:iam::${owner}:root`;
