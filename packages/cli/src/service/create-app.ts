import { readFileSync } from 'node:fs';
import type { HttpBindings } from '@hono/node-server';
import { type Catalogue, type Config, type FindingContext, ServiceError, type Store } from '@podguard/core';
import { COMPONENT_STYLE } from '@podguard/report/html';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { secureHeaders } from 'hono/secure-headers';
import { createPostureReader } from '../posture-reader.ts';
import type { Feed } from './feed.ts';
import { inflateBody } from './inflate-body.ts';
import type { Ingested } from './ingest.ts';
import { listFindings } from './list-findings.ts';
import { listResources } from './list-resources.ts';
import { ownOrigin, problem } from './own-origin.ts';
import { layout } from './page/layout.ts';
import { loadPageModel } from './page/page-model.ts';
import { postureAnswer } from './posture-answer.ts';
import { takes } from './takes.ts';

export interface AppDeps {
  readonly store: Pick<Store, 'listItems' | 'listTransitions'>;
  /** Where a state is that is only shown; absent: it is this machine's. */
  readonly place?: string;
  /** Where commands find the state; absent: as `place` says, else nowhere. */
  readonly where?: string | undefined;
  readonly catalogue: Catalogue;
  readonly config: Config;
  /** What is exempt by now, and whose things are. */
  readonly context: () => Promise<FindingContext>;
  readonly feed: Feed;
  /** Absent: it takes no records. */
  readonly ingest?: (bytes: Uint8Array) => Promise<Ingested>;
  readonly now: () => Date;
  /** The port that our own names carry. */
  readonly port: () => number;
  readonly maxBodyBytes: number;
  /** Aborted, with what is answered, when nothing is to be taken any more; absent: that never comes. */
  readonly ending?: AbortSignal;
  /** Told of what is no caller's mistake. */
  readonly report: (error: unknown) => void;
}

export type App = Hono<{ Bindings: Partial<HttpBindings> }>;

/** In this order: what comes later holds against what came before. */
const STYLES = ['header', 'timeline', 'responsive'];
const SCRIPT = readPagePart('client.js');
const STYLE = [COMPONENT_STYLE, ...STYLES.map((name) => readPagePart(`style/${name}.css`))].join('\n');

const STREAM_TYPE = { 'Content-Type': 'text/event-stream; charset=utf-8' };

const headers = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    connectSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: 'DENY',
  strictTransportSecurity: false,
});

