import { createSecurityHubChannel } from '@podguard/notify/security-hub';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFaultServer } from '../support/fault-server.ts';
import { alertOf, EXEMPTION, ended, exempt, type Hubs, startHubs, told } from './hubs.ts';
import { verifiedOf } from './remediations.ts';
import { sampleDay } from './sample-day.ts';
import { digestOf, transitionOf } from './transitions.ts';

let hubs: Hubs;
beforeAll(async () => {
  hubs = await startHubs();
});
afterAll(() => hubs.close());

describe('a finding in Security Hub', () => {
  it('is there as it opens, active and new', async () => {
    const { account, channel, findings } = await hubs.open();
    await channel.send(told({}));
    const arn = `arn:aws:securityhub:eu-central-1:${account}:product/${account}/default`;
    expect(await findings()).toEqual([
      expect.objectContaining({
        AwsAccountId: account,
        ProductArn: arn,
        RecordState: 'ACTIVE',
        Workflow: { Status: 'NEW' },
        Severity: { Label: 'CRITICAL', Original: 'critical' },
        Title: 'Any service account of the cluster may assume the role',
        Resources: [expect.objectContaining({ Type: 'AwsIamRole' })],
      }),
    ]);
  });

  it('is updated as it worsens and archived as it ends, and active again when it opens again', async () => {
    const { channel, findings } = await hubs.open();
    await channel.send(told({ severity: 'low' }));
    await channel.send(told({ type: 'worsened', severity: 'high' }));
    expect(await findings()).toMatchObject([
      { FindingProviderFields: { Severity: { Label: 'HIGH' } }, RecordState: 'ACTIVE' },
    ]);
    await channel.send(told({ type: 'resolved' }));
    expect(await findings()).toMatchObject([{ RecordState: 'ARCHIVED', Compliance: { Status: 'PASSED' } }]);
    await channel.send(told({ type: 'reopened' }));
    expect(await findings()).toMatchObject([{ RecordState: 'ACTIVE', Compliance: { Status: 'FAILED' } }]);
  });

  it('is updated even where all of it is sent within one millisecond', async () => {
    const { account } = await hubs.open();
    const client = hubs.clientOf(account);
    const channel = createSecurityHubChannel({
      client,
      account,
      region: 'eu-central-1',
      partition: 'aws',
      state: createMemoryServiceState(createMemoryStore()),
      ruleOf: () => undefined,
      now: () => new Date('2026-03-12T07:00:00Z'),
    });
    await channel.send(told({}));
    await channel.send(told({ type: 'resolved' }));
    expect(await hubs.moto.findings(account)).toMatchObject([{ RecordState: 'ARCHIVED' }]);
  });

  it('is the same when its alert is sent again', async () => {
    const { channel, open, findings } = await hubs.open();
    await channel.send(told({ type: 'exempted', finding: exempt }));
    const [first] = await findings();
    await open().send(told({ type: 'exempted', finding: exempt }));
    const [second, ...others] = await findings();
    expect(others).toEqual([]);
    expect({ ...second, UpdatedAt: '', Note: '' }).toEqual({ ...first, UpdatedAt: '', Note: '' });
  });

  it('is one of several of an alert, each with its own end', async () => {
    const { channel, findings } = await hubs.open();
    await channel.send(told({}, { role: 'b' }, { role: 'c', type: 'resolved' }));
    expect((await findings()).map(({ RecordState }) => RecordState)).toEqual([
      'ACTIVE',
      'ACTIVE',
      'ARCHIVED',
    ]);
  });

  it('is what the last transition of an alert says', async () => {
    const { channel, findings } = await hubs.open();
    await channel.send(told({}, { type: 'resolved' }));
    expect(await findings()).toMatchObject([{ RecordState: 'ARCHIVED' }]);
  });

  it('is none where a remediation is told: what it ends is told by itself', async () => {
    const { channel, findings } = await hubs.open();
    const { finding } = transitionOf();
    await channel.send({ kind: 'remediation', remediation: verifiedOf(), finding });
    expect(await findings()).toEqual([]);
  });

  it('is none where a digest is told: it was told before', async () => {
    const { channel, findings } = await hubs.open();
    const digest = digestOf([transitionOf()], { id: 'run-1', title: 'Baseline', account: '111122223333' });
    await channel.send({ kind: 'digest', digest });
    expect(await findings()).toEqual([]);
  });

  it('is taken for every one of the sample day, and is open there as it is at its end', async () => {
    const { channel, findings } = await hubs.open();
    const day = await sampleDay();
    for (const together of Map.groupBy(day, ({ eventId }) => eventId).values())
      await channel.send(alertOf(together));
    const last = new Map(day.map(({ finding }) => [`podguard/${finding.id}`, finding.status]));
    const states = (await findings()).map(({ Id, RecordState }) => [Id, RecordState]);
    expect(states).toEqual([...last].map(([id, status]) => [id, status === 'open' ? 'ACTIVE' : 'ARCHIVED']));
    expect(states.length).toBeGreaterThan(15);
  });
});

