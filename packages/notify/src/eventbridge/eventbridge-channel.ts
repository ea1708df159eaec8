import { setTimeout as wait } from 'node:timers/promises';
import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import { reasonOf, ServiceError } from '@podguard/core';
import type { Alert, Channel } from '../alert.ts';
import { inBatches } from '../in-batches.ts';
import { whatOf } from '../what-of.ts';
import { bytesOf, ENTRY_BYTES, toEntry } from './finding-event.ts';
import { toRemediationEntry } from './remediation-event.ts';

export interface EventBridgeChannelDeps {
  readonly name?: string;
  /** Of the bus's region: EventBridge takes no events for the bus of another. */
  readonly client: EventBridgeClient;
  readonly busArn: string;
}

/** What a `send` takes at most. */
export const EVENTBRIDGE_SEND_MS = 17_000;
const LIMIT_MS = 15_000;
/** So often are those tried that EventBridge did not take of a batch. */
const TRIES = 3;
const WAIT_MS = 200;
/** A batch together may have what one entry may: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
const BATCH = { members: 10, weight: ENTRY_BYTES } as const;

/**
 * Puts an event for each transition, and for each turn of a remediation that is told, onto a bus of the operators'. Digests and
 * reports of shadow mode are for people: what is in them was told.
 */
export function createEventBridgeChannel(deps: EventBridgeChannelDeps): Channel {
  const { name = 'eventbridge', busArn } = deps;
  return {
    name,
    async send(alert) {
      const entries = entriesOf(alert, busArn);
      if (entries.length === 0) return;
      const abortSignal = AbortSignal.timeout(LIMIT_MS);
      for (const batch of inBatches(entries, BATCH, bytesOf))
        await put(batch, { ...deps, alert, abortSignal });
    },
  };
}

function entriesOf(alert: Alert, busArn: string): readonly PutEventsRequestEntry[] {
  switch (alert.kind) {
    case 'transitions':
      return alert.transitions.map((transition) => toEntry(transition, busArn));
    case 'remediation':
      return [toRemediationEntry(alert, busArn)];
    case 'digest':
    case 'shadow-report':
      return [];
  }
}

interface Sending extends EventBridgeChannelDeps {
  readonly alert: Alert;
  readonly abortSignal: AbortSignal;
}

/** Until all are taken: those only are tried again that were not. */
async function put(batch: readonly PutEventsRequestEntry[], sending: Sending): Promise<void> {
  let left = batch;
  for (let tries = 1; ; tries += 1) {
    const results = await resultsOf(left, sending);
    const failed = results.filter(isFailed);
    if (failed.length === 0) return;
    const refused = failed.find(({ ErrorCode = '' }) => OF_THE_EVENT.has(ErrorCode));
    if (refused !== undefined || tries === TRIES) throw failure(refused ?? failed[0], sending);
    left = left.filter((_, at) => isFailed(results[at]));
    await wait(WAIT_MS * tries);
  }
}

async function resultsOf(
  batch: readonly PutEventsRequestEntry[],
  sending: Sending,
): Promise<readonly PutEventsResultEntry[]> {
  const { client, abortSignal } = sending;
  const command = new PutEventsCommand({ Entries: [...batch] });
  const { Entries = [] } = await client.send(command, { abortSignal }).catch((error: unknown) => {
    const ErrorCode = error instanceof Error ? error.name : '';
    throw failure({ ErrorCode, ErrorMessage: reasonOf(error) }, sending, error);
  });
  if (Entries.length === batch.length) return Entries;
  const ErrorMessage = `it answered ${Entries.length} results to ${batch.length} events`;
  throw failure({ ErrorMessage }, sending);
}

/** Taken is what got an id: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html */
function isFailed(result: PutEventsResultEntry | undefined): result is PutEventsResultEntry {
  return result?.EventId === undefined;
}

/**
 * What is wrong with the event itself stays wrong; a right or a bus that is missing can be mended meanwhile.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html
 */
const OF_THE_EVENT = new Set(['InvalidArgument', 'MalformedDetail', 'ValidationException']);

function failure(
  result: PutEventsResultEntry | undefined,
  { busArn, alert }: Sending,
  cause?: unknown,
): ServiceError {
  const { ErrorCode = '', ErrorMessage = '' } = result ?? {};
  const reason = [ErrorCode, ErrorMessage].filter((part) => part !== '').join(': ');
  const what = `the event of ${whatOf(alert)}: ${reasonOf(reason)}`;
  return OF_THE_EVENT.has(ErrorCode)
    ? new ServiceError(
        'alert-refused',
        `${busArn} refuses ${what}; the alert goes to the dead-letter queue`,
        { cause },
      )
    : new ServiceError(
        'channel-unreachable',
        `${busArn} did not take ${what}; see that the bus is there and its policy lets the service in; it is sent again`,
        { cause, retryable: true },
      );
}
