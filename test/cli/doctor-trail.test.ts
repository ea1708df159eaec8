import type { AdvancedEventSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import { managementEvents } from 'podguard/doctor';
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
    basic: readonly EventSelector[],
    advanced: readonly AdvancedEventSelector[],
    read: boolean,
    write: boolean,
  ]
>([
  ['no selector', [], [], true, true],
  ['management events by default', [{}], [], true, true],
  ['no management events', [{ IncludeManagementEvents: false }], [], false, false],
  ['reads only', [{ ReadWriteType: 'ReadOnly' }], [], true, false],
  ['writes only', [{ ReadWriteType: 'WriteOnly' }], [], false, true],
  ['one of each', [{ ReadWriteType: 'WriteOnly' }, { ReadWriteType: 'ReadOnly' }], [], true, true],
  ['advanced: all', [], [advanced([...MANAGEMENT])], true, true],
  ['advanced: writes', [], [advanced([...MANAGEMENT], ['readOnly', 'false'])], false, true],
  ['advanced: reads', [], [advanced([...MANAGEMENT], ['readOnly', 'true'])], true, false],
  ['advanced: data events', [], [advanced(['eventCategory', 'Data'])], false, false],
])('a trail with %s logs what it says', ([, basic, more, read, write]) => {
  expect(managementEvents(basic, more)).toEqual({ read, write });
});
