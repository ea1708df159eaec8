import type { Exemption } from './exemption.ts';
import { isInForce } from './exemption.ts';

const WEEK_MS = 7 * 24 * 60 * 60_000;

/** Those in force that end within a week, and of shorter ones those whose second half has begun; the first to end first. */
export function expiringExemptions(exemptions: readonly Exemption[], at: Date): readonly Exemption[] {
  return exemptions
    .filter((one) => isInForce(one, at) && endsSoon(one, at))
    .sort((a, b) => {
      if (a.until !== b.until) return a.until < b.until ? -1 : 1;
      return a.id < b.id ? -1 : 1;
    });
}

/** Nobody needs to hear of the end of what was decided just now. */
function endsSoon({ since, until }: Exemption, at: Date): boolean {
  const end = Date.parse(until);
  return end - at.getTime() <= Math.min(WEEK_MS, (end - Date.parse(since)) / 2);
}

/** What it is about, as a person reads it. */
export function scopeWords({ rules, resources, accounts, tags, severity }: Exemption): string {
  const named = [
    ...words('rule', rules),
    ...words('resource', resources),
    ...words('account', accounts),
    ...words(
      'tag',
      Object.entries(tags).map(([key, value]) => `${key}=${value}`),
      ' and ',
    ),
    ...(severity === undefined ? [] : [`severity up to ${severity}`]),
  ];
  return named.join(', ');
}

function words(name: string, values: readonly string[], between = ' or '): readonly string[] {
  return values.length === 0 ? [] : [`${name} ${values.join(between)}`];
}
