import {
  configSchema,
  createApplyExemptions,
  createDispatcher,
  createEngine,
  createFindingContext,
  type ServiceState,
  type Store,
} from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import {
  createFeed,
  createReadEvents,
  createService,
  type Feed,
  type FeedOptions,
  type Service,
} from 'podguard/service';

export interface TestService extends Service {
  readonly store: Store;
  readonly state: ServiceState;
  readonly feed: Feed;
  /** What was reported as no caller's mistake. */
  readonly reported: unknown[];
  /** A request as a program on this machine makes it. */
  request(path: string, init?: RequestInit): Promise<Response>;
  post(
    body: string | Uint8Array<ArrayBuffer> | ReadableStream,
    headers?: Record<string, string>,
  ): Promise<Response>;
}

export interface TestServiceOptions {
  readonly store?: Store;
  readonly feed?: FeedOptions;
  readonly maxBodyBytes?: number;
  readonly patienceMs?: number;
  readonly sweepMs?: number;
  readonly where?: string | undefined;
  readonly now?: () => Date;
}

/** The service as `start` composes it, on a store in memory. */
export function createTestService(options: TestServiceOptions = {}): TestService {
  const {
    feed: feedOptions,
    store = createMemoryStore(),
    now = () => new Date('2026-01-02T04:00:00Z'),
    ...limits
  } = { where: '.podguard', ...options };
  const backOff = async () => {};
  const config = configSchema.parse({});
  const engine = createEngine({
    store,
    catalogue,
    config,
    judgedWith: 'test',
    pastLimit: 10,
    backOff,
  });
  const state = createMemoryServiceState(store, () => now().getTime());
  const context = createFindingContext({ config, state, now });
  const exemptions = async () => (await context()).exemptions;
  const feed = createFeed(feedOptions);
  const reported: unknown[] = [];
  const service = createService({
    store,
    engine,
    dispatcherOf: (judge) =>
      createDispatcher({ store, engine: judge, catalogue, notify: feed.publish, backOff, context }),
    catalogue,
    config,
    context,
    applyExemptions: createApplyExemptions({ store, state, exemptions, catalogue, now }),
    feed,
    readEvents: createReadEvents([]),
    now,
    report: (error) => reported.push(error),
    ...limits,
  });
  const request: TestService['request'] = async (path, init = {}) =>
    service.app.request(path, { ...init, headers: { host: '127.0.0.1:4700', ...init.headers } });
  return {
    ...service,
    store,
    state,
    feed,
    reported,
    request,
    post: (body, headers = {}) => request('/events', { method: 'POST', body, headers }),
  };
}
