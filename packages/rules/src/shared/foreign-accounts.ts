import type { Config, Resource } from '@podguard/core';
import type { PolicyRequest, Region } from '@podguard/policy';
import { ourAccounts, ourPrincipals, principalsIn } from './aws-accounts.ts';
import { accountsNamedIn } from './aws-named-accounts.ts';
import { type Admission, admitsStranger, admittedAccounts, type Strangers } from './aws-strangers.ts';

type Owned = Pick<Resource, 'account'>;

type Foreign =
  | Exclude<Admission, { readonly kind: 'admitted' }>
  | {
      readonly kind: 'admitted';
      readonly request: PolicyRequest;
      /** `any` where accounts get in that the policy does not name. */
      readonly accounts: 'any' | readonly string[];
    };

/** Which accounts get in that are neither the resource's own nor configured. */
export function admittedForeign(strangers: Strangers, resource: Owned, config: Config): Foreign {
  const leftOut = familiarPrincipals(resource, config);
  const admission = admitsStranger(strangers, leftOut);
  if (admission.kind !== 'admitted') return admission;
  const familiar = new Set([...ourAccounts(resource, config), ...config.thirdPartyAccounts]);
  const named = accountsNamedIn(strangers.policy).filter((account) => !familiar.has(account));
  const anybody = admitsStranger(strangers, [...leftOut, ...principalsIn(named)]);
  if (anybody.kind === 'admitted') return { ...anybody, accounts: 'any' };
  return { ...admission, accounts: admittedAccounts(strangers, named) };
}

/** The principals of the resource's own account and of those that are configured. */
export function familiarPrincipals(resource: Owned, config: Config): Region {
  return [...ourPrincipals(resource, config), ...principalsIn(config.thirdPartyAccounts)];
}
