import type { Change, Dispatcher, Engine, Severity, TransitionType } from '@podguard/core';
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

export interface IngestDeps {
  readonly engine: Engine;
  readonly dispatcher: Dispatcher;
  readonly feed: Feed;
  readonly readEvents: ReadEvents;
  /** Ends it between two records. */
  readonly ending: AbortSignal;
}

/** Creates what takes records in: one after another, each applied and dispatched before the next. */
export function createIngest(deps: IngestDeps): (bytes: Uint8Array) => Promise<Ingested> {
  return async (bytes) => {
    const events: EventResult[] = [];
    try {
      for (const reading of deps.readEvents(bytes)) {
        deps.ending.throwIfAborted();
        events.push(await take(deps, reading));
      }
    } catch (failure) {
      return { events, summary: summarize(events), failure };
    }
    return { events, summary: summarize(events) };
  };
}

async function take(deps: IngestDeps, reading: Reading): Promise<EventResult> {
  const { line, eventId, eventName } = reading;
  const nothing = { eventId, eventName, line, changed: [], transitions: [] };
  if (reading.kind !== 'changes') return { ...nothing, outcome: reading.kind, reason: reading.reason };
  const changed = new Set<string>();
  const transitions = await deps.feed.collect(async () => {
    for (const change of reading.changes) {
      const outcome = await deps.engine.apply(change);
      if (outcome === 'written') changed.add(change.key);
      // A duplicate too: what was applied before a crash may be waiting still.
      await deps.dispatcher.dispatch(change.key);
    }
  });
  return {
    ...nothing,
    outcome: changed.size > 0 ? 'applied' : 'duplicate',
    changed: [...changed],
    transitions: transitions.map(({ type, severity, finding }) => ({
      type,
      severity,
      finding: finding.id,
      rule: finding.rule,
      resource: finding.resource.key,
      summary: finding.summary,
    })),
  };
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
