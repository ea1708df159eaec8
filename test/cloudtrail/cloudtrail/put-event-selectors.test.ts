import type { JsonObject } from '@podguard/core';
import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const arn = `arn:aws:cloudtrail:eu-central-1:${ACCOUNT}:trail/all-regions`;
const trail = { arn, name: 'all-regions' };

const basic = (readWriteType: string, includeManagementEvents: boolean) => ({
  readWriteType,
  includeManagementEvents,
  dataResources: [{ type: 'AWS::S3::Object', values: [] }],
  excludeManagementEventSources: ['kms.amazonaws.com'],
});
const field = (name: string, test: JsonObject) => ({ field: name, ...test });
const management = field('eventCategory', { equals: ['Management'] });
const advanced = (...fieldSelectors: readonly JsonObject[]) => ({ name: 'selector', fieldSelectors });
const patch = (managementEvents: string) =>
  [
    {
      op: 'patch',
      key: arn,
      fields: { ...trail, managementEvents, selectedAt: '2026-03-12T07:30:04Z' },
      sets: {},
    },
  ] as const;
const request = { trailName: 'all-regions', eventSelectors: [basic('ReadOnly', false)] };
const told = (name: string, selectors: JsonObject, managementEvents: string) => ({
  name,
  but: {
    requestParameters: { trailName: 'all-regions', ...selectors },
    responseElements: { trailARN: arn, ...selectors },
  },
  gives: patch(managementEvents),
});

describeEvent('PutEventSelectors', {
  record: record('cloudtrail', 'PutEventSelectors', request, {
    trailARN: arn,
    eventSelectors: request.eventSelectors,
  }),
  gives: patch('none'),
  withoutRequest: patch('none'),
  omitted: patch('none'),
  cases: [
    told('all', { eventSelectors: [basic('All', true)] }, 'all'),
    told('writes only', { eventSelectors: [basic('WriteOnly', true)] }, 'write'),
    told(
      'reads in one, writes in another',
      { eventSelectors: [basic('WriteOnly', true), basic('ReadOnly', true)] },
      'all',
    ),
    told('a selector that names neither takes in all', { eventSelectors: [{}] }, 'all'),
    told('a type that does not exist', { eventSelectors: [basic('Some', true)] }, '?'),
    told(
      'a selector that cannot be read, beside one that takes in all',
      { eventSelectors: ['***', basic('All', true)] },
      'all',
    ),
    told('a selector that cannot be read', { eventSelectors: ['***', basic('ReadOnly', true)] }, '?'),
    told('advanced: all', { advancedEventSelectors: [advanced(management)] }, 'all'),
    told(
      'advanced: writes',
      { advancedEventSelectors: [advanced(management, field('readOnly', { equals: ['false'] }))] },
      'write',
    ),
    told(
      'advanced: reads',
      { advancedEventSelectors: [advanced(management, field('readOnly', { equals: ['true'] }))] },
      'read',
    ),
    told(
      'advanced: data only',
      { advancedEventSelectors: [advanced(field('eventCategory', { equals: ['Data'] }))] },
      'none',
    ),
    told(
      'advanced: all but the events of keys',
      {
        advancedEventSelectors: [
          advanced(management, field('eventSource', { notEquals: ['kms.amazonaws.com'] })),
        ],
      },
      'all',
    ),
    told(
      'advanced: all but those of IAM is no kind that has a name',
      {
        advancedEventSelectors: [
          advanced(management, field('eventSource', { notEquals: ['iam.amazonaws.com'] })),
        ],
      },
      '?',
    ),
    told(
      'advanced: of one service',
      {
        advancedEventSelectors: [
          advanced(management, field('eventSource', { equals: ['kms.amazonaws.com'], notEquals: [] })),
        ],
      },
      '?',
    ),
    told(
      'advanced: of some events',
      { advancedEventSelectors: [advanced(management, field('eventName', { equals: ['CreateRole'] }))] },
      '?',
    ),
    told('advanced: nothing said of the category', { advancedEventSelectors: [advanced()] }, '?'),
    told(
      'advanced: reads or not is not said',
      { advancedEventSelectors: [advanced(management, field('readOnly', { equals: [] }))] },
      '?',
    ),
    {
      name: 'no answer',
      but: { responseElements: null },
      gives: patch('none'),
    },
    {
      name: 'selectors in neither',
      but: { requestParameters: { trailName: arn }, responseElements: null },
      gives: patch('?'),
    },
    {
      name: 'selectors that are no list',
      but: { requestParameters: { trailName: arn, eventSelectors: '***' }, responseElements: null },
      gives: patch('?'),
    },
    {
      name: 'neither names the trail',
      but: { requestParameters: null, responseElements: null },
      gives: names('PutEventSelectors', 'trail'),
    },
  ],
});
