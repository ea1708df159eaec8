import { announce, type Change, type FindingContext, findingsOf, type Item } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { type Known, TOLD_AFTER } from '../../support/told-after.ts';
import { findingOf, type Heard, type Ledger } from './ledger.ts';
import { isSame } from './same-item.ts';

export interface World {
  readonly ledger: Ledger;
  readonly items: ReadonlyMap<string, Item>;
  readonly context: FindingContext;
}

export interface Checked {
  readonly resources: number;
  readonly kinds: readonly string[];
  readonly open: number;
  readonly exempt: number;
  /** What was told, each identity once; how often in all; and how often the reference told. */
  readonly told: number;
  readonly sent: number;
  readonly mostSent: number;
  readonly toldInOrder: number;
  /** Findings that were told and ended, of which the true order knows nothing. */
  readonly onlyByDisorder: number;
  /** Findings that are exempt in the true order and open here: disorder showed them worse than was accepted. */
  readonly outgrown: number;
  readonly faults: readonly string[];
}

export interface CheckInput {
  readonly reference: World;
  readonly run: World;
  readonly changes: readonly Change[];
  /** The ids of the transitions that the store keeps. */
  readonly kept: ReadonlySet<string>;
}

export function check({ reference, run, changes, kept }: CheckInput): Checked {
  const faults = [...run.ledger.faults];
  for (const key of new Set([...reference.items.keys(), ...run.items.keys()])) {
    const [expected, actual] = [reference.items.get(key), run.items.get(key)];
    if (expected === undefined || actual === undefined)
      faults.push(`${key} is known ${expected === undefined ? 'to the run' : 'to the reference'} alone`);
    else faults.push(...itemFaults({ expected, actual }, reference, run));
  }
  faults.push(...tellingFaults(run, changes, kept));
  const statuses = [...run.items.values()].flatMap((item) =>
    findingsOf(item, catalogue, run.context).map(({ status }) => status),
  );
  const tellings = [...run.ledger.tellings.values()];
  const exempt = exemptOf(run);
  const accepted = exemptOf(reference);
  // What was told before an exemption began was accepted as it was told.
  for (const [name, beganBefore] of exempt)
    if (beganBefore && !accepted.has(name)) faults.push(`${name} is exempt, and in the true order it is not`);
  return {
    resources: run.items.size,
    kinds: [...new Set([...run.items.values()].map(({ kind }) => kind))].sort(),
    open: statuses.filter((status) => status === 'open').length,
    exempt: exempt.size,
    told: tellings.length,
    sent: tellings.reduce((sum, { sent }) => sum + sent, 0),
    mostSent: tellings.reduce((most, { sent }) => Math.max(most, sent), 0),
    toldInOrder: reference.ledger.tellings.size,
    onlyByDisorder: [...run.ledger.heard.keys()].filter((name) => !reference.ledger.heard.has(name)).length,
    outgrown: [...accepted.keys()].filter((name) => !exempt.has(name)).length,
    faults,
  };
}

/** What is exempt, and whether its exemption began before it opened. */
function exemptOf({ items, context }: World): ReadonlyMap<string, boolean> {
  const begins = new Map(context.exemptions.map(({ id, since }) => [id, Date.parse(since)]));
  const exempt = new Map<string, boolean>();
  for (const item of items.values())
    for (const { rule, exemption, opened } of findingsOf(item, catalogue, context)) {
      if (exemption === null) continue;
      const begin = begins.get(exemption.id) ?? 0;
      exempt.set(findingOf(item.key, rule), begin <= Date.parse(opened?.at ?? '9999-12-31'));
    }
  return exempt;
}

/** The final state is the reference's, nothing is left to do, and people know what is so. */
function itemFaults(
  { expected, actual }: { readonly expected: Item; readonly actual: Item },
  reference: World,
  run: World,
): readonly string[] {
  const { key } = actual;
  const faults: string[] = [];
  const read = [...(reference.ledger.reads.get(key) ?? []), ...(run.ledger.reads.get(key) ?? [])];
  const isFolded = [key, ...read].some((other) =>
    [reference, run].some(({ items }) => (items.get(other)?.base ?? null) !== null),
  );
  if (!isSame(expected, actual, isFolded)) faults.push(`${key} is not as the reference has it`);
  if (actual.pending !== null || actual.outgoing !== null) faults.push(`${key} has something left to do`);
  const { transitions } = announce(actual, catalogue, run.context);
  if (transitions.length > 0)
    faults.push(`${key}: ${transitions.length} changes of findings are still to be told`);
  for (const { rule, status } of findingsOf(actual, catalogue, run.context)) {
    if (status === 'resolved') continue;
    const last = run.ledger.heard.get(findingOf(key, rule))?.at(-1);
    if (last?.status !== status)
      faults.push(`${key}: ${rule} is ${status}, and people know it as ${last?.status}`);
  }
  return faults;
}

/** What was written down was told, as often as may be, and what was told makes sense to who hears it. */
function tellingFaults(
  { ledger, items, context }: World,
  changes: readonly Change[],
  kept: ReadonlySet<string>,
): readonly string[] {
  const faults: string[] = [];
  for (const [id, { key, rule, sent, isWritten }] of ledger.tellings) {
    if (!isWritten) faults.push(`${key}: ${id} (${rule}) was told and never written down`);
    if (sent === 0) faults.push(`${key}: ${id} (${rule}) was never told`);
    else if (!kept.has(id)) faults.push(`${key}: ${id} (${rule}) was told and is not kept`);
  }
  const arrived = new Map<string, number>();
  for (const { key } of changes) arrived.set(key, (arrived.get(key) ?? 0) + 1);
  for (const [name, heard] of ledger.heard) {
    const [key = '', rule = ''] = [
      name.slice(0, name.lastIndexOf(' ')),
      name.slice(name.lastIndexOf(' ') + 1),
    ];
    const around = new Set([key, ...(ledger.reads.get(key) ?? [])]);
    const most = [...around].reduce((sum, other) => sum + (arrived.get(other) ?? 0), 0);
    if (heard.length > most + 2 * context.exemptions.length)
      faults.push(`${key}: ${rule} was told ${heard.length} times, and only ${most} records are about it`);
    const nonsense = nonsenseOf(heard);
    if (nonsense !== undefined) faults.push(`${key}: ${rule} was told as ${nonsense}`);
    const item = items.get(key);
    const isOpen = item?.lives.some((life) => life.rule === rule && life.resolved === null) === true;
    if (!isOpen && heard.at(-1)?.status !== 'resolved')
      faults.push(`${key}: ${rule} has ended, and people know it as ${heard.at(-1)?.status}`);
  }
  return faults;
}

function nonsenseOf(heard: readonly Heard[]): string | undefined {
  let status: Known = 'none';
  for (const one of heard) {
    if (!TOLD_AFTER[one.type].includes(status)) return `${one.type} after ${status}`;
    status = one.type === 'exempted' ? 'exempt' : one.type === 'resolved' ? 'resolved' : 'open';
    if (one.status !== status) return `${one.type} with the status ${one.status}`;
  }
  return undefined;
}
