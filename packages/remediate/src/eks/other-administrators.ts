import { type Config, type RelatedOf, type Resource, roleKeyFromArn, userKeyFromArn } from '@podguard/core';
import { isNamed } from '../is-deployer.ts';
import { isAdministrator } from './admin-policies.ts';

type Entry = Resource<'access-entry'>;

/**
 * The entries of a cluster that may be its administrator's besides, as recorded: those whom the configuration names, since anybody else may
 * be a stranger. Where it names nobody, all, for whoever insists.
 */
export function otherAdministrators(
  target: Entry,
  { clusterEntries }: Pick<RelatedOf['access-entry'], 'clusterEntries'>,
  { administrators }: Pick<Config, 'administrators'>,
): readonly Entry[] {
  return clusterEntries.filter(
    (one) =>
      one.key !== target.key &&
      isAdministrator(one) !== false &&
      typeof one.state.principalArn === 'string' &&
      (administrators.length === 0 || isNamed(administrators, one.state.principalArn)),
  );
}

/** The key of the role or user that an entry is for. */
export function principalKeyOf({ state: { principalArn } }: Entry): string | undefined {
  return typeof principalArn === 'string'
    ? (roleKeyFromArn(principalArn) ?? userKeyFromArn(principalArn))
    : undefined;
}
