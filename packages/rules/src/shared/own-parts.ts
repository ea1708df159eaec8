import { type Config, parseArn } from '@podguard/core';
import { isAmongPrincipals } from './principal-patterns.ts';

/** The name at the end of a part's ARN. */
export function partName(arn: string): string {
  return /(?<![^:/])[^:/]*$/.exec(parseArn(arn)?.resource ?? arn)?.[0] ?? '';
}

/** Why a part is not judged, or null where it is one of the deployed service's own. */
export function notOwn(name: string, { ownParts }: Config): string | null {
  if (ownParts.length === 0) return 'what the names of own parts begin with is not configured';
  return ownParts.some((prefix) => name.startsWith(prefix)) ? null : 'it is none of the own parts';
}

export type Changer = 'own' | 'other' | 'unknown';

/**
 * Whether a change was the deployers' or AWS's own. While no deployers are configured it is not known whose anybody else's is.
 */
export function changerOf(who: string, { deployers }: Config): Changer {
  if (who === 'unknown') return 'unknown';
  if (parseArn(who) === undefined || who.includes(':role/aws-service-role/')) return 'own';
  if (deployers.length === 0) return 'unknown';
  return isAmongPrincipals(deployers, who) ? 'own' : 'other';
}

/** What is missing where it is not known whose a change was. */
export function missingChanger({ deployers }: Config): string {
  return deployers.length === 0 ? 'deployers of the configuration' : 'who changed it';
}
