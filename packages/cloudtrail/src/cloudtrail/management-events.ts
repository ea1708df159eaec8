import type { CloudtrailTrail } from '@podguard/core';
import { flag, list, oneOf, type Place, places, text, texts } from '../parameters.ts';

type Logged = CloudtrailTrail['managementEvents'];

/** The only sources that basic selectors can leave out: their many events are of keys and data, not of access. */
const LEFT_OUT = ['kms.amazonaws.com', 'rdsdata.amazonaws.com'];
const OF_TYPE = { All: 'all', ReadOnly: 'read', WriteOnly: 'write' } as const;

/**
 * Which management events the selectors of a trail let through together; `undefined` also where they tell events apart in
 * ways that cannot be summed up so. Source: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html
 */
export function managementEvents(place: Place): Logged | null | undefined {
  const basic = list(place, 'eventSelectors');
  const advanced = list(place, 'advancedEventSelectors');
  if (basic === undefined || advanced === undefined) return undefined;
  if (basic === null && advanced === null) return null;
  const logged = [
    ...places(place, 'eventSelectors').map(ofBasic),
    ...places(place, 'advancedEventSelectors').map(ofAdvanced),
  ];
  const known = sum(
    logged.some((one) => one === 'all' || one === 'read'),
    logged.some((one) => one === 'all' || one === 'write'),
  );
  const listed = (basic?.length ?? 0) + (advanced?.length ?? 0);
  const isWhole = !logged.includes(undefined) && logged.length === listed;
  return isWhole || known === 'all' ? known : undefined;
}

function ofBasic(selector: Place): Logged | undefined {
  const included = flag(selector, 'includeManagementEvents');
  const type = oneOf(selector, ['All', 'ReadOnly', 'WriteOnly'], 'readWriteType');
  if (included === false) return 'none';
  return included === undefined || type === undefined ? undefined : OF_TYPE[type ?? 'All'];
}

function ofAdvanced(selector: Place): Logged | undefined {
  const fields = places(selector, 'fieldSelectors');
  const category = fields.find((field) => text(field, 'field') === 'eventCategory');
  const categories = texts(category, 'equals');
  if (!categories) return undefined;
  if (!categories.includes('Management')) return 'none';
  let logged: Logged | undefined = 'all';
  for (const field of fields) {
    const name = text(field, 'field');
    if (name === 'eventCategory' || (name === 'eventSource' && leavesOutLittle(field))) continue;
    if (name !== 'readOnly') return undefined;
    logged = ofReadOnly(texts(field, 'equals'));
  }
  return logged;
}

function ofReadOnly(values: readonly string[] | null | undefined): Logged | undefined {
  return values?.length ? sum(values.includes('true'), values.includes('false')) : undefined;
}

function leavesOutLittle(field: Place): boolean {
  const others = ['equals', 'startsWith', 'endsWith', 'notStartsWith', 'notEndsWith'];
  const left = texts(field, 'notEquals');
  if (!left || others.some((name) => list(field, name)?.length !== 0 && list(field, name) !== null))
    return false;
  return left.every((source) => LEFT_OUT.includes(source));
}

function sum(reads: boolean, writes: boolean): Logged {
  if (reads && writes) return 'all';
  if (reads) return 'read';
  return writes ? 'write' : 'none';
}
