import type { JsonObject } from '@podguard/core';
import type { Account } from './account.ts';

/** Text, numbers, lists and objects as a call carries them. */
export type Data = Readonly<Record<string, unknown>>;

export interface Where {
  readonly account: Account;
  readonly region: string;
  /** The fake's clock. */
  readonly now: Date;
  /** What CloudTrail wrote, the oldest first. */
  readonly records: readonly JsonObject[];
}

export interface Operation {
  readonly service:
    | 'eks'
    | 'iam'
    | 'ec2'
    | 'autoscaling'
    | 'sts'
    | 'cloudtrail'
    | 'events'
    | 'secretsmanager'
    | 'servicequotas'
    | 'ssm';
  readonly name: string;
  /** For services whose calls are told apart by method and path: `GET /clusters/{name}`. */
  readonly route?: string;
  /** A call that changes something: CloudTrail writes it. */
  readonly writes: boolean;
  run(input: Data, where: Where): Data;
}

/** What AWS answers instead. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string = code) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export function textOf(input: Data, name: string): string {
  const value = input[name];
  if (typeof value !== 'string' || value === '')
    throw new AwsError('ValidationError', 400, `${name} is missing`);
  return value;
}

export function optional(input: Data, name: string): string | undefined {
  const value = input[name];
  return value === undefined || value === '' ? undefined : String(value);
}

export function listOf<T = Data>(input: Data, name: string): readonly T[] {
  const value = input[name];
  return Array.isArray(value) ? (value as T[]) : [];
}

/** A page of a list: at most `size` from where the token says. */
export function pageOf<T>(all: readonly T[], token: string | undefined, size: number) {
  const from = token === undefined ? 0 : Number(Buffer.from(token, 'base64').toString());
  if (!Number.isInteger(from) || from < 0)
    throw new AwsError('InvalidParameterException', 400, 'the token is not valid');
  const next = from + size;
  return {
    page: all.slice(from, next),
    next: next < all.length ? Buffer.from(String(next)).toString('base64') : undefined,
  };
}

export function found<T>(value: T | undefined, code: string, message: string): T {
  if (value === undefined)
    throw new AwsError(code, code === 'NoSuchEntity' || code.startsWith('Resource') ? 404 : 400, message);
  return value;
}
