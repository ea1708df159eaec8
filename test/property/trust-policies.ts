import { conditionOperators, type PolicyRequest } from '@podguard/policy';
import fc from 'fast-check';
import type { Scene } from './trust-scenes.ts';

const ANY_TEXT = [
  '*',
  '?*',
  'a*',
  '*a*b*',
  'a',
  'A',
  '',
  '${aws:SourceIp}',
  "${aws:x, 'a'}",
  '${*}',
  '${',
  '7',
  'true',
  '10.0.0.0/8',
  '2026-01-01',
  'arn:*:*:*:*:*',
];

const OPERATORS = [...Object.keys(conditionOperators), 'Nonsense'].flatMap((name) =>
  ['', 'ForAllValues:', 'ForAnyValue:'].flatMap((prefix) => [prefix + name, `${prefix}${name}IfExists`]),
);
const COMMON = [
  'StringEquals',
  'StringLike',
  'StringNotEquals',
  'StringNotLike',
  'ArnLike',
  'ArnNotEquals',
  'StringEqualsIgnoreCase',
  'StringLikeIfExists',
  'ForAllValues:StringLike',
  'ForAnyValue:StringEquals',
  'ForAnyValue:StringNotLike',
];

export function conditionOf({ keys }: Scene): fc.Arbitrary<object> {
  const compare = fc.constantFrom(...Object.keys(keys)).chain((key) =>
    fc.record({
      operator: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...COMMON) }, fc.constantFrom(...OPERATORS)),
      key: fc.constant(key),
      values: fc.array(
        fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...keys[key]!) }, fc.constantFrom(...ANY_TEXT)),
        { maxLength: 3, minLength: 0 },
      ),
    }),
  );
  const presence = fc.record({
    operator: fc.constantFrom('Null', 'Null', 'ForAllValues:Null'),
    key: fc.constantFrom(...Object.keys(keys)),
    values: fc.subarray(['true', 'false', 'x'], { minLength: 1 }),
  });
  const one = fc.oneof({ weight: 6, arbitrary: compare }, presence);
  return fc.array(one, { maxLength: 3 }).map((list) => {
    const condition: Record<string, Record<string, readonly string[]>> = {};
    for (const { operator, key, values } of list) {
      const block = condition[operator] ?? {};
      condition[operator] = block;
      if (!Object.keys(block).some((known) => known.toLowerCase() === key.toLowerCase())) block[key] = values;
    }
    return condition;
  });
}

export function statementOf(scene: Scene, effects: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
  const who = fc.tuple(
    fc.oneof({ weight: 4, arbitrary: fc.constant('Principal') }, fc.constant('NotPrincipal')),
    fc.oneof(
      { weight: 2, arbitrary: fc.constant(scene.principals[1]) },
      fc.constantFrom(...scene.principals),
    ),
  );
  const what = fc.tuple(
    fc.oneof({ weight: 4, arbitrary: fc.constant('Action') }, fc.constant('NotAction')),
    fc.oneof({ weight: 4, arbitrary: fc.constant(scene.actions[0]!) }, fc.constantFrom(...scene.actions)),
  );
  return fc
    .record({ Effect: fc.constantFrom(...effects), who, what, Condition: conditionOf(scene) })
    .map(({ Effect, who: [p, whom], what: [a, action], Condition }) => ({
      Effect,
      [p]: whom,
      [a]: action,
      Condition,
    }));
}

export function policyOf(
  scene: Scene,
): fc.Arbitrary<{ Version: string; Statement: Record<string, unknown>[] }> {
  return fc.record({
    Version: fc.constantFrom('2012-10-17', '2012-10-17', '2008-10-17'),
    Statement: fc.array(statementOf(scene, ['Allow', 'Allow', 'Deny']), { minLength: 1, maxLength: 4 }),
  });
}

export function requestOf(scene: Scene): fc.Arbitrary<PolicyRequest> {
  const values = Object.fromEntries(
    Object.entries(scene.dimensions).map(([name, list]) => [name, fc.constantFrom(...list)]),
  );
  return fc.record(values).map((point) => scene.way.toRequest(new Map(Object.entries(point))));
}
