import { countPeople, type Remediation } from '@podguard/core';
import { cut, inert } from '../inert.ts';
import { SLACK_ACTIONS, toReviewValue } from './action-value.ts';
import { type Button, plainText, type SlackBlock } from './blocks.ts';

/** Source: https://docs.slack.dev/reference/block-kit/block-elements/button-element */
const LABEL = 75;
/** Source: https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object */
const QUESTION = 300;

/** Approve, which asks once more, and Reject, which asks why; while it is proposed. */
export function reviewButtons(remediation: Remediation): readonly SlackBlock[] {
  const { plan, status, key, rule, finding, planHash, id } = remediation;
  const value = toReviewValue({ remediation: id, planHash, finding, key, rule });
  if (status !== 'proposed' || plan === null || value === undefined) return [];
  const button = (text: string, action_id: string): Button => ({
    type: 'button',
    text: plainText(text),
    action_id,
    value,
    accessibility_label: cut(`${text}: ${inert(plan.summary, LABEL)}`, LABEL),
  });
  const approve: Button = {
    ...button('Approve', SLACK_ACTIONS.approve),
    style: 'primary',
    confirm: {
      title: plainText('Apply this plan?'),
      text: plainText(questionOf(remediation)),
      confirm: plainText('Approve'),
      deny: plainText('Cancel'),
    },
  };
  return [{ type: 'actions', elements: [approve, button('Reject', SLACK_ACTIONS.reject)] }];
}

function questionOf({ plan, approvals, approvalsNeeded }: Remediation): string {
  const missing = approvalsNeeded - countPeople(approvals) - 1;
  const then =
    missing > 0 ? ` ${missing} more ${missing === 1 ? 'person has' : 'people have'} to approve it.` : '';
  const first = plan?.mayBreak[0];
  const risk = first === undefined ? '' : ` It may break: ${inert(first, QUESTION)}`;
  return cut(`${inert(plan?.summary ?? '', 150)}.${then}${risk}`, QUESTION);
}
