import path from 'node:path';
import {
  FUNCTION_NAMES,
  REMEDIATE_FUNCTION_NAMES,
  SLACK_FUNCTION_NAMES,
} from '../../infra/function-settings.ts';

export const HANDLERS = path.resolve(import.meta.dirname, '../../packages/functions/src/handlers');

/** Every function that a deployment may have. */
export const ALL_FUNCTIONS: readonly string[] = [
  ...FUNCTION_NAMES,
  ...SLACK_FUNCTION_NAMES,
  ...REMEDIATE_FUNCTION_NAMES,
];

export function entryOf(name: string): string {
  return path.join(HANDLERS, `${name}.ts`);
}
