import { parentPort, workerData } from 'node:worker_threads';
import { type Config, configSchema, createEngine, roleKey } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { createMemoryStore } from '@podguard/store';
import { createRole } from '../support/changes.ts';
import { irsa, trust } from '../support/trusts.ts';

/** What is judged, and how often. */
export interface Work {
  readonly roles: 'long' | 'each under another configuration';
  readonly count: number;
}

/** Nearly as long as such a policy may be by itself. */
function long(role: number): string {
  const AWS = Array.from({ length: 80 }, (_, at) => `arn:aws:iam::${111122220000 + at}:role/app-${role}`);
  return trust({ Principal: { AWS }, Action: 'sts:AssumeRole' });
}

const engineOf = (config: Config) =>
  createEngine({
    store: createMemoryStore(),
    catalogue,
    config,
    judgedWith: 'test',
    pastLimit: 20,
    backOff: async () => {},
  });

const { roles, count } = workerData as Work;
const one = engineOf(configSchema.parse({}));
for (let at = 0; at < count; at += 1) {
  const key = roleKey('aws', '111122223333', `app-${at}`);
  if (roles === 'long') await one.apply({ ...createRole(10, long(at)), key });
  else await engineOf(configSchema.parse({})).apply({ ...createRole(10, trust(irsa())), key });
}
parentPort?.postMessage(count);
