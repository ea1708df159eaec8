import type { Exemption } from './exemption.ts';
import type { Accepted, Announced, Item, Life } from './item.ts';
import type { Rule } from './rule.ts';
import { type Severity, severityRank, type Witness } from './verdict.ts';

/**
 * At what it was accepted: as it was at the exemption's beginning, or at the first opening since, and no graver than what
 * was written down, than people had heard, or than the exemption accepts at all. What a record tells too late can show
 * that less was accepted, and never more.
 */
export function acceptedSince(
  { id, since, severity: most }: Exemption,
  { past, lives, announced }: Pick<Item, 'past' | 'lives' | 'announced'>,
  life: Life,
  covers: Rule['covers'],
): Accepted {
  const told = announced[life.rule];
  const written = told?.accepted?.find(({ exemption }) => exemption === id);
  const all = [...new Map([...past, ...lives].map((one) => [lifeId(one), one])).values()]
    .filter(({ rule }) => rule === life.rule)
    .sort((a, b) => timeOf(a.opened.stamp.time) - timeOf(b.opened.stamp.time));
  const begin = timeOf(since);
  const [first = life, ...later] = all.filter(
    ({ resolved }) => resolved === null || timeOf(resolved.stamp.time) > begin,
  );
  const start = Math.max(timeOf(first.opened.stamp.time), begin);
  // What it was then is known by what was written alone.
  if (written !== undefined && !(timeOf(written.from ?? '') >= start)) return written;
  const from = new Date(start).toISOString();
  const heard = written === undefined ? toldOf(told, first) : undefined;
  const begun = severityAt(first, start);
  const severity = least(least(begun, (written ?? heard)?.severity), most);
  // Whom it let in then was written; what it is now was compared with that, which the changes of a life do not say.
  const isThen = written?.from === from;
  const witness = (isThen ? written : heard)?.witness ?? first.witness;
  const accepted = { exemption: id, severity, witness, from };
  const isWorseAfter = ({ changes }: Life, time: number): boolean =>
    changes.some(
      ({ type, stamp, from: before, to }) =>
        type === 'worsened' &&
        timeOf(stamp.time) > time &&
        ((before === to && !isThen) || severityRank(to) > severityRank(severity)),
    );
  const outgrown =
    written?.outgrown === true ||
    (most !== undefined && severityRank(begun) > severityRank(most)) ||
    isWorseAfter(first, start) ||
    later.some(
      (one) =>
        isWorse({ ...one, severity: severityAt(one, timeOf(one.opened.stamp.time)) }, accepted, covers) ||
        isWorseAfter(one, timeOf(one.opened.stamp.time)),
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
