import type { AdvancedEventSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import type { CloudtrailTrail } from '@podguard/core';

type Logged = CloudtrailTrail['managementEvents'];

export interface Selectors {
  readonly basic: readonly EventSelector[] | undefined;
  readonly advanced: readonly AdvancedEventSelector[] | undefined;
}

/** The only sources that basic selectors can leave out: their many events are of keys and data, not of access. */
const LEFT_OUT = ['kms.amazonaws.com', 'rdsdata.amazonaws.com'];
const OF_TYPE = { All: 'all', ReadOnly: 'read', WriteOnly: 'write' } as const;

/**
 * Which management events the selectors of a trail let through together, as events are read; `undefined` where they tell events
 * apart in ways that cannot be summed up so. Source: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventSelectors.html
 */
export function managementEvents({ basic, advanced }: Selectors): Logged | undefined {
  if (basic === undefined && advanced === undefined) return undefined;
  const logged = [...(basic ?? []).map(ofBasic), ...(advanced ?? []).map(ofAdvanced)];
  const known = sum(
    logged.some((one) => one === 'all' || one === 'read'),
    logged.some((one) => one === 'all' || one === 'write'),
  );
  return known === 'all' || !logged.includes(undefined) ? known : undefined;
}

function ofBasic({ IncludeManagementEvents, ReadWriteType = 'All' }: EventSelector): Logged | undefined {
  return IncludeManagementEvents === false ? 'none' : OF_TYPE[ReadWriteType];
}

function ofAdvanced({ FieldSelectors = [] }: AdvancedEventSelector): Logged | undefined {
  const categories = FieldSelectors.find(({ Field }) => Field === 'eventCategory')?.Equals;
  if (categories === undefined) return undefined;
  if (!categories.includes('Management')) return 'none';
  let logged: Logged | undefined = 'all';
  for (const selector of FieldSelectors) {
    const { Field, Equals } = selector;
    if (Field === 'eventCategory' || (Field === 'eventSource' && leavesOutLittle(selector))) continue;
    if (Field !== 'readOnly') return undefined;
    logged = Equals?.length ? sum(Equals.includes('true'), Equals.includes('false')) : undefined;
  }
  return logged;
}

type FieldSelector = NonNullable<AdvancedEventSelector['FieldSelectors']>[number];

function leavesOutLittle(selector: FieldSelector): boolean {
  const { NotEquals, Equals, StartsWith, EndsWith, NotStartsWith, NotEndsWith } = selector;
  const others = [Equals, StartsWith, EndsWith, NotStartsWith, NotEndsWith];
  if (NotEquals === undefined || others.some((values) => values !== undefined && values.length > 0))
    return false;
  return NotEquals.every((source) => LEFT_OUT.includes(source));
}

function sum(reads: boolean, writes: boolean): Logged {
  if (reads && writes) return 'all';
  if (reads) return 'read';
  return writes ? 'write' : 'none';
}
