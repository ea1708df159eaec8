import { SEVERITIES, type Severity } from '@podguard/core';

/** What the buttons of a message ask for, as their `action_id`. */
export const SLACK_ACTIONS = {
  acknowledge: 'podguard.acknowledge',
  exempt: 'podguard.exempt',
  approve: 'podguard.approve',
  reject: 'podguard.reject',
} as const;

/** Source: https://docs.slack.dev/reference/block-kit/block-elements/button-element */
const LONGEST_VALUE = 2000;

/** The finding that a button is about. */
export interface ActionValue {
  /** Its id, its resource's key, and its rule. */
  readonly finding: string;
  readonly key: string;
  readonly rule: string;
  /** As the message showed it. */
  readonly severity: Severity;
}

/** A button's `value`; undefined where it would be longer than Slack takes: such a finding gets no buttons. */
export function toActionValue({ finding, key, rule, severity }: ActionValue): string | undefined {
  const value = JSON.stringify({ v: 1, finding, key, rule, severity });
  return value.length > LONGEST_VALUE ? undefined : value;
}

/** Undefined where it is no value of ours. That the three belong together is for whoever acts to check. */
export function parseActionValue(value: string): ActionValue | undefined {
  if (value.length > LONGEST_VALUE) return undefined;
  const { v, finding, key, rule, ...shown } = fieldsOf(value);
  if (v !== 1 || typeof finding !== 'string' || typeof key !== 'string' || typeof rule !== 'string')
    return undefined;
  const severity = SEVERITIES.find((one) => one === shown.severity);
  return severity && { finding, key, rule, severity };
}

/** The plan that a button is about: who presses it approves, or rejects, that one and no other. */
export interface ReviewValue {
  readonly remediation: string;
  readonly planHash: string;
  /** The finding that it would end: its id, its resource's key, and its rule. */
  readonly finding: string;
  readonly key: string;
  readonly rule: string;
}

/** A button's `value`; undefined where it would be longer than Slack takes: such a plan is approved by command. */
export function toReviewValue({
  remediation,
  planHash,
  finding,
  key,
  rule,
}: ReviewValue): string | undefined {
  const value = JSON.stringify({ v: 1, remediation, planHash, finding, key, rule });
  return value.length > LONGEST_VALUE ? undefined : value;
}

/** Undefined where it is no value of ours. That all of it belongs together is for whoever acts to check. */
export function parseReviewValue(value: string): ReviewValue | undefined {
  if (value.length > LONGEST_VALUE) return undefined;
  const { v, ...fields } = fieldsOf(value);
  const [remediation, planHash, finding, key, rule] = REVIEW_FIELDS.map((name) => fields[name]);
  const isText = (one: unknown): one is string => typeof one === 'string' && one !== '';
  return v === 1 && isText(remediation) && isText(planHash) && isText(finding) && isText(key) && isText(rule)
    ? { remediation, planHash, finding, key, rule }
    : undefined;
}

const REVIEW_FIELDS = ['remediation', 'planHash', 'finding', 'key', 'rule'] as const;

function fieldsOf(value: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
