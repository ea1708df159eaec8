import { configSchema } from '@podguard/core';
import { CHECKS, type Line, TEST_MESSAGES } from 'podguard/doctor';
import { describe, expect, it } from 'vitest';
import { useExamination } from '../support/parts-world/examination.ts';
import { ACCOUNT, HOME } from '../support/parts-world/hands.ts';

const { examine, awsOf, worldOf } = useExamination();
const of = (name: string) => ({ checks: CHECKS.filter((check) => check.name === name) });
const said = (lines: readonly Line[]) => lines.map(({ status, what }) => `${status}: ${what}`);

describe("an organization's trail, seen from a member account", () => {
  const trail = {
    Name: 'all',
    TrailARN: `arn:aws:cloudtrail:${HOME}:444455556666:trail/all`,
    ...{ IsMultiRegionTrail: true, IsOrganizationTrail: true, IncludeGlobalServiceEvents: true },
    HomeRegion: HOME,
  };

  it.for(['TrailNotFoundException', 'CloudTrailARNInvalidException'])(
    'passes for nothing where AWS answers %s',
    async (code) => {
      awsOf().answer('cloudtrail:DescribeTrails', () => JSON.stringify({ trailList: [trail] }));
      awsOf().answer('cloudtrail:GetTrailStatus', () => JSON.stringify({ IsLogging: true }));
      awsOf().refuse('cloudtrail:GetEventSelectors', code);
      const lines = await examine(of('trail'));
      expect(lines.map(({ status }) => status)).toEqual(['unknown', 'unknown']);
      expect(lines[0]?.what).toContain(
        "all is the organization's, of which this account may not see whether",
      );
      expect(lines[0]?.mend).toBe(
        'ask in the management account; the canary (arrivals) shows whether events come',
      );
    },
  );

  it('is not said to be stopped where its status cannot be asked', async () => {
    awsOf().answer('cloudtrail:DescribeTrails', () => JSON.stringify({ trailList: [trail] }));
    awsOf().refuse('cloudtrail:GetTrailStatus', 'TrailNotFoundException');
    const lines = await examine(of('trail'));
    expect(lines.map(({ status }) => status)).toEqual(['unknown', 'unknown']);
  });

  it('does not hide a trail of this account that does', async () => {
    const { trailList = [] } = await worldOf().in(HOME).cloudTrail.describeTrails({});
    awsOf().answer('cloudtrail:DescribeTrails', () => JSON.stringify({ trailList: [trail, ...trailList] }));
    const lines = await examine(of('trail'));
    expect(lines.map(({ status }) => status)).toEqual(['ok', 'ok']);
  });
});

it('a trail that leaves out a service by its advanced selectors passes for nothing', async () => {
  const FieldSelectors = [
    { Field: 'eventCategory', Equals: ['Management'] },
    { Field: 'eventSource', NotEquals: ['iam.amazonaws.com'] },
  ];
  const selectors = { AdvancedEventSelectors: [{ FieldSelectors }] };
  awsOf().answer('cloudtrail:GetEventSelectors', () => JSON.stringify(selectors));
  const lines = await examine(of('trail'));
  expect(lines.map(({ status }) => status)).toEqual(['unknown', 'unknown']);
  expect(lines[0]?.what).toContain('tells management events apart by more than whether they read or write');
});

describe("the simulator's refusal", () => {
  const simulated = (more: string) =>
    `<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult>
    <IsTruncated>false</IsTruncated><EvaluationResults><member><EvalActionName>dynamodb:GetItem</EvalActionName>
    <EvalResourceName>*</EvalResourceName><EvalDecision>explicitDeny</EvalDecision>
    <OrganizationsDecisionDetail><AllowedByOrganizations>false</AllowedByOrganizations></OrganizationsDecisionDetail>
    ${more}</member></EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>`;
  const missing = '<MissingContextValues><member>aws:SourceVpc</member></MissingContextValues>';

  it('for want of what a call would have is unknown, and names it', async () => {
    awsOf().answer('iam:SimulatePrincipalPolicy', () => simulated(missing));
    const lines = await examine(of('roles'));
    expect(new Set(lines.map(({ status }) => status))).toEqual(new Set(['unknown']));
    expect(lines[0]?.what).toContain('depends on aws:SourceVpc, which the simulator does not know');
  });

  it('for what it knows is a failure', async () => {
    awsOf().answer('iam:SimulatePrincipalPolicy', () => simulated(''));
    const lines = await examine(of('roles'));
    expect(new Set(lines.map(({ status }) => status))).toEqual(new Set(['fail']));
    expect(lines[0]?.what).toContain('a policy of the organization');
  });
});

describe('event source mappings', () => {
  const EventSourceArn = `arn:aws:sqs:${HOME}:${ACCOUNT}:podguard-dev-evaluate`;
  const sources = async (...states: readonly string[]) => {
    const EventSourceMappings = states.map((State, at) => ({ EventSourceArn, State, UUID: `u${at}` }));
    awsOf().answer('GET /2015-03-31/event-source-mappings?FunctionName=podguard-dev-evaluate', () =>
      JSON.stringify({ EventSourceMappings }),
    );
    return said(await examine(of('sources'))).filter((line) => !line.startsWith('ok'));
  };

  it.for(['Creating', 'Updating'])('one that is %s is no failure', async (state) => {
    expect(await sources(state)).toEqual(['warn: the event source mapping is being changed']);
  });

  it('of two one that is enabled will do', async () => {
    expect(await sources('Disabled', 'Enabled')).toEqual([]);
  });

  it('two that are disabled do not', async () => {
    expect(await sources('Disabled', 'Disabling')).toEqual([
      'fail: nobody reads it: the event source mapping is Disabled',
    ]);
  });
});

describe('a test message', () => {
  const counted = (waiting: number) =>
    JSON.stringify({
      Attributes: {
        ApproximateNumberOfMessages: String(waiting),
        ApproximateNumberOfMessagesNotVisible: '0',
      },
    });

  it('was not taken where the queue counts it late', async () => {
    let looks = 0;
    awsOf().answer('sqs:GetQueueAttributes', () => {
      looks += 1;
      return counted(looks > 10 ? 1 : 0);
    });
    expect(said(await examine({ checks: [TEST_MESSAGES] }))).toEqual([
      'warn: a test message was sent, and was not taken within a minute',
    ]);
  });

  it('was taken where it was seen, and is no longer', async () => {
    let looks = 0;
    awsOf().answer('sqs:GetQueueAttributes', () => {
      looks += 1;
      return counted(looks === 3 ? 1 : 0);
    });
    expect(said(await examine({ checks: [TEST_MESSAGES] }))).toEqual([
      'ok: a test message was taken; look whether it arrived',
    ]);
    expect(looks).toBe(4);
  });
});

describe('the version', () => {
  it('does not say that settings about people are deployed', async () => {
    const config = configSchema.parse({ ownerTag: 'squad' });
    expect(said(await examine({ ...of('version'), config }))).toEqual([
      'ok: those of this checkout are deployed, settings about people aside, which are not compared',
    ]);
  });
});
