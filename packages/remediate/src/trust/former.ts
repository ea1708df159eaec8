import type { History, JsonValue, Resource } from '@podguard/core';
import { normalForm } from '@podguard/drift';

/** A trust policy that the role had. */
export interface FormerTrust {
  readonly text: string;
  /** From when it was recorded, and until when: the next one's time. */
  readonly since: string;
  readonly until: string;
}

/** Those that the role had in this life of it, as far as they are recorded, newest first, each once; the present one is none. */
export function formerTrusts(role: Resource<'iam-role'>, recorded: History): readonly FormerTrust[] {
  const from = role.bornAt ?? '';
  const logged = recorded.log.flatMap((change): readonly Told[] => {
    if (change.op === 'delete' || change.stamp.time < from) return [];
    const told = change.fields.trust;
    return told === undefined
      ? []
      : [{ text: 'value' in told ? told.value : null, since: change.stamp.time }];
  });
  const folded = recorded.base?.fields.trust;
  const older =
    folded === undefined || folded.time < from
      ? []
      : folded.values.map(({ value }): Told => ({ text: value ?? null, since: folded.time }));
  const told = [...older, ...logged].sort((a, b) => (a.since < b.since ? -1 : 1));
  const seen = new Set([normalForm(role.state.trust ?? null)]);
  return told
    .flatMap(({ text, since }, at) => {
      const until = told.slice(at).find((next) => next.since > since)?.since;
      return typeof text === 'string' ? [{ text, since, until: until ?? since }] : [];
    })
    .toReversed()
    .filter(({ text }) => {
      const normal = normalForm(text);
      if (seen.has(normal)) return false;
      seen.add(normal);
      return true;
    });
}

/** Null: it is not known what it was. */
interface Told {
  readonly text: JsonValue;
  readonly since: string;
}
