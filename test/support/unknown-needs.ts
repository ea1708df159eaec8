import { KINDS, type Kind, relationsOf } from '@podguard/core';

/** Of what is needed of a kind: relations that there are not, and fields that they do not have. */
export function unknownNeeds(
  needs: Readonly<Record<string, readonly string[]>>,
  kind: Kind,
): readonly string[] {
  return Object.entries(needs).flatMap(([name, fields]) => {
    const end = endOf(kind, name);
    if (end === undefined) return [`${kind}.${name}`];
    const known: readonly string[] = [...KINDS[end].fields, ...KINDS[end].sets];
    return fields.filter((field) => !known.includes(field)).map((field) => `${kind}.${name}.${field}`);
  });
}

/** The kind to which a relation leads. */
function endOf(kind: Kind, name: string): Kind | undefined {
  const relation = relationsOf(kind)[name];
  if (relation === undefined) return undefined;
  if ('to' in relation) return relation.to;
  if ('from' in relation) return relation.from;
  const steps = 'paths' in relation ? relation.paths[0] : (relation.finally ?? relation.step[0]);
  return (steps as readonly string[]).reduce<Kind | undefined>(
    (from, step) => (from === undefined ? undefined : endOf(from, step)),
    kind,
  );
}
