import type { AdvancedEventSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import { loggedBy } from 'podguard/doctor';
import { expect, test } from 'vitest';

const advanced = (
  ...fields: readonly [name: string, ...values: readonly string[]][]
): AdvancedEventSelector => ({
  FieldSelectors: fields.map(([Field, ...Equals]) => ({ Field, Equals })),
});
const MANAGEMENT = ['eventCategory', 'Management'] as const;

test.for<
  [
    what: string,
    basic: readonly EventSelector[] | undefined,
    advanced: readonly AdvancedEventSelector[] | undefined,
    logged: string | undefined,
  ]
>([
  ['no selector', [], [], 'all'],
  ['selectors that nobody told', undefined, undefined, 'all'],
  ['management events by default', [{}], [], 'all'],
  ['no management events', [{ IncludeManagementEvents: false }], [], 'none'],
  ['reads only', [{ ReadWriteType: 'ReadOnly' }], [], 'read'],
  ['writes only', [{ ReadWriteType: 'WriteOnly' }], [], 'write'],
  ['one of each', [{ ReadWriteType: 'WriteOnly' }, { ReadWriteType: 'ReadOnly' }], [], 'all'],
  ['advanced: all', [], [advanced([...MANAGEMENT])], 'all'],
  ['advanced: writes', [], [advanced([...MANAGEMENT], ['readOnly', 'false'])], 'write'],
  ['advanced: reads', [], [advanced([...MANAGEMENT], ['readOnly', 'true'])], 'read'],
  ['advanced: data events', [], [advanced(['eventCategory', 'Data'])], 'none'],
  ['advanced: one service', [], [advanced([...MANAGEMENT], ['eventSource', 'ec2.amazonaws.com'])], undefined],
])('a trail with %s logs what it says', ([, basic, more, logged]) => {
  expect(loggedBy(basic, more)).toBe(logged);
});
