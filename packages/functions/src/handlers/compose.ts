import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { type TracedClient, traced } from './compose-tracing.ts';

export const logger = new Logger();
export const metrics = new Metrics();

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

/** Powertools' own middleware logs a warning for each invocation that counted nothing. */
export function publishMetrics(): void {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
}