/** Creates the service's routes. */
export function createApp(deps: AppDeps): App {
  const app: App = new Hono();
  const postures = createPostureReader(deps.config);
  app.use(async (c, next) => {
    await next();
    c.res.headers.set('Cache-Control', 'no-store');
    if (deps.ending?.aborted) c.res.headers.set('Connection', 'close');
  });
  app.use(headers);
  app.use(ownOrigin(deps.port));
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => {
        const allowed = methods.join(', ');
        return c.json(problem('method-not-allowed', `this takes ${allowed}`), 405, { Allow: allowed });
      },
    }),
  );

  const { ingest } = deps;
  if (ingest === undefined)
    app.post('/events', (c) => c.json(problem('read-only', READ_ONLY), 405, { Allow: '' }));
  else
    app.post('/events', limit(deps.maxBodyBytes), async (c) => {
      const sent = new Uint8Array(await unless(deps.ending, c.req.arrayBuffer()));
      const bytes = await inflateBody(sent, c.req.header('content-encoding'), deps.maxBodyBytes);
      if (bytes === 'damaged') return c.json(problem('input-unreadable', DAMAGED), 400);
      if (bytes === 'too-large') return c.json(problem('body-too-large', tooLarge(deps.maxBodyBytes)), 413);
      if (isBlank(bytes)) {
        return c.json(problem('input-unreadable', `the body is empty: ${EXPECTED}`), 400);
      }
      const { failure, ...done } = await ingest(bytes);
      if (failure !== undefined) {
        deps.report(failure);
        return c.json({ ...done, ...failureProblem(failure) }, isRetryable(failure) ? 503 : 500);
      }
      if (done.summary.unreadable === 0) return c.json(done);
      const message = `${done.summary.unreadable} of ${done.summary.records} could not be read: ${EXPECTED}`;
      return c.json({ ...done, ...problem('input-unreadable', message) }, 400);
    });

  app.get('/api/findings', takes('status', 'severity', 'rule'), async (c) => {
    const { status, severity, rule } = c.req.query();
    return c.json(
      await listFindings(deps.store, deps.catalogue, await deps.context(), { status, severity, rule }),
    );
  });
  app.get('/api/resources', takes(), async (c) => c.json(await listResources(deps.store)));
  app.get('/api/posture', takes('limit', 'offset'), async (c) => {
    const reading = postures.begin();
    for await (const item of deps.store.listItems()) reading.show(item);
    const { limit, offset } = c.req.query();
    return c.json(postureAnswer(reading.posture(), { limit, offset }));
  });
  app.get('/api/stream', takes(), (c) => {
    // Its body would be opened and never read.
    if (c.req.method === 'HEAD') return c.body(null, 200, STREAM_TYPE);
    const stream = deps.feed.open(() => c.env?.outgoing?.destroy());
    if (stream === null)
      return c.json(problem('too-many-streams', 'close another page of this service'), 503);
    return c.body(stream, 200, STREAM_TYPE);
  });
  app.get('/healthz', (c) => c.json({ status: 'ok' }));

  app.get('/', async (c) => {
    const where = deps.place ?? deps.where;
    const model = await loadPageModel({ ...deps, postures, where }, deps.now());
    return c.html(layout(model, { origin: new URL(c.req.url).origin, place: deps.place }));
  });
  app.get('/page.js', (c) => c.body(SCRIPT, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }));
  app.get('/page.css', (c) => c.body(STYLE, 200, { 'Content-Type': 'text/css; charset=utf-8' }));

  app.notFound((c) => c.json(problem('not-found', 'there is nothing here; the page is at /'), 404));
  app.onError((error, c) => {
    if (error instanceof ServiceError && error.code === 'usage') {
      return c.json(problem(error.code, error.message), 400);
    }
    if (c.env?.incoming?.complete === false && error !== deps.ending?.reason) {
      return c.json(problem('input-unreadable', 'the connection ended before the body did'), 400);
    }
    deps.report(error);
    return c.json(failureProblem(error), isRetryable(error) ? 503 : 500);
  });
  return app;
}

const READ_ONLY =
  'this shows the state of a deployed service and takes no records: those reach the service by EventBridge';
const EXPECTED =
  'send an EventBridge event, a CloudTrail record, an array of them, {"Records": [...]} or NDJSON';
const DAMAGED =
  'the gzip data is damaged, ends too early or something else follows it, and nothing of it was recorded: fetch or compress it again';

/** Waits for what may never come no longer than until the signal. */
async function unless<T>(signal: AbortSignal | undefined, coming: Promise<T>): Promise<T> {
  if (signal === undefined) return coming;
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const end = () => reject(signal.reason);
  signal.addEventListener('abort', end);
  try {
    return await Promise.race([coming, promise]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

function limit(maxSize: number) {
  return bodyLimit({
    maxSize,
    onError: (c) => c.json(problem('body-too-large', tooLarge(maxSize)), 413),
  });
}

function tooLarge(maxSize: number): string {
  return `at most ${maxSize} bytes at once, of gzip data also once it is inflated: send it in parts, as podguard replay does with --url`;
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
}

function isRetryable(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(isRetryable);
  return error instanceof ServiceError && error.retryable;
}

/** Says what a known failure is, and of an unknown one nothing: its message may hold anything. */
function failureProblem(error: unknown) {
  if (error instanceof ServiceError) return problem(error.code, error.message);
  return problem('internal', 'this failed inside the service; see its output, then send it again');
}

function readPagePart(name: string): string {
  return readFileSync(new URL(`./page/${name}`, import.meta.url), 'utf8');
}
