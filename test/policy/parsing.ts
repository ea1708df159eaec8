import type { Policy } from '@podguard/policy';
import { mustParse } from './support.ts';

export const ALLOW = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };

export function one(statement: object): Policy['statements'][number] {
  return mustParse({ Statement: statement }).statements[0]!;
}
