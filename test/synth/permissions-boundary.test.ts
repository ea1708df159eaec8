import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import {
  DEPLOYMENTS,
  listOf,
  ofType,
  type PolicyStatement,
  statementsOf,
  synthesize,
} from '../support/synthesize.ts';

const FILE = path.resolve(import.meta.dirname, '../../docs/permissions-boundary.json');

test('the permissions boundary of the docs has what roles of any deployment are given, and no more', async () => {
  const granted = new Set<string>();
  for (const deployment of Object.values(DEPLOYMENTS))
    for (const policy of ofType(await synthesize(deployment), 'RolePolicy'))
      for (const { Effect, Action } of statementsOf(policy))
        if (Effect === 'Allow') for (const action of listOf(Action)) granted.add(action);
  const document = JSON.parse(readFileSync(FILE, 'utf8')) as {
    readonly Statement: readonly PolicyStatement[];
  };
  expect(granted.size).toBeGreaterThan(20);
  expect(document.Statement).toEqual([{ Effect: 'Allow', Action: [...granted].sort(), Resource: '*' }]);
});
