import { parentPort } from 'node:worker_threads';
import { configSchema, createEngine, roleKey } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { createMemoryStore } from '@podguard/store';
import { createRole } from '../support/changes.ts';

const ROLES = 100;
const NAMED = 80;

/** As long as such a policy may be, each naming others. */
function trustOf(role: number): string {
  const AWS = Array.from({ length: NAMED }, (_, at) => `arn:aws:iam::${111122220000 + at}:role/app-${role}`);
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' }],
  });
}

const engine = createEngine({
  store: createMemoryStore(),
  catalogue,
  config: configSchema.parse({}),
  judgedWith: 'test',
  pastLimit: 20,
  backOff: async () => {},
});
for (let at = 0; at < ROLES; at += 1)
  await engine.apply({ ...createRole(10, trustOf(at)), key: roleKey('aws', '111122223333', `app-${at}`) });
parentPort?.postMessage(ROLES);
