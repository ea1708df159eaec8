import {
  type AwsPrincipalsAnswer,
  answerAwsPrincipals,
  answerPodIdentity,
  answerWebIdentity,
  type PodIdentityAnswer,
  type WebIdentityAnswer,
} from '@podguard/policy';
import { policyOf } from '../support.ts';

export const ISSUER = 'oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';
export const PROVIDER = `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`;
export const OTHER_ISSUER = 'oidc.eks.us-east-1.amazonaws.com/id/0THER';
export const SUB = `${ISSUER}:sub`;
export const AUD = `${ISSUER}:aud`;

export function subject(name: string): string {
  return `system:serviceaccount:${name}`;
}

/** An Allow for the provider, or a Deny, with a condition. */
export function irsa(condition: object, more: object = {}): object {
  return {
    Effect: 'Allow',
    Principal: { Federated: PROVIDER },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: condition,
    ...more,
  };
}

export function askIrsa(...statements: readonly object[]): WebIdentityAnswer {
  return decided(answerWebIdentity(policyOf(...statements), { provider: PROVIDER, cluster: true }));
}

export function pods(condition: object, more: object = {}): object {
  return {
    Effect: 'Allow',
    Principal: { Service: 'pods.eks.amazonaws.com' },
    Action: ['sts:AssumeRole', 'sts:TagSession'],
    Condition: condition,
    ...more,
  };
}

export function askPods(...statements: readonly object[]): PodIdentityAnswer {
  return decided(answerPodIdentity(policyOf(...statements)));
}

export function aws(principal: unknown, condition: object = {}, more: object = {}): object {
  return { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', Condition: condition, ...more };
}

export function askAws(...statements: readonly object[]): AwsPrincipalsAnswer {
  return decided(answerAwsPrincipals(policyOf(...statements)));
}

function decided<Answer extends { readonly decided: true }>(
  answer: Answer | { readonly decided: false; readonly reason: string },
): Answer {
  if (!answer.decided) throw new Error(answer.reason);
  return answer;
}
