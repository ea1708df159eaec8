import { otherDomain, otherKey, providerOfKey } from '../facts/other-keys.ts';
import { sessionNameKey, webIdentityKeys } from '../facts/web-identity.ts';
import { type KeyFact, NEVER } from '../key-domain.ts';
import type { Way } from '../way.ts';
import { contextOf, namesCaller, readPoint } from './fixed-caller.ts';

export interface Saml {
  /** The provider's ARN. */
  readonly provider: string;
}

const ACTION = 'sts:AssumeRoleWithSAML';

/**
 * Assertions of one SAML provider. The call is not signed either, and the session's name is in the assertion.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-saml
 */
export function samlWay({ provider }: Saml): Way {
  const caller = { type: 'Federated', provider } as const;
  const factOf = (lowerKey: string): KeyFact => {
    if (lowerKey === 'sts:rolesessionname') return sessionNameKey();
    return webIdentityKeys[lowerKey] ?? (providerOfKey(lowerKey) === null ? otherKey(lowerKey) : NEVER);
  };
  const way: Way = {
    kind: 'saml',
    action: ACTION,
    named: (statement) => namesCaller(statement, caller),
    factOf,
    domainOf: (dimension) => {
      const fact = factOf(dimension);
      return fact.kind === 'varies' ? fact.domain : otherDomain(dimension);
    },
    dimensions: [],
    likenesses: () => [],
    toRequest: (point) => ({
      principal: caller,
      action: ACTION,
      context: contextOf(way, point, (dimension) => dimension, []),
    }),
    toPoint: (request) => {
      const isOwn = request.principal.type === 'Federated' && request.principal.provider === provider;
      return isOwn && request.action.toLowerCase() === ACTION.toLowerCase()
        ? readPoint(request, factOf, new Map())
        : null;
    },
  };
  return way;
}
