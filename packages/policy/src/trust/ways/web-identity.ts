import { compileGlob } from '../../glob.ts';
import { createBudget } from '../../language/budget.ts';
import { exactly, type Language } from '../../language/language.ts';
import { globLanguage } from '../../language/patterns.ts';
import { otherDomain, otherKey, providerOfKey } from '../facts/other-keys.ts';
import {
  clusterTokenKeys,
  foreignClaims,
  ownClaims,
  sessionNameKey,
  webIdentityKeys,
} from '../facts/web-identity.ts';
import { type KeyFact, NEVER } from '../key-domain.ts';
import type { Way } from '../way.ts';
import { contextOf, namesCaller, readPoint } from './fixed-caller.ts';

export interface WebIdentity {
  /** The provider's ARN; of those that IAM knows without one, the host. */
  readonly provider: string;
  /** Whether its tokens are those of a cluster's service accounts, as with EKS. */
  readonly cluster: boolean;
}

const ACTION = 'sts:AssumeRoleWithWebIdentity';

/** Tokens of one OIDC provider: dimensions `sub`, `aud`, and whatever other keys a policy asks for. */
export function webIdentityWay({ provider, cluster }: WebIdentity): Way {
  const issuer = provider.split(':oidc-provider/')[1] ?? provider;
  const own = issuer.toLowerCase();
  const claims = cluster ? ownClaims() : foreignClaims();
  const keys = cluster ? { ...webIdentityKeys, ...clusterTokenKeys } : webIdentityKeys;
  const factOf = (lowerKey: string): KeyFact => {
    if (lowerKey === 'sts:rolesessionname') return sessionNameKey();
    const known = keys[lowerKey];
    if (known !== undefined) return known;
    if (lowerKey.startsWith('aws:principaltag/')) return NEVER;
    if (cluster && lowerKey.startsWith('aws:requesttag/')) return NEVER;
    if (lowerKey.startsWith(`${own}:`)) {
      const claim = claims[lowerKey.slice(own.length + 1)];
      return claim ?? (cluster ? NEVER : otherKey(lowerKey));
    }
    return providerOfKey(lowerKey) === null ? otherKey(lowerKey) : NEVER;
  };
  const caller = { type: 'Federated', provider } as const;
  const way: Way = {
    kind: 'web-identity',
    action: ACTION,
    named: (statement) => namesCaller(statement, caller),
    factOf,
    domainOf: (dimension) => {
      const fact = claims[dimension] ?? factOf(dimension);
      return fact.kind === 'varies' ? fact.domain : otherDomain(dimension);
    },
    dimensions: ['sub', 'aud'],
    likenesses: (dimension) =>
      dimension === 'sub' && cluster ? subjectShapes() : (LIKENESSES[dimension] ?? []),
    toRequest: (point) => ({
      principal: caller,
      action: ACTION,
      context: contextOf(
        way,
        point,
        (dimension) => (claims[dimension] ? `${issuer}:${dimension}` : dimension),
        [],
      ),
    }),
    toPoint: (request) => {
      if (request.principal.type !== 'Federated' || request.principal.provider !== provider) return null;
      const required = new Map(way.dimensions.map((claim) => [claim, `${own}:${claim}`]));
      return request.action.toLowerCase() === ACTION.toLowerCase()
        ? readPoint(request, factOf, required)
        : null;
    },
  };
  return way;
}

const LIKENESSES: Readonly<Record<string, readonly Language[]>> = {
  aud: [exactly('sts.amazonaws.com')],
};

let subjectLikenesses: readonly Language[] | undefined;

/** A namespace and a service account that a person sees to be none of theirs; failing that, as much of it as will go. */
function subjectShapes(): readonly Language[] {
  subjectLikenesses ??= [
    'system:serviceaccount:unrelated-namespace:unrelated-app',
    'system:serviceaccount:*:unrelated-app',
    'system:serviceaccount:unrelated-namespace:*',
    'system:serviceaccount:*:*unrelated-app',
    'system:serviceaccount:*unrelated-namespace:*',
    'system:serviceaccount:*:*unrelated-app*',
    'system:serviceaccount:*unrelated*:*',
  ].map((pattern) => globLanguage(compileGlob(pattern), createBudget()));
  return subjectLikenesses;
}
