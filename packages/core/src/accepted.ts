import type { Exemption } from './exemption.ts';
import type { Accepted, Announced, Item, Life } from './item.ts';
import type { Rule } from './rule.ts';
import { type Severity, severityRank, type Witness } from './verdict.ts';

/**
 * At what it was accepted, where that was not written down: as it was at the exemption's beginning, or at the first opening
 * since, and no graver than people had heard, or than the exemption accepts at all.
 */
export function acceptedSince(
  { id, since, severity: most }: Exemption,
  { past, lives, announced }: Pick<Item, 'past' | 'lives' | 'announced'>,
  life: Life,
  covers: Rule['covers'],
): Accepted {
  const all = [...new Map([...past, ...lives].map((one) => [lifeId(one), one])).values()]
    .filter(({ rule }) => rule === life.rule)
    .sort((a, b) => timeOf(a.opened.stamp.time) - timeOf(b.opened.stamp.time));
  const begin = timeOf(since);
  const [first = life, ...later] = all.filter(
    ({ resolved }) => resolved === null || timeOf(resolved.stamp.time) > begin,
  );
  const from = Math.max(timeOf(first.opened.stamp.time), begin);
  const known = toldOf(announced[life.rule], first);
  const begun = severityAt(first, from);
  const severity = least(least(begun, known?.severity), most);
  const witness = known?.witness ?? first.witness;
  const accepted = { exemption: id, severity, witness };
  const outgrown =
    (most !== undefined && severityRank(begun) > severityRank(most)) ||
    worsenedAfter(first, from, severity) ||
    later.some(
      (one) =>
        isWorse({ ...one, severity: severityAt(one, timeOf(one.opened.stamp.time)) }, accepted, covers) ||
        worsenedAfter(one, timeOf(one.opened.stamp.time), severity),
    );
  return outgrown ? { ...accepted, outgrown: true } : accepted;
}

function toldOf(told: Announced | undefined, life: Life): Announced | undefined {
  return told?.status === 'open' && life.resolved === null ? told : undefined;
}

function lifeId({ rule, opened }: Life): string {
  return `${rule} ${opened.stamp.eventId}`;
}

function severityAt({ severity, changes }: Life, time: number): Severity {
  const before = changes.findLast(({ stamp }) => timeOf(stamp.time) <= time);
  return before?.to ?? changes[0]?.from ?? severity;
}

function worsenedAfter({ changes }: Life, time: number, severity: Severity): boolean {
  return changes.some(
    ({ type, stamp, from, to }) =>
      type === 'worsened' &&
      timeOf(stamp.time) > time &&
      (from === to || severityRank(to) > severityRank(severity)),
  );
}

/** Whether it is graver than what was accepted, or lets in whom that did not. */
export function isWorse(
  { severity, witness }: { readonly severity: Severity; readonly witness: Witness | null },
  accepted: Pick<Accepted, 'severity' | 'witness'>,
  covers: Rule['covers'],
): boolean {
  if (severityRank(severity) > severityRank(accepted.severity)) return true;
  if (covers === undefined || witness === null || accepted.witness === null) return false;
  return !covers(accepted.witness, witness);
}

function least(a: Severity, b: Severity | undefined): Severity {
  return b !== undefined && severityRank(b) < severityRank(a) ? b : a;
}

/** Records tell whole seconds, people milliseconds: texts of them do not compare. */
function timeOf(time: string): number {
  return Date.parse(time);
}
