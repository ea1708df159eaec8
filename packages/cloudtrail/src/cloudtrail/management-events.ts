import {
  type CloudtrailTrail,
  type FieldSelector,
  loggedByAdvanced,
  loggedByBasic,
  loggedTogether,
} from '@podguard/core';
import { flag, list, oneOf, type Place, places, text, texts } from '../parameters.ts';

/**
 * Which management events the selectors of a trail let through together; null where there are none, `undefined` where that is not told.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html
 */
export function managementEvents(place: Place): CloudtrailTrail['managementEvents'] | null | undefined {
  const basic = list(place, 'eventSelectors');
  const advanced = list(place, 'advancedEventSelectors');
  if (basic === undefined || advanced === undefined) return undefined;
  if (basic === null && advanced === null) return null;
  const logged = [
    ...places(place, 'eventSelectors').map((selector) =>
      loggedByBasic({
        included: flag(selector, 'includeManagementEvents'),
        type: oneOf(selector, ['All', 'ReadOnly', 'WriteOnly'], 'readWriteType'),
      }),
    ),
    ...places(place, 'advancedEventSelectors').map((selector) =>
      loggedByAdvanced(places(selector, 'fieldSelectors').map(toldField)),
    ),
  ];
  const listed = (basic?.length ?? 0) + (advanced?.length ?? 0);
  return loggedTogether(logged.length === listed ? logged : [...logged, undefined]);
}

function toldField(selector: Place): FieldSelector {
  const others = ['equals', 'startsWith', 'endsWith', 'notStartsWith', 'notEndsWith'];
  return {
    field: text(selector, 'field'),
    equals: texts(selector, 'equals'),
    notEquals: texts(selector, 'notEquals'),
    otherwise: others.some((name) => list(selector, name)?.length !== 0 && list(selector, name) !== null),
  };
}
