import {
  type ConfigInput,
  configSchema,
  type Life,
  type ServiceState,
  type Severity,
  type Transition,
} from '@podguard/core';
import {
  createTell,
  createTellDigest,
  createTellHeld,
  createTellQuiet,
  parseChannelMessage,
  type Queue,
  type QueueMessage,
  withQueues,
} from '@podguard/functions';
import type { Digest } from '@podguard/notify';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { changeOf, itemOf } from '../store/arbitrary-item.ts';
import { aTransition } from '../support/a-transition.ts';

export const ACCOUNT = '111122223333';
const OPENINGS: readonly string[] = ['opened', 'reopened', 'worsened', 'exemption-ended'];
const START = Date.parse('2026-03-12T12:00:10Z');

export interface HeardBy {
  /** Of what was told one by one, and of which digests. */
  readonly ids: string[];
  /** Of what only brings messages up to date. */
  readonly silent: string[];
  readonly digests: Digest[];
}

/** What is told by channels of a configuration; before each effect on the outside `before` may throw, as a process that ends there. */
export function createTellWorld(config: ConfigInput, names: readonly string[]) {
  let time = START;
  const store = createMemoryStore();
  const memory = createMemoryServiceState(store, () => time);
  const parsed = configSchema.parse(config);
  const messages = new Map<string, (QueueMessage & { readonly at: number })[]>();
  const world = { before: (_effect: string): void => {} };
  const now = () => new Date(time);
  const during = async <T>(effect: string, work: () => Promise<T>): Promise<T> => {
    world.before(effect);
    return work();
  };
  const state: ServiceState = {
    ...memory,
    noteQuiet: (one, box) => during(`note ${box ?? 'for all'}`, () => memory.noteQuiet(one, box)),
    removeQuiet: (ids, box) => during(`remove ${box ?? 'for all'}`, () => memory.removeQuiet(ids, box)),
    saveMark: (name, value, keep) => during(`mark ${name}`, () => memory.saveMark(name, value, keep)),
    replaceMark: (name, was, value, keep) =>
      during(`mark ${name}`, () => memory.replaceMark(name, was, value, keep)),
    count: (name, by, keep) => during('count', () => memory.count(name, by, keep)),
    loadMark: (name) => during('load', () => memory.loadMark(name)),
  };
  const queueOf = (name: string): Queue => ({
    send: (some) =>
      during(`send ${name}`, async () => {
        messages.set(name, [...(messages.get(name) ?? []), ...some.map((one) => ({ ...one, at: time }))]);
      }),
  });
  const channels = withQueues(parsed, Object.fromEntries(names.map((name) => [name, queueOf(name)])));
  const tellDigest = createTellDigest({ channels, state, now });
  const tellQuiet = createTellQuiet({ tellDigest, state, store, account: ACCOUNT });
  const tellHeld = createTellHeld({ channels, state, store, account: ACCOUNT, now });
  /** A process of its own, which knows nothing of what others told. */
  const process = () => createTell({ channels, config: parsed, state, now });
  return Object.assign(world, {
    store,
    memory,
    process,
    tell: process(),
    tellDigest,
    tellQuiet,
    tellHeld,
    /** What these opened is open still. */
    async opened(transitions: readonly Transition[]) {
      for (const { severity, finding } of transitions)
        await store.save(itemOf(finding.resource.key, { lives: [openLife(finding, severity)] }));
    },
    pass(seconds: number) {
      time += seconds * 1000;
    },
    set(at: string) {
      time = Date.parse(at);
    },
    /** Each as often as it came, but for what a FIFO queue drops. */
    heard(name: string): HeardBy {
      const heard: HeardBy = { ids: [], silent: [], digests: [] };
      const identities = new Set<string>();
      for (const { body, identity = '' } of messages.get(name) ?? []) {
        if (identities.has(identity)) continue;
        identities.add(identity);
        const message = parseChannelMessage(body);
        if (message.podguard === 'digest') heard.digests.push(message.digest);
        else if (message.podguard === 'transitions')
          (message.silent ? heard.silent : heard.ids).push(...message.transitions.map(({ id }) => id));
      }
      return heard;
    },
    /** What waits in its queue, in its order. */
    queued: (name: string): readonly QueueMessage[] => messages.get(name) ?? [],
    /** The most that was told one by one within a minute of the clock, what is critical and opens apart from the rest. */
    mostAMinute(name: string): number {
      const alone = (messages.get(name) ?? []).flatMap(({ body, at }) => {
        const message = parseChannelMessage(body);
        return message.podguard !== 'transitions' || message.silent
          ? []
          : message.transitions.map(
              ({ type, severity }) =>
                `${Math.floor(at / 60_000)} ${severity === 'critical' && OPENINGS.includes(type)}`,
            );
      });
      return Math.max(0, ...[...Map.groupBy(alone, (minute) => minute).values()].map(({ length }) => length));
    },
    held: async (box?: string) => (await Array.fromAsync(memory.listQuiet(box))).length,
  });
}

function openLife({ rule, summary }: Transition['finding'], severity: Severity): Life {
  const cause = changeOf('k', 'e-1', null).cause;
  return {
    ...{ rule, severity, summary, resolved: null, evidence: [], witness: null },
    ...{ unverified: false, reasons: [], changes: [] },
    opened: { stamp: { time: '2026-03-12T07:00:00Z', rank: 1, eventId: 'e-1' }, cause },
  };
}

export function many(count: number, more: Partial<Transition> = {}): readonly Transition[] {
  return Array.from({ length: count }, (_, at) => aTransition({ role: `r${at}`, ...more }));
}
