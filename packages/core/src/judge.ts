import { actBehind } from './act-behind.ts';
import type { Cause } from './change.ts';
import type { Config } from './config.ts';
import { type FamilyPick, pickReporters } from './family.ts';
import { fieldsRead } from './fields-read.ts';
import type { History, Item, Life } from './item.ts';
import { clusterObjectOf } from './keys.ts';
import { createLives } from './lives.ts';
import { newestEvidence } from './newest.ts';
import { endedWithOwner, type Presence } from './presence.ts';
import { formerViewsAt, type Place, reachOf, type Surroundings, viewsAt } from './reach.ts';
import { reasonOf } from './reason-of.ts';
import { ownerKey } from './relations.ts';
import { createResolver } from './resolve.ts';
import type { Resource } from './resource.ts';
import { type Catalogue, kindsJudgedBy, type Rule } from './rule.ts';
import { compareStamps, type Stamp } from './stamp.ts';
import { newestHorizon, pointAt, pointsOf, type Step, stepsOf } from './timeline.ts';
import { type Fail, ruleFailed, severityRank, type Verdict, verdictFault } from './verdict.ts';
import { remembered } from './verdict-memo.ts';

export interface JudgeInput {
  readonly subject: History;
  readonly previous: Item | undefined;
  readonly surroundings: Surroundings;
  readonly catalogue: Catalogue;
  readonly config: Config;
  /** What made this judgement necessary where that change is folded already. */
  readonly late: Cause | null;
}

export interface Judgement {
  readonly present: boolean;
  readonly goneAt: string | null;
  readonly lives: readonly Life[];
  readonly carried: readonly Life[];
  readonly past: readonly Life[];
  readonly since: Stamp | null;
  readonly undecided: Item['undecided'];
  /** How many others it read, and those of them whose changes tell it by an edge. */
  readonly reads: number;
  readonly edges: readonly string[];
}

/** What judging would read and the surroundings do not hold: resources, and who points at a key. */
export interface Unread {
  readonly edges: readonly string[];
  readonly missing: readonly string[];
  readonly missingDependents: readonly Place[];
}

/**
 * Computes the findings of a resource by folding its history over its surroundings and judging after each step. What
 * it would read and the surroundings do not hold is returned: load that and ask again.
 */
export function judge(input: JudgeInput): Judgement | Unread {
  const { subject, surroundings, config } = input;
  const reach = reachOf(subject, surroundings);
  const { missing, missingDependents } = reach;
  if (missing.length + missingDependents.length > 0)
    return { missing, missingDependents, edges: reach.edges };
  const rules = input.catalogue.rules.filter(
    (rule) =>
      kindsJudgedBy(rule).includes(subject.kind) &&
      config.rules[rule.id] !== 'off' &&
      // What nobody reads any more is not claimed.
      (config.clusterReading || clusterObjectOf(subject.key) === undefined),
  );
  const related = reach.keys.flatMap((key) => surroundings.histories.get(key) ?? []);
  const since = newestHorizon([subject, ...related]);
  const { carried, past } = carryOver(input.previous, since);
  const resolver = createResolver(subject, reach, surroundings);
  let presence: Presence | null = null;
  let incarnation: string | null = null;
  let goneAt: string | null = null;
  let undecided: Item['undecided'] = [];

  const own = pointsOf(subject);
  const others = related.map(pointsOf);
  const steps = stepsOf(own, others, since);
  const horizonStep = steps.find(({ stamp }) => since !== null && compareStamps(stamp, since) === 0);
  let atHorizon: readonly Life[] = [];
  let endedBefore: readonly Life[] = [];
  const lives = createLives({
    carried,
    late: input.late,
    behind(rule, read, wasUndecided) {
      const step = steps.find(({ cause }) => cause?.eventId === read.cause.eventId);
      if (step === undefined) return null;
      const ownFields = fieldsSeen(rule, viewsAt(subject, step.own).views, step, resolver.contexts, config);
      const otherFields = new Set((Object.values(rule.needs) as readonly (readonly string[])[]).flat());
      return actBehind(read, { own, others, ownFields, otherFields, wasUndecided });
    },
    openedBefore: (rule) => (horizonStep === undefined ? null : newestEvidence(rule, input, horizonStep)),
  });

  const settle = (judging: readonly Rule[], views: readonly Resource[], step: Step): Item['undecided'] => {
    const verdicts = new Map(
      judging.map((rule) => [rule, worstVerdict(rule, views, step, resolver.contexts, config)]),
    );
    lives.settle(verdicts, pickFor(input.catalogue, verdicts, lives.open()));
    return undecidedOf(verdicts);
  };

  for (const step of steps) {
    const seen = viewsAt(subject, step.own);
    presence = seen.presence;
    const ended = endWithOwner(subject, presence, step, resolver.points);
    lives.turn(step);
    if (!presence.present || ended !== null) {
      goneAt = (ended ?? presence.goneAt ?? step.stamp).time;
      incarnation = null;
      undecided = [];
      const afterlife = ended === null ? rules.filter(({ judgesGone }) => judgesGone) : [];
      lives.endAll('deleted', new Set(afterlife.map(({ id }) => id)));
      if (afterlife.length > 0) {
        const views = formerViewsAt(subject, step.own);
        undecided = settle(afterlife, views, step);
      }
      if (step === horizonStep) [atHorizon, endedBefore] = [lives.open(), lives.ended()];
      continue;
    }
    goneAt = null;
    if (incarnation !== null && incarnation !== presence.incarnation) lives.endAll('deleted');
    incarnation = presence.incarnation;
    undecided = settle(rules, seen.views, step);
    if (step === horizonStep) [atHorizon, endedBefore] = [lives.open(), lives.ended()];
  }
  return {
    present: presence !== null && goneAt === null,
    goneAt,
    lives: lives.all().filter((life) => !endedBefore.includes(life)),
    carried: atHorizon,
    past: [...past, ...endedBefore],
    since,
    undecided,
    reads: reach.keys.length,
    edges: reach.edges,
  };
}

