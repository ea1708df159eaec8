import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { logger, publishMetrics } from './compose-observers.ts';
import { type TracedClient, traced } from './compose-tracing.ts';

/** What every function has around its work: structured logs, metrics, traces of the calls of these clients. */
export function compose<Event, Result>(
  work: (event: Event, context: Context) => Promise<Result>,
  clients: readonly TracedClient[] = [],
) {
  return middy<Event, Result>()
    .use(injectLambdaContext(logger))
    .use({ after: publishMetrics, onError: publishMetrics })
    .use(traced(clients))
    .handler(work);
}
