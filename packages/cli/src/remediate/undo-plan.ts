import type { RemediationPlan } from '@podguard/core';
import type { FoundThere } from '@podguard/remediate';

/** What undoing it would do, as a plan, from what is there now: what ended by it would open again. */
export function undoPlan(plan: RemediationPlan, found: FoundThere | undefined): RemediationPlan {
  const { undo, fields, present, ends, opens, summary } = plan;
  const there = new Map(found?.fields.map((field) => [field.name, field.found]));
  return {
    ...plan,
    summary: `take back what was done: ${summary}`,
    ...{ steps: undo, undo: [], ends: opens, opens: ends },
    fields: fields.map(({ name, before, after }) => ({
      name,
      before: there.get(name) ?? (there.has(name) ? null : after),
      after: before,
    })),
    present: { before: found?.present ?? present.after, after: present.before },
    mayBreak: [],
    facts: [],
  };
}
