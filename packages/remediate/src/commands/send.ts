import type { RemediationStep } from '@podguard/core';
import type { Clients } from '@podguard/inventory';

/** Calls a command of a service, by the action that it takes, with the input as the SDK takes it. */
export type Send = (clients: Clients, step: RemediationStep, signal: AbortSignal) => Promise<object>;

/** The command of a step, of those that a service's file has. */
export function commandOf<C>(commands: Readonly<Record<string, C>>, { action }: RemediationStep): C {
  const command = Object.hasOwn(commands, action) ? commands[action] : undefined;
  if (command === undefined) throw new TypeError(`${action} is no call that repairs`);
  return command;
}
