import { defineRule, fail, indeterminate, notApplicable, pass, type Resource } from '@podguard/core';
import { lines } from '../shared/mend-steps.ts';

export const platformTrailOff = defineRule({
  id: 'platform-trail-off',
  title: 'A trail that logged management events is off',
  method: 'platform',
  resource: 'cloudtrail-trail',
  severity: 'critical',
  broken: false,
  family: null,
  description:
    'Reports a trail that was stopped or deleted, or that no longer logs the management events that change something. A trail of which nobody tells what it logs counts as one that logs them, as AWS makes them; one that was made and never started is not reported.',
  rationale:
    'EventBridge hands on CloudTrail’s events only where a trail logs them: without one nothing that happens in the account is seen. It is how intruders begin.',
  references: [
    'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StopLogging.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html',
  ],
  mappings: {},
  falsePositives: [
    'A trail that another one, of the organisation for instance, has replaced.',
    'A trail for a test that was deleted afterwards.',
  ],
  needs: {},
  judgesGone: true,
  covers: undefined,
  evaluate(trail, { config }) {
    const { logging, name } = trail.state;
    const events = managementEvents(trail, config.limits.windowMinutes);
    if (events === 'never') return notApplicable('it logs no management events that change something');
    if (events === 'unknown') return indeterminate('managementEvents');
    const which = name ?? trail.key;
    if (logging === false && !wasStarted(trail)) return indeterminate('logging: it was never started');
    if (!trail.present) {
      return fail(`Trail ${which} was deleted`, { evidence: [{ path: 'trailName', value: which }] });
    }
    if (logging === false) {
      return fail(`Trail ${which} was stopped`, {
        evidence: [
          { path: 'trailName', value: which },
          { path: 'logging', value: false },
        ],
      });
    }
    if (events === 'lost') {
      const now = trail.state.managementEvents ?? null;
      return fail(`Trail ${which} no longer logs the management events that change something`, {
        evidence: [
          { path: 'trailName', value: which },
          { path: 'managementEvents', value: now },
          { path: 'managementEvents before', value: loggedBefore(trail)[0]?.value ?? null },
        ],
      });
    }
    if (logging !== true) return indeterminate('logging');
    return events === 'logged' ? pass : indeterminate('managementEvents');
  },
  mend: {
    cli: lines(
      '# where it was stopped',
      'aws cloudtrail start-logging --name {trailName} --region {region}',
      '# where it was deleted: make it again, to the bucket that it wrote to, and start it',
      '# aws cloudtrail create-trail --name {trailName} --region {region} --s3-bucket-name BUCKET --is-multi-region-trail --enable-log-file-validation',
      '# where it no longer logs management events: its selectors are replaced as a whole',
      'aws cloudtrail get-event-selectors --trail-name {trailName} --region {region} --query AdvancedEventSelectors --output json > selectors.json',
      '# in selectors.json, beside what it has: {"Name":"management","FieldSelectors":[{"Field":"eventCategory","Equals":["Management"]}]}',
      '# null: it has EventSelectors, of which one takes "IncludeManagementEvents": true and "ReadWriteType": "All", by --event-selectors',
      'aws cloudtrail put-event-selectors --trail-name {trailName} --region {region} --advanced-event-selectors file://selectors.json',
    ),
    terraform: lines(
      '# aws_cloudtrail',
      'enable_logging = true',
      '# where it no longer logs management events, beside the selectors that it has: what is not listed goes',
      'advanced_event_selector {',
      '  name = "management"',
      '  field_selector {',
      '    field  = "eventCategory"',
      '    equals = ["Management"]',
      '  }',
      '}',
    ),
    cloudformation: lines(
      '# AWS::CloudTrail::Trail',
      'IsLogging: true',
      '# where it no longer logs management events, beside the selectors that it has: what is not listed goes',
      'AdvancedEventSelectors:',
      '  - Name: management',
      '    FieldSelectors:',
      '      - Field: eventCategory',
      '        Equals:',
      '          - Management',
    ),
  },
});

type Trail = Resource<'cloudtrail-trail'>;

/** A trail that is made does not log yet; of one whose making is not known, a state without logging is a change. */
function wasStarted({ bornAt, former }: Trail): boolean {
  return bornAt === null || (former.logging ?? []).some(({ value }) => value === true);
}

/** `assumed`: nobody told, and AWS's default is all. */
function managementEvents(
  trail: Trail,
  windowMinutes: number,
): 'logged' | 'assumed' | 'lost' | 'never' | 'unknown' {
  const { managementEvents: now, selectedAt } = trail.state;
  if (now === undefined || now === null) return typeof selectedAt === 'string' ? 'unknown' : 'assumed';
  if (now === 'all' || now === 'write') return 'logged';
  const { bornAt } = trail;
  const before = loggedBefore(trail);
  if (before.length === 0) return bornAt === null && typeof selectedAt === 'string' ? 'unknown' : 'never';
  // Who makes a trail for data says so by a second call: what it was made with does not count.
  const isSetUp =
    bornAt !== null &&
    typeof selectedAt === 'string' &&
    Date.parse(selectedAt) - Date.parse(bornAt) <= windowMinutes * 60_000 &&
    before.every(({ at }) => at.time === bornAt);
  return isSetUp ? 'never' : 'lost';
}

function loggedBefore({ former }: Trail) {
  return (former.managementEvents ?? []).filter(({ value }) => value === 'all' || value === 'write');
}
