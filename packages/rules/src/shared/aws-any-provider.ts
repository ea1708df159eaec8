import { type JsonValue, parseArn, type Resource, type Witness } from '@podguard/core';
import {
  analyseTrust,
  exactly,
  isAdmittingNobody,
  type Policy,
  type PolicyRequest,
  samlWay,
  type Way,
  webIdentityWay,
} from '@podguard/policy';
import { asked, listed } from './aws-accounts.ts';
import { varying } from './aws-stranger-keys.ts';
import { type Admission, admitsStranger } from './aws-strangers.ts';

/** A provider of the role's account that nobody meant. */
export interface StrangeProvider {
  readonly provider: string;
  readonly way: Way;
  /** What one has of it. */
  readonly proof: 'a token' | 'an assertion';
  readonly others: string;
}

const CLUSTER = 'oidc.eks.us-east-1.amazonaws.com/id/97979797979797979797979797979797';

export function strangeOidcProviders(role: Resource<'iam-role'>): readonly StrangeProvider[] {
  return [CLUSTER, 'unrelated-provider.example.com'].map((issuer) => {
    const provider = providerArn(role, `oidc-provider/${issuer}`);
    const way = webIdentityWay({ provider, cluster: issuer === CLUSTER });
    return { provider, way, proof: 'a token', others: 'any other OIDC provider' };
  });
}

export function strangeSamlProvider(role: Resource<'iam-role'>): StrangeProvider {
  const provider = providerArn(role, 'saml-provider/unrelated-provider');
  return { provider, way: samlWay({ provider }), proof: 'an assertion', others: 'any other SAML provider' };
}

/** What an assertion is for, and how its subject is named, is the same for all who use a provider. */
const OF_ALL = ['saml:aud', 'saml:sub_type'];

/** Whether somebody whom such a provider vouches for gets the role. */
export function admitsAnyProvider(policy: Policy, { provider, way }: StrangeProvider): Admission {
  const keys = new Map([
    ...OF_ALL.map((key) => [key, { name: key, fact: way.factOf(key) }] as const),
    // Whether the key is there when a role is assumed AWS does not say.
    ['aws:federatedprovider', varying('aws:federatedprovider', exactly(provider), true)] as const,
  ]);
  return admitsStranger({ policy, way, keys }, []);
}

/** Whether no provider gets anybody in: neither a strange one nor one whose claims the policy asks for. */
export function isClosedToProviders(policy: Policy, role: Resource<'iam-role'>): boolean {
  const keys = policy.statements.flatMap(({ conditions }) => conditions.map(({ key }) => key));
  const issuers = keys.map((key) => key.slice(0, Math.max(0, key.lastIndexOf(':'))));
  const named = [...new Set(issuers)]
    .filter((issuer) => issuer.includes('.'))
    .map((issuer) =>
      webIdentityWay({ provider: providerArn(role, `oidc-provider/${issuer}`), cluster: false }),
    );
  const strange = [...strangeOidcProviders(role), strangeSamlProvider(role)].map(({ way }) => way);
  return [...strange, ...named].every((way) => {
    const analysis = analyseTrust(policy, way);
    return analysis.decided && isAdmittingNobody(analysis) === 'yes';
  });
}

export function providerWitness(
  { provider, proof, others }: StrangeProvider,
  request: PolicyRequest,
  role: string,
  policy: Policy,
  extent: readonly string[] = [],
): Witness {
  const { context, given, time } = asked(policy, request);
  const name = provider.replace(/^.*?-provider\//, '');
  const bringing = given.length === 0 ? '' : `, with ${listed(given)}`;
  return {
    text: `Whoever has ${proof} of ${name}, or of ${others} of the account${bringing}, gets ${role}${time}`,
    request: { action: request.action, provider, context: context as JsonValue },
    extent: [...extent],
  };
}

function providerArn(role: Resource<'iam-role'>, resource: string): string {
  const account = role.account === '' ? '111122223333' : role.account;
  return `arn:${parseArn(role.key)?.partition ?? 'aws'}:iam::${account}:${resource}`;
}