/** Lives that were open at the horizon go on from there; those that ended before it are history. */
function carryOver(
  previous: Item | undefined,
  since: Stamp | null,
): { carried: readonly Life[]; past: readonly Life[] } {
  if (previous === undefined || since === null) return { carried: [], past: previous?.past ?? [] };
  if (previous.since !== null && compareStamps(previous.since, since) === 0) return previous;
  const begun = previous.lives.filter((life) => compareStamps(life.opened.stamp, since) <= 0);
  const ended = begun.filter(
    (life) => life.resolved !== null && compareStamps(life.resolved.stamp, since) <= 0,
  );
  return {
    carried: begun.filter((life) => !ended.includes(life)).map((life) => asOf(life, since)),
    past: [...previous.past, ...ended],
  };
}

/** A life as it was at the horizon: what came after is computed again. */
function asOf(life: Life, since: Stamp): Life {
  const later = life.changes.findIndex(({ stamp }) => compareStamps(stamp, since) > 0);
  const first = life.changes[later];
  if (first === undefined) return { ...life, resolved: null };
  return { ...life, resolved: null, severity: first.from, changes: life.changes.slice(0, later) };
}

function endWithOwner(
  subject: History,
  presence: Presence,
  step: Step,
  points: ReturnType<typeof createResolver>['points'],
): Stamp | null {
  const owner = ownerKey(subject.kind, subject.key);
  if (owner === undefined) return null;
  const at = pointAt(points(owner), step.stamp.time);
  return at === undefined ? null : endedWithOwner(presence, at.registers);
}

function worstVerdict(
  rule: Rule,
  views: readonly Resource[],
  step: Step,
  contexts: ReturnType<typeof createResolver>['contexts'],
  config: Config,
): Verdict {
  let worst: Verdict | null = null;
  for (const view of views) {
    for (const context of contexts(rule, view, step.stamp.time)) {
      const verdict: Verdict =
        'missing' in context
          ? { status: 'indeterminate', missing: context.missing }
          : remembered(rule, view, { config, related: context.related }, () =>
              evaluated(rule, view, context.related, config),
            );
      if (worst === null || badness(verdict) > badness(worst)) worst = verdict;
    }
  }
  return worst ?? { status: 'indeterminate', missing: [] };
}

/** What a rule looks at of the resource in any of its views. */
function fieldsSeen(
  rule: Rule,
  views: readonly Resource[],
  step: Step,
  contexts: ReturnType<typeof createResolver>['contexts'],
  config: Config,
): ReadonlySet<string> {
  const fields = views.flatMap((view) =>
    [...contexts(rule, view, step.stamp.time)].flatMap((context) =>
      'missing' in context ? [] : [...fieldsRead(rule, view, { config, related: context.related as never })],
    ),
  );
  return new Set(fields);
}

/** A rule that throws has a fault: its verdict is not known, and the others are not held up. */
function evaluated(rule: Rule, view: Resource, related: unknown, config: Config): Verdict {
  try {
    const verdict = rule.evaluate(view, { config, related: related as never });
    const fault = verdictFault(verdict);
    return fault === undefined
      ? graded(rule, verdict, config)
      : ruleFailed(`what it gave is no verdict: ${fault}`);
  } catch (error) {
    return ruleFailed(reasonOf(error));
  }
}

/** The severity in force: the configuration's, else the verdict's own grade, else the rule's. */
function graded(rule: Rule, verdict: Verdict, config: Config): Verdict {
  if (verdict.status !== 'fail') return verdict;
  const setting = config.rules[rule.id];
  if (typeof setting === 'object')
    return { ...verdict, graded: { severity: setting.severity, because: 'configuration' } };
  return verdict.graded === undefined
    ? { ...verdict, graded: { severity: rule.severity, because: '' } }
    : verdict;
}

function badness(verdict: Verdict): number {
  switch (verdict.status) {
    case 'fail':
      return 4 + severityRank((verdict.graded as NonNullable<Fail['graded']>).severity);
    case 'indeterminate':
      return verdict.failed === undefined ? 2 : 3;
    case 'pass':
      return 1;
    case 'not-applicable':
      return 0;
  }
}

function pickFor(
  catalogue: Catalogue,
  verdicts: ReadonlyMap<Rule, Verdict>,
  open: readonly Life[],
): FamilyPick {
  const candidates = [...verdicts].flatMap(([rule, verdict]) => {
    if (verdict.status === 'fail') return [{ rule, severity: verdict.graded?.severity ?? rule.severity }];
    const life = open.find((other) => other.rule === rule.id);
    return verdict.status === 'indeterminate' && life !== undefined
      ? [{ rule, severity: life.severity }]
      : [];
  });
  return pickReporters(candidates, catalogue);
}

function undecidedOf(verdicts: ReadonlyMap<Rule, Verdict>): Item['undecided'] {
  return [...verdicts].flatMap(([rule, verdict]) => {
    if (verdict.status !== 'indeterminate') return [];
    const { status: _status, ...unreached } = verdict;
    return [{ rule: rule.id, ...unreached }];
  });
}
