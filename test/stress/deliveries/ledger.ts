import type { Item, Transition } from '@podguard/core';

/** What happened to one identity of something told. */
export interface Telling {
  readonly key: string;
  readonly rule: string;
  /** How often it was sent, and how often what sent it failed right after. */
  sent: number;
  failed: number;
  isWritten: boolean;
}

/** What whoever hears everything hears of a finding, each identity once. */
export type Heard = Pick<Transition, 'id' | 'type' | 'severity'> & { readonly status: string };

/** Watches from outside what a run writes down, tells and reads. */
export interface Ledger {
  readonly tellings: ReadonlyMap<string, Telling>;
  /** By finding: `KEY RULE`. */
  readonly heard: ReadonlyMap<string, readonly Heard[]>;
  /** By resource: whatever a judgement of it read. */
  readonly reads: ReadonlyMap<string, ReadonlySet<string>>;
  readonly faults: readonly string[];
  /** Its writer may hear that it is written only after another has read and told it. */
  writing(item: Item): void;
  written(item: Item): void;
  /** An actor is a process: within one nobody tells twice what was told. */
  told(actor: number, transitions: readonly Transition[], failing: boolean): void;
  judged(key: string, read: Iterable<string>): void;
}

export const findingOf = (key: string, rule: string): string => `${key} ${rule}`;

export function createLedger(): Ledger {
  const tellings = new Map<string, Telling>();
  const heard = new Map<string, Heard[]>();
  const reads = new Map<string, Set<string>>();
  const byActor = new Map<string, { sent: number; failed: number }>();
  const faults: string[] = [];
  const begun = new Set<string>();
  const tellingOf = (id: string, about: Pick<Telling, 'key' | 'rule'>): Telling => {
    const telling = tellings.get(id) ?? { ...about, sent: 0, failed: 0, isWritten: false };
    tellings.set(id, telling);
    return telling;
  };
  return {
    tellings,
    heard,
    reads,
    faults,
    writing(item) {
      for (const { id } of newIn(item)) begun.add(id);
    },
    written(item) {
      const { key } = item;
      for (const { id, finding } of newIn(item)) {
        const telling = tellingOf(id, { key, rule: finding.rule });
        if (telling.isWritten) faults.push(`${key}: ${id} (${finding.rule}) names two things that were told`);
        telling.isWritten = true;
      }
    },
    told(actor, transitions, failing) {
      for (const { id, type, severity, finding } of transitions) {
        if (!begun.has(id))
          faults.push(
            `${finding.resource.key}: ${id} (${finding.rule}) was told and not written down before`,
          );
        const telling = tellingOf(id, { key: finding.resource.key, rule: finding.rule });
        const own = byActor.get(`${actor} ${id}`) ?? { sent: 0, failed: 0 };
        if (own.sent > own.failed)
          faults.push(`${telling.key}: ${id} (${telling.rule}) was told again by who knew that it was told`);
        own.sent += 1;
        telling.sent += 1;
        if (failing) {
          own.failed += 1;
          telling.failed += 1;
        }
        byActor.set(`${actor} ${id}`, own);
        if (telling.sent > 1) continue;
        const name = findingOf(telling.key, telling.rule);
        heard.set(name, [...(heard.get(name) ?? []), { id, type, severity, status: finding.status }]);
      }
    },
    judged(key, read) {
      const known = reads.get(key) ?? new Set<string>();
      for (const other of read) known.add(other);
      reads.set(key, known);
    },
  };
}

function newIn({ version, outgoing }: Item): readonly Transition[] {
  return outgoing === null || outgoing.version !== version ? [] : outgoing.transitions;
}
