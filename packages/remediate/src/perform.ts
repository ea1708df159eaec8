import type { JsonObject, JsonValue } from '@podguard/core';
import type { Clients } from '@podguard/inventory';
import type { Send } from './commands/send.ts';
import type { Perform } from './remediate-deps.ts';

const TIMEOUT_MS = 20_000;

/** Loaded when the first step of the service is called: what does not repair needs none of it. */
const SERVICES: Readonly<Record<string, () => Promise<{ readonly send: Send }>>> = {
  ec2: () => import('./commands/ec2.ts'),
  eks: () => import('./commands/eks.ts'),
  events: () => import('./commands/events.ts'),
  iam: () => import('./commands/iam.ts'),
};

export interface PerformDeps {
  readonly clients: Clients;
  readonly timeoutMs?: number;
}

/** Creates what calls AWS: only by the actions that remediators name, and each for so long. */
export function createPerform({ clients, timeoutMs = TIMEOUT_MS }: PerformDeps): Perform {
  return async (step) => {
    const service = SERVICES[step.action.split(':')[0] ?? ''];
    if (service === undefined) throw new TypeError(`${step.action} is no call that repairs`);
    const { send } = await service();
    return asJson(await send(clients, step, AbortSignal.timeout(timeoutMs)));
  };
}

/** Without what is about the call itself; times as ISO 8601. */
function asJson(answer: object): JsonObject {
  const { $metadata: _metadata, ...data } = answer as Readonly<Record<string, unknown>>;
  return JSON.parse(JSON.stringify(data)) as Readonly<Record<string, JsonValue>>;
}
