import type { CloudTrailRecord } from '@podguard/cloudtrail';
import type { JsonObject, JsonValue } from '@podguard/core';
import { CANARY_TAG, IAM_PLACE, loadSeen, loadSent, type Marks, saveSeen } from './canary-marks.ts';

export interface CanarySeenDeps {
  readonly state: Marks;
  readonly account: string;
  /** The name of the canary's own role. */
  readonly roleName: string;
  /** The ARN of its own rule of each region. */
  readonly rules: Readonly<Record<string, string>>;
  /** The metric CanaryDelay: seconds from the call to the record's arrival. `place` is `iam` or a region. */
  readonly delay: (place: string, seconds: number) => void;
}

/**
 * Creates what evaluate hands every record: whether it is of our canary's tag on our own role or rule. Of the canary that is
 * out the first arrival in each place is kept and measured; what says another time is of an older one, or nobody's.
 */
export function createCanarySeen({ state, account, roleName, rules, delay }: CanarySeenDeps) {
  return async (record: CloudTrailRecord, now: Date): Promise<boolean> => {
    if (record.recipientAccountId !== account || record.errorCode !== undefined) return false;
    const place = placeOf(record, roleName, rules);
    const sentAt = place === undefined ? undefined : canaryTag(record.requestParameters);
    if (place === undefined || sentAt === undefined) return false;
    const sent = await loadSent(state);
    if (sent?.sentAt !== sentAt || !sent.expected.includes(place)) return true;
    if ((await loadSeen(state, place))?.sentAt === sentAt) return true;
    const delaySeconds = Math.max(0, now.getTime() - Date.parse(sentAt)) / 1000;
    await saveSeen(state, place, { sentAt, seenAt: now.toISOString(), delaySeconds });
    delay(place, delaySeconds);
    return true;
  };
}

function placeOf(
  { eventSource, eventName, requestParameters }: CloudTrailRecord,
  roleName: string,
  rules: CanarySeenDeps['rules'],
): string | undefined {
  if (eventSource === 'iam.amazonaws.com' && eventName === 'TagRole')
    return textOf(requestParameters, 'rolename') === roleName ? IAM_PLACE : undefined;
  if (eventSource !== 'events.amazonaws.com' || eventName !== 'TagResource') return undefined;
  const arn = textOf(requestParameters, 'resourcearn');
  return Object.keys(rules).find((region) => rules[region] === arn);
}

function canaryTag(request: JsonValue): string | undefined {
  const tags = isObject(request) && Array.isArray(request.tags) ? request.tags : [];
  const tag = tags.find((one) => textOf(one, 'key') === CANARY_TAG);
  return tag === undefined ? undefined : textOf(tag, 'value');
}

/** AWS spells `resourceARN` and `resourceArn`; the name here is in small letters. */
function textOf(value: JsonValue, name: string): string | undefined {
  if (!isObject(value)) return undefined;
  const found = Object.entries(value).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof found === 'string' ? found : undefined;
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
