import { type ConfigInput, configSchema, type Finding, type Remediation, roleKey } from '@podguard/core';
import {
  createTellRemediation,
  MAX_BODY_BYTES,
  parseChannelMessage,
  type Queue,
  withQueues,
} from '@podguard/functions';
import { catalogue } from '@podguard/rules';
import { describe, expect, it } from 'vitest';
import { aRemediation, PLAN } from '../support/a-remediation.ts';
import { aTransition } from '../support/a-transition.ts';
import { testQueue } from './dispatch-queue.ts';

const hook = { type: 'slack-webhook', urlParameter: '/podguard/url' } as const;
const FINDING = aTransition().finding;
const ABOUT = { key: FINDING.resource.key, rule: FINDING.rule, finding: FINDING.id } as const;

function setUp(config: ConfigInput, finding: Finding | null = FINDING, broken: readonly string[] = []) {
  const parsed = configSchema.parse(config);
  const names = ['sns', ...Object.keys(config.channels ?? {})];
  const queues = new Map(
    names.map((name) => [name, testQueue(() => (broken.includes(name) ? new Error('gone') : undefined))]),
  );
  const channels = withQueues(parsed, Object.fromEntries<Queue>(queues));
  const tell = createTellRemediation({
    channels,
    config: parsed,
    catalogue,
    findingOf: async () => finding ?? undefined,
  });
  return { queues, tell };
}
const heardBy = (queues: ReturnType<typeof setUp>['queues']) =>
  [...queues].filter(([, { sent }]) => sent.length > 0).map(([name]) => name);
const messageIn = (body = '') => {
  const message = parseChannelMessage(body);
  if (message.podguard !== 'remediation') throw new Error(message.podguard);
  return message;
};

describe('a turn of a remediation', () => {
  it('is told with the finding as it is now, behind what was told of that', async () => {
    const { queues, tell } = setUp({});
    const one = aRemediation(ABOUT);
    await tell(one);
    const [sent] = queues.get('sns')!.sent;
    expect(messageIn(sent?.body)).toEqual({ podguard: 'remediation', remediation: one, finding: FINDING });
    // As `tell` groups the finding's transitions.
    const { createTell } = await import('@podguard/functions');
    const { createMemoryServiceState, createMemoryStore } = await import('@podguard/store');
    const alerts = testQueue();
    const channels = withQueues(configSchema.parse({}), { sns: alerts });
    const state = createMemoryServiceState(createMemoryStore());
    await createTell({ channels, config: { routes: [] }, state, now: () => new Date() })([aTransition()]);
    expect(sent?.group).toBe(alerts.sent[0]?.group);
  });

  it('is the same told again until there is another', async () => {
    const { queues, tell } = setUp({});
    const one = aRemediation(ABOUT);
    const next = { ...one, history: [...one.history, { ...one.history[0]!, status: 'rejected' as const }] };
    const foreign = { eventId: 'e-9', eventName: 'X', at: '2098-01-02T03:04:06Z', by: 'somebody' };
    for (const each of [one, one, next, { ...next, foreign: [foreign] }]) await tell(each);
    const identities = queues.get('sns')!.sent.map(({ identity }) => identity);
    expect(identities[0]).toBe(identities[1]);
    expect(new Set(identities).size).toBe(3);
  });

  it('is told to whoever heard of the finding, by the same routes', async () => {
    const config: ConfigInput = {
      channels: { sns: { type: 'sns' }, payments: hook, loud: { ...hook, severity: 'critical' } },
      routes: [{ rule: FINDING.rule, to: ['payments'] }],
    };
    const { queues, tell } = setUp(config);
    await tell(aRemediation(ABOUT));
    expect(heardBy(queues)).toEqual(['payments']);
    const changes = [{ type: 'eased', from: 'critical', to: 'low', at: '', eventId: '' }] as const;
    const graver = setUp({ channels: config.channels ?? {} }, { ...FINDING, changes });
    await graver.tell(aRemediation(ABOUT));
    expect(heardBy(graver.queues)).toEqual(['sns', 'payments', 'loud']);
  });

  it('of a finding that is forgotten is told by what its record says', async () => {
    const channels = { sns: { type: 'sns' }, payments: hook, others: hook } as const;
    const routes: ConfigInput['routes'] = [
      { account: '111122223333', method: 'node-role', severity: 'high', to: ['payments'] },
      { account: '444455556666', to: ['others'] },
    ];
    const { queues, tell } = setUp({ channels, routes }, null);
    await tell(aRemediation({ rule: 'imds-v1-allowed', key: PLAN.target.key }));
    expect(heardBy(queues)).toEqual(['payments']);
    expect(messageIn(queues.get('payments')!.sent[0]?.body).finding).toBeNull();
  });

  it('a channel that fails keeps no other from hearing, and it is told again', async () => {
    const { queues, tell } = setUp({ channels: { sns: { type: 'sns' }, payments: hook } }, FINDING, ['sns']);
    await expect(tell(aRemediation(ABOUT))).rejects.toThrow('gone');
    expect(heardBy(queues)).toEqual(['payments']);
  });
});

