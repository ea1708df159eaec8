import type { AdvancedEventSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import {
  type CloudtrailTrail,
  type FieldSelector,
  loggedByAdvanced,
  loggedByBasic,
  loggedTogether,
} from '@podguard/core';

export interface Selectors {
  readonly basic: readonly EventSelector[] | undefined;
  readonly advanced: readonly AdvancedEventSelector[] | undefined;
}

/**
 * Which management events the selectors of a trail let through together, as they are read; `undefined` where that is not told.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventSelectors.html
 */
export function managementEvents({
  basic,
  advanced,
}: Selectors): CloudtrailTrail['managementEvents'] | undefined {
  if (basic === undefined && advanced === undefined) return undefined;
  return loggedTogether([
    ...(basic ?? []).map(({ IncludeManagementEvents: included = null, ReadWriteType: type = null }) =>
      loggedByBasic({ included, type }),
    ),
    ...(advanced ?? []).map(({ FieldSelectors = [] }) => loggedByAdvanced(FieldSelectors.map(toldField))),
  ]);
}

function toldField(selector: NonNullable<AdvancedEventSelector['FieldSelectors']>[number]): FieldSelector {
  const { Field, NotEquals, Equals, StartsWith, EndsWith, NotStartsWith, NotEndsWith } = selector;
  const others = [Equals, StartsWith, EndsWith, NotStartsWith, NotEndsWith];
  return {
    field: Field,
    equals: Equals ?? null,
    notEquals: NotEquals ?? null,
    otherwise: others.some((values) => values !== undefined && values.length > 0),
  };
}
