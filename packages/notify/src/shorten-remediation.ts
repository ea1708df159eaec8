import type { JsonObject, Remediation, RemediationPlan, RemediationStep } from '@podguard/core';
import type { RemediationBody } from './alert-body.ts';
import { noteOf, STEPS, type Step, shortFinding, shortTexts, shortValue } from './shorten.ts';

/** The body, then shorter and shorter ones, which say what was cut. The newest turns and approvals are kept. */
export function* shorterRemediations(body: RemediationBody): Generator<RemediationBody> {
  yield body;
  for (const step of STEPS) {
    yield {
      ...body,
      remediation: shortRemediation(body.remediation, step),
      finding: body.finding && shortFinding(body.finding, step),
      cut: noteOf(step),
    };
  }
}

function shortRemediation(remediation: Remediation, step: Step): Remediation {
  const { plan, guards, approvals, foreign, history, applied, undone } = remediation;
  const newest = <T extends object>(all: readonly T[]): readonly T[] =>
    all.slice(-Math.max(1, step.members)).map((one) => shortTexts(one, step));
  return {
    ...shortTexts(remediation, step),
    plan: plan && shortPlan(plan, step),
    guards: guards.map((one) => shortTexts(one, step)),
    approvals: newest(approvals),
    foreign: newest(foreign),
    history: newest(history),
    applied: applied && shortTexts(applied, step),
    undone: undone && shortUndone(undone, step),
  };
}

function shortUndone(
  undone: NonNullable<Remediation['undone']>,
  step: Step,
): NonNullable<Remediation['undone']> {
  const { overwritten } = undone;
  const short = shortTexts(undone, step);
  if (overwritten === undefined) return short;
  const some = overwritten.slice(0, Math.max(1, step.members));
  return {
    ...short,
    overwritten: some.map((one) => ({ ...shortTexts(one, step), found: shortValue(one.found, step) })),
  };
}

function shortPlan(plan: RemediationPlan, step: Step): RemediationPlan {
  const { target, steps, undo, fields, mayBreak, facts, affected, ends, opens } = plan;
  const few = (texts: readonly string[]): readonly string[] => shortValue(texts, step) as readonly string[];
  const calls = (all: readonly RemediationStep[]): readonly RemediationStep[] =>
    all.slice(0, Math.max(1, step.members)).map((one) => ({
      ...shortTexts(one, step),
      input: shortValue(one.input, step) as JsonObject,
    }));
  return {
    ...shortTexts(plan, step),
    target: shortTexts(target, step),
    steps: calls(steps),
    undo: calls(undo),
    fields: fields.slice(0, Math.max(1, step.members)).map((one) => ({
      ...shortTexts(one, step),
      before: shortValue(one.before, step),
      after: shortValue(one.after, step),
    })),
    mayBreak: few(mayBreak),
    ...(plan.byPeople === undefined ? {} : { byPeople: few(plan.byPeople) }),
    facts: few(facts),
    affected: { ...affected, keys: few(affected.keys) },
    ends: few(ends),
    opens: few(opens),
  };
}