describe('what no message holds', () => {
  const long = 'é'.repeat(200_000);
  const key = roleKey('aws', '111122223333', 'app');
  const told = async (remediation: Remediation, finding = FINDING) => {
    const { queues, tell } = setUp({}, finding);
    await tell(remediation);
    const [sent] = queues.get('sns')!.sent;
    expect(Buffer.byteLength(sent!.body)).toBeLessThanOrEqual(MAX_BODY_BYTES);
    return messageIn(sent!.body);
  };

  it('is cut at the finding first, and the plan stays as it is approved', async () => {
    const one = aRemediation({ key });
    const message = await told(one, { ...FINDING, evidence: [{ path: 'trust', value: long }] });
    expect(message.remediation).toEqual(one);
    expect(message.finding?.reasons.join()).toContain(`podguard explain ${FINDING.id}`);
  });

  it('then at the calls, whose words stay', async () => {
    const step = { ...PLAN.steps[0]!, input: { PolicyDocument: long } };
    const { remediation } = await told(aRemediation({ key, plan: { ...PLAN, steps: [step] } }));
    expect(remediation.plan?.steps).toEqual([{ ...step, input: {} }]);
    expect(remediation.plan?.fields).toEqual(PLAN.fields);
    expect(remediation.plan?.facts.at(-1)).toContain('podguard remediations approve rm-1');
  });

  it('and at last at what is changed, with a word of it', async () => {
    const fields = [{ name: 'trust', before: long, after: long }];
    const { remediation } = await told(aRemediation({ key, plan: { ...PLAN, fields } }));
    expect(remediation.plan?.fields).toEqual([]);
    expect(remediation.plan?.summary).toBe(PLAN.summary);
    expect(remediation.planHash).toBe(aRemediation().planHash);
    expect(remediation.plan?.facts).toEqual([
      expect.stringContaining('`podguard remediations approve rm-1` shows all of it'),
    ]);
  });

  it('but never at how many turns there are, by which channels know what is new', async () => {
    const fields = [{ name: 'trust', before: long, after: long }];
    const turn = { status: 'approved', at: '2098-01-02T03:04:05.000Z', by: 'podguard' } as const;
    const history = Array.from({ length: 60 }, (_, at) => ({
      ...turn,
      note: `not now: ${at} ${'é'.repeat(9_000)}`,
    }));
    const one = aRemediation({ key, plan: { ...PLAN, fields }, history, told: { turns: 59, foreign: 0 } });
    const { remediation } = await told(one);
    expect(remediation.history).toHaveLength(60);
    expect(remediation.history.at(-1)?.note).toMatch(/^not now: 59 é{400,}$/);
    expect(remediation.told).toEqual({ turns: 59, foreign: 0 });
  });
});
