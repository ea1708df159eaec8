import { pass, type Rule, roleKey } from '@podguard/core';
import { expect, it } from 'vitest';
import { ROLE } from '../support/changes.ts';
import { createGradedWorld, makeRole, twoGraded } from '../support/graded-world.ts';

it('a rule is not asked again what it said of the same, but of the last 2,000 states alone', async () => {
  let asked = 0;
  const counting = {
    ...(twoGraded.rules[0] as Rule),
    evaluate: () => {
      asked += 1;
      return pass;
    },
  };
  const { engine } = createGradedWorld({ catalogue: { rules: [counting], families: {} } });
  const others = async (from: number, to: number) => {
    for (let at = from; at < to; at += 1)
      await engine.apply({ ...makeRole(10, 'good'), key: roleKey('aws', '111122223333', `role-${at}`) });
  };
  const askedAgain = async () => {
    const before = asked;
    await engine.rejudge(ROLE);
    return asked - before;
  };
  await engine.apply(makeRole(10, 'good'));
  await others(0, 1_000);
  expect(await askedAgain()).toBe(0);
  await others(1_000, 3_500);
  expect(await askedAgain()).toBe(1);
});
