import type { Change, Severity, Transition, TransitionType } from '@podguard/core';
import { type Batch, type BatchDeps, createBatch } from '../batch.ts';
import type { Feed } from './feed.ts';

/** What one value among the bytes is. */
export type Reading = {
  readonly line: number;
  readonly eventId: string | null;
  readonly eventName: string | null;
} & (
  | { readonly kind: 'changes'; readonly changes: readonly Change[] }
  | { readonly kind: 'failed-call'; readonly reason: string }
  | { readonly kind: 'irrelevant'; readonly reason: string }
  | { readonly kind: 'unreadable'; readonly reason: string }
);

/** Finds the records in bytes, in their order, and says what each changes. Never throws for what the bytes are. */
export type ReadEvents = (bytes: Uint8Array) => Iterable<Reading>;

export type EventOutcome = 'applied' | 'duplicate' | 'irrelevant' | 'failed-call' | 'unreadable';

export interface EventResult {
  readonly eventId: string | null;
  readonly eventName: string | null;
  /** Counted from 1. */
  readonly line: number;
  readonly outcome: EventOutcome;
  readonly reason?: string;
  /** Keys of the resources that it changed. */
  readonly changed: readonly string[];
  readonly transitions: readonly {
    readonly type: TransitionType;
    readonly severity: Severity;
    readonly finding: string;
    readonly rule: string;
    readonly resource: string;
    readonly summary: string;
  }[];
}

export interface Ingested {
  readonly events: readonly EventResult[];
  readonly summary: Readonly<Record<'records' | EventOutcome, number>>;
  /** What stopped it, where something did; `events` are those before. To send everything again is safe. */
  readonly failure?: unknown;
}

export interface IngestDeps extends BatchDeps {
  readonly feed: Feed;
  readonly readEvents: ReadEvents;
  /** Ends it between two records. */
  readonly ending: AbortSignal;
}

/** Creates what takes records in: applied one after another, and what they concern judged and told together. */
export function createIngest(deps: IngestDeps): (bytes: Uint8Array) => Promise<Ingested> {
  return async (bytes) => {
    const events: EventResult[] = [];
    const transitions: Transition[] = [];
    let failure: unknown;
    try {
      await deps.feed.collect(transitions, async () => {
        const batch = createBatch(deps);
        for (const reading of deps.readEvents(bytes)) {
          deps.ending.throwIfAborted();
          events.push(await take(batch, reading));
        }
        await batch.flush();
      });
    } catch (error) {
      failure = error;
    }
    const done = { events: withTransitions(events, transitions), summary: summarize(events) };
    return failure === undefined ? done : { ...done, failure };
  };
}

async function take(batch: Batch, reading: Reading): Promise<EventResult> {
  const { line, eventId, eventName } = reading;
  const nothing = { eventId, eventName, line, changed: [], transitions: [] };
  if (reading.kind !== 'changes') return { ...nothing, outcome: reading.kind, reason: reading.reason };
  const changed = new Set<string>();
  for (const change of reading.changes)
    if ((await batch.apply(change)) === 'written') changed.add(change.key);
  return { ...nothing, outcome: changed.size > 0 ? 'applied' : 'duplicate', changed: [...changed] };
}

/** Each under the event that caused it; under the last where that event came another time. */
function withTransitions(
  events: readonly EventResult[],
  transitions: readonly Transition[],
): readonly EventResult[] {
  const ids = new Map(events.map(({ eventId }, index) => [eventId, index] as const).toReversed());
  const caused = Map.groupBy(transitions, ({ eventId }) => ids.get(eventId) ?? events.length - 1);
  return events.map((event, index) => ({ ...event, transitions: (caused.get(index) ?? []).map(toldOf) }));
}

function toldOf({ type, severity, finding }: Transition): EventResult['transitions'][number] {
  const { id, rule, resource, summary } = finding;
  return { type, severity, finding: id, rule, resource: resource.key, summary };
}

function summarize(events: readonly EventResult[]): Ingested['summary'] {
  const counts = {
    records: events.length,
    applied: 0,
    duplicate: 0,
    irrelevant: 0,
    'failed-call': 0,
    unreadable: 0,
  };
  for (const { outcome } of events) counts[outcome] += 1;
  return counts;
}
