import asyncHooks from 'node:async_hooks';
import type { Tracer } from '@aws-lambda-powertools/tracer';
import type { MiddlewareObj } from '@middy/core';
import { lazily } from '../lazily.ts';

export type TracedClient = Parameters<Tracer['captureAWSv3Client']>[0];

/**
 * Traces invocations that X-Ray samples, but for a process's first, which is slow enough: reading the tracer takes as long as
 * importing the SDK. Of that one Lambda's own segments tell the start and the duration.
 */
export function traced(clients: readonly TracedClient[]): MiddlewareObj {
  const tracer = lazily(() => load(clients));
  let isFirst = true;
  const begun = new WeakSet<object>();
  return {
    async before(request) {
      const skipped = isFirst || !isSampled(process.env._X_AMZN_TRACE_ID);
      isFirst = false;
      if (skipped) return;
      const { before } = await tracer();
      begun.add(request);
      await before?.(request);
    },
    async after(request) {
      if (begun.has(request)) await (await tracer()).after?.(request);
    },
    async onError(request) {
      if (begun.has(request)) await (await tracer()).onError?.(request);
    },
  };
}

async function load(clients: readonly TracedClient[]): Promise<MiddlewareObj> {
  const [{ Tracer }, { captureLambdaHandler }] = await unhooked(() =>
    Promise.all([
      import('@aws-lambda-powertools/tracer'),
      import('@aws-lambda-powertools/tracer/middleware'),
    ]),
  );
  // Paths of webhooks are secrets, and a captured request is written down with its address.
  const tracer = new Tracer({ captureHTTPsRequests: false });
  for (const client of clients) tracer.captureAWSv3Client(client);
  // An answer names messages by ids only; what was in them is no part of a trace.
  return captureLambdaHandler(tracer, { captureResponse: false });
}

/**
 * When it is read, X-Ray's SDK hooks into every promise of the process, to know whose segment is the current one: four fifths of
 * what tracing takes. A process has one event at a time, so that one current segment is enough, and the hook is made idle.
 */
async function unhooked<T>(read: () => Promise<T>): Promise<T> {
  const { createHook } = asyncHooks;
  const idle: asyncHooks.AsyncHook = { enable: () => idle, disable: () => idle };
  asyncHooks.createHook = () => idle;
  try {
    return await read();
  } finally {
    asyncHooks.createHook = createHook;
  }
}

/** Source: https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
function isSampled(header: string | undefined): boolean {
  return header?.split(';').includes('Sampled=1') ?? false;
}
