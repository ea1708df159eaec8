import { rolesNamedIn } from '@podguard/core';
import { expect, test } from 'vitest';

const ROLE = 'arn:aws:iam::111122223333:role/app';

test('a policy names the same, however deep what it has beside', () => {
  const deep = (depth: number) =>
    `{"Statement":{"Principal":{"AWS":"${ROLE}"}},"Id":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  for (const depth of [1, 10_000, 100_000]) expect(rolesNamedIn(deep(depth))).toEqual([ROLE]);
});
