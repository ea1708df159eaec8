import { type Budget, createBudget } from '../../language/budget.ts';
import { choice, type Fragment, literal, sequence, toLanguage, within } from '../../language/fragments.ts';
import type { Language } from '../../language/language.ts';
import { type KeyFact, NEVER } from '../key-domain.ts';
import { onlyWord, remembered } from '../remembered.ts';
import { accountId, iamName, iamPath, once, organizationId, partition } from './names.ts';

/**
 * `aws:PrincipalArn`: the ARN of the user, the role (for its sessions too), the root user or the federated user.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 */
export function principalArn(
  account: Fragment,
  kinds: readonly PrincipalKind[] = KINDS,
  within = partition,
): Fragment {
  return choice(
    ...kinds.map((kind) => sequence(literal('arn:'), within, FORMS[kind].service, account, FORMS[kind].rest)),
  );
}

export type PrincipalKind = 'root' | 'user' | 'role' | 'federated-user';

const IAM = literal(':iam::');

const FORMS: Readonly<Record<PrincipalKind, { readonly service: Fragment; readonly rest: Fragment }>> = {
  root: { service: IAM, rest: literal(':root') },
  user: { service: IAM, rest: sequence(literal(':user/'), iamPath, iamName) },
  role: { service: IAM, rest: sequence(literal(':role/'), iamPath, iamName) },
  'federated-user': { service: literal(':sts::'), rest: sequence(literal(':federated-user/'), iamName) },
};

export const KINDS = Object.keys(FORMS) as readonly PrincipalKind[];

export const principals = once(principalArn(accountId));
export const accounts = once(accountId);
export const organizations = once(organizationId);
export const sessions = once(iamName);

/**
 * `aws:PrincipalType` by the principal's ARN.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
 */
export const PRINCIPAL_TYPES: Readonly<Record<string, PrincipalKind>> = {
  Account: 'root',
  User: 'user',
  AssumedRole: 'role',
  FederatedUser: 'federated-user',
};

/**
 * Keys of calls that a service makes for itself are missing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export const awsPrincipalKeys: Readonly<Record<string, KeyFact>> = {
  'aws:principalisawsservice': { kind: 'fixed', value: ['false'] },
  'aws:principalservicename': NEVER,
  'aws:principalservicenameslist': NEVER,
  'aws:sourceaccount': NEVER,
  'aws:sourcearn': NEVER,
  'aws:sourceorgid': NEVER,
  'aws:sourceorgpaths': NEVER,
};

/** All principals of one account. */
export const principalsOf = remembered((account) =>
  toLanguage(principalArn(literal(account)), createBudget()),
);

/** All principals of the accounts of a language. */
export function principalsIn(language: Language, budget: Budget): Language {
  const account = onlyWord(language);
  return account === null ? toLanguage(principalArn(within(language)), budget) : principalsOf(account);
}

/**
 * `aws:username` is there for IAM users only: the name without the path.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-username
 */
export function usersNamed(language: Language, budget: Budget): Language {
  const start = sequence(literal('arn:'), partition, IAM, accountId, literal(':user/'), iamPath);
  return toLanguage(sequence(start, within(language)), budget);
}

export const notUsers = once(principalArn(accountId, ['root', 'role', 'federated-user']));
