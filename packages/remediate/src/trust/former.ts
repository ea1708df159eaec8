import type { History, JsonValue, Resource } from '@podguard/core';
import { normalForm } from '@podguard/drift';

/** A trust policy that the role had. */
export interface FormerTrust {
  readonly text: string;
  /** From when it was recorded. */
  readonly since: string;
}

/** Those that the role had in this life of it, as far as they are recorded, newest first, each once; the present one is none. */
export function formerTrusts(role: Resource<'iam-role'>, recorded: History): readonly FormerTrust[] {
  const from = role.bornAt ?? '';
  const logged = recorded.log.flatMap((change): readonly FormerTrust[] => {
    if (change.op === 'delete' || change.stamp.time < from) return [];
    const told = change.fields.trust;
    return told !== undefined && 'value' in told ? textsAt([told.value], change.stamp.time) : [];
  });
  const folded = recorded.base?.fields.trust;
  const older =
    folded === undefined || folded.time < from
      ? []
      : textsAt(
          folded.values.map(({ value }) => value),
          folded.time,
        );
  const seen = new Set([normalForm(role.state.trust ?? null)]);
  return [...older, ...logged]
    .sort((a, b) => (a.since < b.since ? 1 : -1))
    .filter(({ text }) => {
      const normal = normalForm(text);
      if (seen.has(normal)) return false;
      seen.add(normal);
      return true;
    });
}

function textsAt(values: readonly (JsonValue | undefined)[], since: string): readonly FormerTrust[] {
  return values.flatMap((text) => (typeof text === 'string' ? [{ text, since }] : []));
}
