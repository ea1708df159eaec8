import { pass, type Rule, roleKey } from '@podguard/core';
import { expect, it } from 'vitest';
import { ROLE } from '../support/changes.ts';
import { createGradedWorld, makeRole, twoGraded } from '../support/graded-world.ts';

it('a rule is not asked again what it said of the same, until others take its place by their size', async () => {
  let asked = 0;
  const counting = {
    ...(twoGraded.rules[0] as Rule),
    evaluate: () => {
      asked += 1;
      return pass;
    },
  };
  const { engine } = createGradedWorld({ catalogue: { rules: [counting], families: {} } });
  const others = async (count: number, trust: string) => {
    for (let at = 0; at < count; at += 1)
      await engine.apply({
        ...makeRole(10, trust),
        key: roleKey('aws', '111122223333', `${trust.length}-${at}`),
      });
  };
  const askedAgain = async () => {
    const before = asked;
    await engine.rejudge(ROLE);
    return asked - before;
  };
  await engine.apply(makeRole(10, 'good'));
  await others(2_500, 'good');
  expect(await askedAgain()).toBe(0);
  await others(80, 'good'.padEnd(1_000_000));
  expect(await askedAgain()).toBe(1);
});
