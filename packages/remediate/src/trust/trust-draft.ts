import type { Resource } from '@podguard/core';
import type { PlanDraft } from '../remediator.ts';
import { roleName, trustStep } from './role.ts';

type Words = Pick<PlanDraft, 'summary' | 'facts' | 'mayBreak' | 'byPeople'>;

/** Sets a role's trust policy, and puts the present one back when undone. */
export function trustDraft(role: Resource<'iam-role'>, text: string, words: Words): PlanDraft {
  const name = roleName(role);
  return {
    ...words,
    steps: [trustStep(role, text, `Update the trust policy of ${name}`)],
    undo: [trustStep(role, String(role.state.trust), `Put the trust policy of ${name} back as it was`)],
    after: { trust: text },
  };
}
