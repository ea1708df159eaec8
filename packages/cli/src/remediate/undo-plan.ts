import type { RemediationPlan } from '@podguard/core';

/** What undoing it would do, as a plan: what ended by it would open again. */
export function undoPlan(plan: RemediationPlan): RemediationPlan {
  const { undo, fields, present, ends, opens, summary } = plan;
  return {
    ...plan,
    summary: `take back what was done: ${summary}`,
    ...{ steps: undo, undo: [], ends: opens, opens: ends },
    fields: fields.map(({ name, before, after }) => ({ name, before: after, after: before })),
    present: { before: present.after, after: present.before },
    mayBreak: [],
    facts: [],
  };
}
