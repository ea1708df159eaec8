import type { Data } from './operation.ts';

/** Services whose calls are told apart by a header, and that speak JSON. */
const SERVICES: readonly string[] = ['cloudtrail', 'events', 'secretsmanager', 'servicequotas', 'ssm'];

export function speaksJson(service: string): boolean {
  return SERVICES.includes(service);
}

/** Times are seconds: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export function renderJson(answer: Data): string {
  return JSON.stringify(inSeconds(answer));
}

function inSeconds(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(inSeconds);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inSeconds(one)]));
}