describe('an exempt finding in Security Hub', () => {
  it('is suppressed with a note of who, until when and why, and new again when that ends', async () => {
    const { channel, findings } = await hubs.open();
    await channel.send(told({}));
    await channel.send(told({ type: 'exempted', finding: exempt }));
    expect(await findings()).toMatchObject([
      {
        RecordState: 'ACTIVE',
        Workflow: { Status: 'SUPPRESSED' },
        Note: {
          Text: 'Exempt until 2026-04-01T00:00:00Z (ex-1), by noor: moves next week',
          UpdatedBy: 'podguard',
        },
      },
    ]);
    await channel.send(ended('outgrown'));
    expect(await findings()).toMatchObject([
      {
        Workflow: { Status: 'NEW' },
        Note: { Text: 'No longer exempt: it is worse than what was accepted (ex-1, by noor)' },
      },
    ]);
  });

  it('is suppressed from the first moment where it opens exempt', async () => {
    const { channel, findings } = await hubs.open();
    await channel.send(
      told({ type: 'exempted', finding: exempt }, { role: 'b', type: 'exempted', finding: exempt }),
    );
    expect(await findings()).toMatchObject([
      { Workflow: { Status: 'SUPPRESSED' } },
      { Workflow: { Status: 'SUPPRESSED' } },
    ]);
  });

  it('is shown again where it ends while it is exempt and opens when it is not', async () => {
    const { channel, open, findings } = await hubs.open();
    await channel.send(told({ type: 'exempted', finding: exempt }));
    await channel.send(told({ type: 'resolved' }));
    expect(await findings()).toMatchObject([{ RecordState: 'ARCHIVED', Workflow: { Status: 'SUPPRESSED' } }]);
    await open().send(told({ type: 'reopened' }));
    expect(await findings()).toMatchObject([{ RecordState: 'ACTIVE', Workflow: { Status: 'NEW' } }]);
  });

  it('that people of Security Hub suppressed stays as they left it', async () => {
    const { account, channel, findings } = await hubs.open();
    await channel.send(told({}));
    await hubs.suppressByHand(account, await findings());
    await channel.send(told({ type: 'worsened' }));
    expect(await findings()).toMatchObject([{ Workflow: { Status: 'SUPPRESSED' } }]);
  });

  it('has a note of at most 512 characters, whatever the reason', async () => {
    const { channel, findings } = await hubs.open();
    const exemption = { ...EXEMPTION, reason: `\u202e${'why '.repeat(500)}` };
    await channel.send(told({ type: 'exempted', finding: { ...exempt, exemption } }));
    const [finding] = await findings();
    expect(finding?.Note?.Text?.length).toBeLessThanOrEqual(512);
    expect(finding?.Note?.Text).not.toMatch(/\p{Cf}/u);
  });
});

describe('what somebody wrote', () => {
  it('is taken by Security Hub whatever it is, with no half of a character', async () => {
    const { account, channel } = await hubs.open();
    const bodies: string[] = [];
    const hub = await openFaultServer(({ body }) => {
      bodies.push(body);
      return {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: '{"SuccessCount":1,"FailedCount":0,"FailedFindings":[]}',
      };
    });
    const client = hubs.clientOf(account, { endpoint: hub.url });
    const recorded = createSecurityHubChannel({
      client,
      account,
      region: 'eu-central-1',
      partition: 'aws',
      state: createMemoryServiceState(createMemoryStore()),
      ruleOf: () => undefined,
    });
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3_000 }),
      fc.constantFrom('\u0000', '\ud800', '😀', ' ', '').map((one) => one.repeat(2_000)),
    );
    await fc.assert(
      fc.asyncProperty(text, text, async (a, b) => {
        const resource = {
          kind: 'iam-role',
          key: `arn:aws:iam::1:role/${a}`,
          account: a,
          region: b,
        } as const;
        const alert = told({
          by: { actor: a, session: b, eventName: a },
          finding: { title: a, summary: b, rule: a, resource, witness: { text: a, request: {} } },
        });
        await channel.send(alert);
        await recorded.send(alert);
        const sent = bodies.at(-1) ?? '';
        expect(sent).not.toMatch(/(?<!\\)(\\\\)*\\ud[89a-f]/);
        expect(Buffer.byteLength(sent)).toBeLessThan(240_000);
      }),
      { numRuns: 20 },
    );
    await hub.close();
  });
});

describe('Security Hub that is not enabled', () => {
  it('is told with the command that enables it, and tried again', async () => {
    const { account, channel } = await hubs.open({ enabled: false });
    await expect(channel.send(told({}))).rejects.toMatchObject({
      code: 'channel-unreachable',
      retryable: true,
      message: expect.stringMatching(
        new RegExp(
          `^Security Hub of ${account} in eu-central-1 .*aws securityhub enable-security-hub .*--region eu-central-1`,
        ),
      ),
    });
    await hubs.moto.enableSecurityHub(account);
    await channel.send(told({}));
    expect(await hubs.moto.findings(account)).toHaveLength(1);
  });
});
