import { always, type KeyFact, NEVER, someText } from '../key-domain.ts';
import { dnsLabel, dnsSubdomain, iamName, once, serviceAccountSubject } from './names.ts';

export const subjects = once(serviceAccountSubject);
export const namespaces = once(dnsLabel);
export const serviceAccountNames = once(dnsSubdomain);
const sessions = once(iamName);

/**
 * The claims of a cluster's tokens that AWS has a key for: both always there, each with one value. Of the others (`amr`,
 * `email`, `oaud`) such a token has none.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 * https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#token-claims
 */
export function ownClaims(): Readonly<Record<string, KeyFact>> {
  return {
    sub: { kind: 'varies', dimension: 'sub', domain: always(subjects()) },
    aud: { kind: 'varies', dimension: 'aud', domain: always(someText) },
  };
}

/** Another provider's token names its subject as it likes, and may have more claims. */
export function foreignClaims(): Readonly<Record<string, KeyFact>> {
  return {
    sub: { kind: 'varies', dimension: 'sub', domain: always(someText) },
    aud: { kind: 'varies', dimension: 'aud', domain: always(someText) },
  };
}

/**
 * The call is not signed: keys of a signing principal are missing, and so are those of service-to-service calls and of
 * parameters that AssumeRoleWithWebIdentity has not.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export const webIdentityKeys: Readonly<Record<string, KeyFact>> = {
  'aws:multifactorauthage': NEVER,
  'aws:multifactorauthpresent': NEVER,
  'aws:principalaccount': NEVER,
  'aws:principalarn': NEVER,
  'aws:principalorgid': NEVER,
  'aws:principalorgpaths': NEVER,
  'aws:principalservicename': NEVER,
  'aws:principalservicenameslist': NEVER,
  'aws:sourceaccount': NEVER,
  'aws:sourcearn': NEVER,
  'aws:sourceorgid': NEVER,
  'aws:sourceorgpaths': NEVER,
  'aws:username': NEVER,
  'sts:externalid': NEVER,
};

/** A pod's token carries no session tags and no source identity. */
export const clusterTokenKeys: Readonly<Record<string, KeyFact>> = {
  'aws:tagkeys': NEVER,
  'sts:transitivetagkeys': NEVER,
  'sts:sourceidentity': NEVER,
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-sts */
export function sessionNameKey(): KeyFact {
  return { kind: 'varies', dimension: 'sts:rolesessionname', domain: always(sessions()) };
}
