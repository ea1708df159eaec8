import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { lazily } from '../lazily.ts';
import type { Observers } from './compose-report.ts';
import { type TracedClient, traced } from './compose-tracing.ts';

const observersOf = lazily(() => import('./compose-report.ts').then(({ observers }) => observers));
let isObserved = false;
let context: Context | undefined;
const observing = new Set<Promise<void>>();

/** Logs or counts something, at once but for the first time: the logger and the metrics are loaded when there is something to say. */
export function observe(work: (observers: Observers) => void): void {
  const done = observed(work);
  observing.add(done);
}

async function observed(work: (observers: Observers) => void): Promise<void> {
  const observers = await observersOf();
  isObserved = true;
  if (context !== undefined) observers.logger.addContext(context);
  work(observers);
}

/** As `compose`, for a function whose start somebody waits for: most of its invocations have nothing to say. */
export function composeLean<Event, Result>(
  work: (event: Event, context: Context) => Promise<Result>,
  clients: readonly TracedClient[] = [],
) {
  return middy<Event, Result>()
    .use({
      before(request) {
        context = request.context;
      },
      after: publish,
      onError: publish,
    })
    .use(traced(clients))
    .handler(work);
}

async function publish(): Promise<void> {
  const waiting = [...observing];
  observing.clear();
  await Promise.all(waiting);
  if (isObserved) (await observersOf()).publishMetrics();
}
