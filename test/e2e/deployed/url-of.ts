import type { UrlAnswer } from '@podguard/functions';
import { type FunctionUrl, openFunctionUrl } from '../../functions/function-url.ts';
import type { Deployment } from './deployment.ts';

/** An address that calls a function as its URL does. */
export function openUrlOf(service: Deployment, name: string): Promise<FunctionUrl> {
  return openFunctionUrl((call) => service.answerOf(name, call) as Promise<UrlAnswer | undefined>);
}
