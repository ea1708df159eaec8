export { createBatch } from '../batch.ts';
export type { Service, ServiceDeps } from './create-service.ts';
export { createService, DEFAULT_PORT } from './create-service.ts';
export type { Feed, FeedOptions } from './feed.ts';
export { createFeed } from './feed.ts';
export type { EventOutcome, EventResult, Ingested, ReadEvents, Reading } from './ingest.ts';
export type { Listening } from './listen.ts';
export { createReadEvents } from './read-events.ts';
