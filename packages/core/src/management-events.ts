import type { CloudtrailTrail } from './states/watcher.ts';

type Logged = CloudtrailTrail['managementEvents'];

/** `undefined`: not known; null: left out, which includes management events of every type. */
export interface BasicSelector {
  readonly included: boolean | null | undefined;
  readonly type: 'All' | 'ReadOnly' | 'WriteOnly' | null | undefined;
}

/** Of an advanced selector: what of an event it looks at. */
export interface FieldSelector {
  readonly field: string | null | undefined;
  readonly equals: readonly string[] | null | undefined;
  readonly notEquals: readonly string[] | null | undefined;
  /** Whether it compares in any way but `notEquals`, or that is not known. */
  readonly otherwise: boolean;
}

/** The only sources that basic selectors can leave out: their many events are of keys and data, not of access. */
const LEFT_OUT = ['kms.amazonaws.com', 'rdsdata.amazonaws.com'];
const OF_TYPE = { All: 'all', ReadOnly: 'read', WriteOnly: 'write' } as const;

/**
 * Which management events selectors let through together; `undefined` also where they tell events apart in ways that cannot be
 * summed up so. Source: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html
 */
export function loggedTogether(selectors: readonly (Logged | undefined)[]): Logged | undefined {
  const known = sum(
    selectors.some((one) => one === 'all' || one === 'read'),
    selectors.some((one) => one === 'all' || one === 'write'),
  );
  return known === 'all' || !selectors.includes(undefined) ? known : undefined;
}

export function loggedByBasic({ included, type }: BasicSelector): Logged | undefined {
  if (included === false) return 'none';
  return included === undefined || type === undefined ? undefined : OF_TYPE[type ?? 'All'];
}

export function loggedByAdvanced(fields: readonly FieldSelector[]): Logged | undefined {
  const categories = fields.find(({ field }) => field === 'eventCategory')?.equals;
  if (!categories) return undefined;
  if (!categories.includes('Management')) return 'none';
  let logged: Logged | undefined = 'all';
  for (const selector of fields) {
    const { field, equals } = selector;
    if (field === 'eventCategory' || (field === 'eventSource' && leavesOutLittle(selector))) continue;
    if (field !== 'readOnly') return undefined;
    logged = equals?.length ? sum(equals.includes('true'), equals.includes('false')) : undefined;
  }
  return logged;
}

function leavesOutLittle({ notEquals, otherwise }: FieldSelector): boolean {
  return !otherwise && !!notEquals && notEquals.every((source) => LEFT_OUT.includes(source));
}

function sum(reads: boolean, writes: boolean): Logged {
  if (reads && writes) return 'all';
  if (reads) return 'read';
  return writes ? 'write' : 'none';
}
