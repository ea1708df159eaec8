import type { JsonValue, PlannedField, Remediation } from '@podguard/core';
import { toJson } from '@podguard/report';

/** A remediation for a program: the plan, and the changed fields as they were and as they are to be, by name. */
export function remediationJson(one: Remediation, refusal: string | null): string {
  const { id, finding, rule, status, forced, plan, planHash, guards, approvals, approvalsNeeded, history } =
    one;
  const fields = plan?.fields ?? [];
  return `${toJson(
    {
      ...{ id, finding, rule, remediator: plan?.remediator ?? null, status, forced, refusal, plan, planHash },
      ...{ before: valuesOf(fields, 'before'), after: valuesOf(fields, 'after') },
      ...{ guards, approvals, approvalsNeeded, history, foreign: one.foreign, restoredKey: one.restoredKey },
    },
    2,
  )}\n`;
}

function valuesOf(
  fields: readonly PlannedField[],
  side: 'before' | 'after',
): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries(fields.map((field) => [field.name, field[side]]));
}
