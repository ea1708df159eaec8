import { type Alert, MAX_TOGETHER, toSnsMessage } from '@podguard/notify';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, type Told, transitionOf, wording } from './transitions.ts';

const told = (...some: readonly [Told, ...Told[]]): Alert => ({
  kind: 'transitions',
  transitions: some.map(transitionOf) as never,
});
const partsOf = (alert: Alert) =>
  JSON.parse(toSnsMessage(alert, wording).Message) as { default: string; email: string; sms: string };
const bodyOf = (alert: Alert) => JSON.parse(partsOf(alert).default);

/** SNS counts the message with its attributes: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
function sizeOf(alert: Alert): number {
  const { Subject, Message, MessageAttributes } = toSnsMessage(alert, wording);
  const attributes = Object.entries(MessageAttributes).map(([name, { DataType, StringValue }]) =>
    [name, DataType, StringValue].join(''),
  );
  return Buffer.byteLength([Subject, Message, ...attributes].join(''));
}

describe('a message to a topic', () => {
  it('is a text for email and text messages, and JSON for every other protocol', () => {
    const parts = partsOf(told({}));
    expect(Object.keys(parts)).toEqual(['default', 'email', 'sms']);
    expect(parts.email).toMatch(/^CRITICAL: /);
    expect(parts.sms).toMatch(/^Podguard CRITICAL: /);
    expect(JSON.parse(parts.default)).toEqual({
      v: 1,
      kind: 'transitions',
      id: expect.stringMatching(/^\w{26}$/),
      severity: 'critical',
      by: transitionOf().by,
      transitions: [transitionOf()],
      cut: null,
    });
  });

  it('has attributes to filter by, a list where several apply', () => {
    const cluster = 'arn:aws:eks:eu-central-1:111122223333:cluster/prod';
    const resource = { kind: 'eks-cluster', key: cluster, account: ACCOUNT, region: 'eu-central-1' } as const;
    const alert = told(
      { severity: 'low' },
      {
        type: 'worsened',
        rule: 'cluster-audit-log-off',
        finding: { resource, method: 'cluster-access', owner: { name: 'shop', from: 'tag' } },
      },
    );
    expect(toSnsMessage(alert, wording).MessageAttributes).toEqual({
      kind: { DataType: 'String', StringValue: 'transitions' },
      severity: { DataType: 'String.Array', StringValue: '["critical","low"]' },
      type: { DataType: 'String.Array', StringValue: '["opened","worsened"]' },
      rule: {
        DataType: 'String.Array',
        StringValue: '["cluster-audit-log-off","irsa-subject-unrestricted"]',
      },
      method: { DataType: 'String.Array', StringValue: '["cluster-access","irsa"]' },
      account: { DataType: 'String', StringValue: ACCOUNT },
      region: { DataType: 'String.Array', StringValue: '["eu-central-1","us-east-1"]' },
      cluster: { DataType: 'String', StringValue: 'prod' },
      owner: { DataType: 'String', StringValue: 'shop' },
    });
  });

  it.for([
    ['the cluster that its witness names', { cluster: 'prod' }, 'prod'],
    ['no cluster that is unknown', { cluster: '?' }, undefined],
    ['no issuer for a cluster', { cluster: 'oidc.eks.eu-central-1.amazonaws.com/id/ABC' }, undefined],
    ['no cluster where there is none', {}, undefined],
    ['no cluster of a witness that is no object', ['cluster'], undefined],
  ] as const)('can be filtered by %s', ([, request, cluster]) => {
    const alert = told({ finding: { witness: { text: 'w', request } } });
    expect(toSnsMessage(alert, wording).MessageAttributes.cluster?.StringValue).toBe(cluster);
  });

  it('has the same text for programs and people where somebody wrote control characters', () => {
    const summary = 'a\u0000b\u202ec\uffff\ufffed';
    const { default: body, email } = partsOf(told({ finding: { summary } }));
    expect(body).not.toMatch(/[\p{Cc}\p{Cf}\ufffe\uffff]/u);
    expect(JSON.parse(body).transitions[0].finding.summary).toBe(summary);
    expect(email).toContain('a\\u0000b\\u202ec\\uffff\\ufffed');
  });

  it('has no half of a character for programs, which some that read JSON refuse', () => {
    const { default: body } = partsOf(told({ finding: { summary: 'a\ud800b 😀', owner: null } }));
    expect(body).not.toMatch(/\\ud800/);
    expect(JSON.parse(body).transitions[0].finding.summary).toBe('a\ufffdb 😀');
  });
});

describe('a message that would be too large', () => {
  const large = (bytes: number): Told => ({
    finding: { evidence: [{ path: 'p', value: 'e'.repeat(bytes) }] },
  });

  it('is whole up to the limit', () => {
    const alert = told(large(200_000));
    expect(bodyOf(alert)).toMatchObject({ cut: null });
    expect(bodyOf(alert).transitions[0].finding.evidence[0].value).toHaveLength(200_000);
  });

  it('is cut beyond it, says so, and keeps what is short', () => {
    const alert = told(large(260_000));
    expect(sizeOf(alert)).toBeLessThan(240_000);
    const body = bodyOf(alert);
    expect(body.cut).toMatch(/^texts of more than 4000 characters .* podguard explain has all of it$/);
    expect(body.transitions[0].finding.evidence[0].value).toMatch(/^e{3900,}… \(260000 characters\)$/);
    expect(body.transitions[0].finding.summary).toBe(transitionOf().finding.summary);
  });

  it('says how many members of a long list and of a large object it leaves out', () => {
    const list = Array.from({ length: 20_000 }, () => 'value-of-a-list');
    const object = Object.fromEntries(list.map((value, at) => [`k${at}`, value]));
    const value = bodyOf(told({ finding: { evidence: [{ path: 'p', value: { list, object } }] } }))
      .transitions[0].finding.evidence[0].value;
    expect(value.list.at(-1)).toBe('… and 19900 more');
    expect(value.object['…']).toBe('19900 more');
  });

  it('leaves out evidence and witnesses before it leaves out a transition', () => {
    const noise = { path: 'p', value: Array.from({ length: 40 }, () => 'x'.repeat(2_000)) };
    const finding = {
      evidence: Array.from({ length: 10 }, () => noise),
      witness: { text: 'w'.repeat(5_000), request: { key: 'k'.repeat(5_000) } },
    };
    const many = Array.from({ length: MAX_TOGETHER }, (_, at) => ({ role: `r${at}`, finding }));
    const body = bodyOf(told(...(many as unknown as [Told])));
    expect(body.cut).toContain('evidence and witness left out');
    expect(body.transitions).toHaveLength(MAX_TOGETHER);
    for (const { finding: left } of body.transitions) {
      expect(left.evidence).toEqual([]);
      expect(left.witness).toBeNull();
    }
  });

  it('fits, with every transition in it, whatever somebody writes into each of its texts', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3_000 }),
      fc.constantFrom('\u0000', '"', '\\', '\u200b', '😀', '\ud800').map((one) => one.repeat(3_000)),
    );
    fc.assert(
      fc.property(
        text,
        text,
        fc.jsonValue({ maxDepth: 6 }),
        fc.integer({ min: 1, max: MAX_TOGETHER }),
        (a, b, json, count) => {
          const one: Told = {
            by: { session: a, actor: b, sourceIdentity: a, userAgent: b, sourceIp: a, eventName: b, tool: a },
            finding: {
              summary: a,
              title: b,
              evidence: Array.from({ length: 4 }, () => ({
                path: a,
                value: [json as never, b, { [a]: b }],
              })),
              witness: { text: b, request: { [b]: a } },
              reasons: [a, b],
              exemption: { id: a, reason: b, author: a, until: b },
              acknowledged: { by: a, at: b },
              owner: { name: a, from: 'tag' },
            },
          };
          const alert = told(
            ...(Array.from({ length: count }, (_, at) => ({ ...one, role: `r${at}${a}` })) as unknown as [
              Told,
            ]),
          );
          expect(sizeOf(alert)).toBeLessThanOrEqual(262_144 - 20_000);
          expect(bodyOf(alert).transitions.map((told_: { id: string }) => told_.id)).toEqual(
            alert.kind === 'transitions' ? alert.transitions.map(({ id }) => id) : [],
          );
          expect(partsOf(alert).email.isWellFormed()).toBe(true);
        },
      ),
      { numRuns: 10 },
    );
  });
});
