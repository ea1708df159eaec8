import { type Cause, forgottenCause, isRead } from './change.ts';
import type { FamilyPick } from './family.ts';
import type { Life, Resolution, Turn } from './item.ts';
import { newestStamp } from './newest.ts';
import type { Rule } from './rule.ts';
import type { Step } from './timeline.ts';
import { type Fail, severityRank, type Verdict } from './verdict.ts';

/** The findings' lives while a history is folded: call `turn` for each step, then `settle` or `endAll`. */
export interface Lives {
  turn(step: Step): void;
  /** Ends all but those of the rules that are kept. */
  endAll(reason: Resolution, kept?: ReadonlySet<string>): void;
  settle(verdicts: ReadonlyMap<Rule, Verdict>, reporters: FamilyPick): void;
  open(): readonly Life[];
  ended(): readonly Life[];
  all(): readonly Life[];
}

const MAX_TURNS = 20;

export interface LivesInput {
  /** Open at the horizon. */
  readonly carried: readonly Life[];
  /** What made the judgement necessary where that change is folded already. */
  readonly late: Cause | null;
  /** Since when a rule has failed at the horizon, where no life says so. */
  readonly openedBefore: (rule: Rule) => Turn | null;
  /** Who did what a read of the account made known, if somebody did. */
  readonly behind: (rule: Rule, read: Turn, wasUndecided: boolean) => Turn | null;
}

export function createLives({ carried, late, openedBefore, behind }: LivesInput): Lives {
  const ended: Life[] = [];
  const open = new Map<string, Life>();
  let turn: Turn | null = null;
  let here: Turn;
  let atHorizon = false;
  let undecided: ReadonlySet<Rule> = new Set();

  const readAs = new Map<string, Turn>();
  const openedBy = (rule: Rule): Turn => {
    readAs.delete(rule.id);
    const before = atHorizon ? openedBefore(rule) : null;
    if (before !== null || !isRead(here.cause)) return before ?? here;
    readAs.set(rule.id, here);
    return behind(rule, here, undecided.has(rule)) ?? here;
  };

  const close = (life: Life, reason: Resolution) => {
    open.delete(life.rule);
    // Who ended it did not make what a read in the same minute still showed.
    const endedByAccused = life.opened.cause.eventId === here.cause.eventId;
    const opened = (endedByAccused ? readAs.get(life.rule) : undefined) ?? life.opened;
    ended.push({ ...life, opened, resolved: { ...here, reason } });
  };

  return {
    turn(step) {
      const isFirst = turn === null;
      here = turnOf(step, isFirst ? late : null);
      atHorizon = isFirst && late === null;
      turn = here;
      if (isFirst) for (const life of carried) open.set(life.rule, life);
    },
    endAll(reason, kept) {
      for (const life of [...open.values()]) if (!kept?.has(life.rule)) close(life, reason);
    },
    settle(verdicts, reporters) {
      const byRule = new Map([...verdicts.keys()].map((rule) => [rule.id, rule]));
      for (const life of [...open.values()]) {
        const rule = byRule.get(life.rule);
        if (rule === undefined || !reporters.has(rule)) close(life, reasonFor(rule && verdicts.get(rule)));
      }
      for (const [rule, reasons] of reporters) {
        const verdict = verdicts.get(rule);
        const life = open.get(rule.id);
        if (verdict?.status === 'fail')
          open.set(rule.id, {
            ...continued(rule, life, verdict, life === undefined ? openedBy(rule) : here),
            reasons,
          });
        else if (life !== undefined) open.set(rule.id, { ...life, unverified: true, reasons });
      }
      undecided = new Set(
        [...verdicts].filter(([, { status }]) => status === 'indeterminate').map(([rule]) => rule),
      );
    },
    open: () => [...open.values()],
    ended: () => [...ended],
    all: () => [...ended, ...open.values()].sort(byOpening),
  };
}

function continued(rule: Rule, life: Life | undefined, verdict: Fail, here: Turn): Life {
  const severity = verdict.graded?.severity ?? rule.severity;
  const { summary, evidence, witness } = verdict;
  const judged = { rule: rule.id, severity, summary, evidence, witness, unverified: false };
  if (life === undefined) return { ...judged, opened: here, resolved: null, reasons: [], changes: [] };
  const change = severityRank(severity) - severityRank(life.severity);
  const uncovered =
    rule.covers !== undefined &&
    life.witness !== null &&
    witness !== null &&
    !rule.covers(life.witness, witness);
  if (change === 0 && !uncovered) return { ...life, ...judged };
  const type: Life['changes'][number]['type'] = change < 0 ? 'eased' : 'worsened';
  return {
    ...life,
    ...judged,
    changes: [...life.changes, { ...here, type, from: life.severity, to: severity }].slice(-MAX_TURNS),
  };
}

function reasonFor(verdict: Verdict | undefined): Resolution {
  if (verdict?.status === 'fail' || verdict?.status === 'indeterminate') return 'superseded';
  return verdict?.status === 'not-applicable' ? 'not-applicable' : 'fixed';
}

/** Where no change is known any more, the newest register speaks: when, but not by whom. */
function turnOf(step: Step, late: Cause | null): Turn {
  if (late !== null) return { stamp: { time: late.at, rank: 1, eventId: late.eventId }, cause: late };
  if (step.cause !== null) return { stamp: step.stamp, cause: step.cause };
  const stamp = newestStamp(step.own.registers) ?? step.stamp;
  return { stamp, cause: forgottenCause(stamp) };
}

function byOpening(a: Life, b: Life): number {
  if (a.opened.stamp.time !== b.opened.stamp.time) return a.opened.stamp.time < b.opened.stamp.time ? -1 : 1;
  return a.rule < b.rule ? -1 : 1;
}
