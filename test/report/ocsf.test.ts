import { readFileSync } from 'node:fs';
import type { Finding } from '@podguard/core';
import { renderOcsf } from '@podguard/report';
import { catalogue } from '@podguard/rules';
import { beforeAll, describe, expect, it } from 'vitest';
import { type OcsfSchema, ocsfFaults, ocsfSchemas } from '../support/ocsf/schema.ts';
import { CHECKED, ENDED, EXEMPT, FINDING, hostile, hostileEnded, hostileExempt } from './findings.ts';

const AT = new Date('2026-01-05T00:00:00.000Z');
const PROFILES = [['datetime'], ['cloud', 'datetime'], ['cloud', 'datetime', 'host'], ['datetime', 'host']];
const OPTIONS = {
  at: AT,
  version: '1.2.3',
  ruleOf: (id: string) => catalogue.rules.find((rule) => rule.id === id),
};

interface Event {
  readonly activity_id: number;
  readonly type_uid: number;
  readonly time: number;
  readonly severity: string;
  readonly status: string;
  readonly metadata: { readonly version: string; readonly profiles: readonly string[] };
  readonly finding_info: Readonly<Record<string, unknown>>;
  readonly resources: readonly Readonly<Record<string, unknown>>[];
  readonly evidences: readonly Readonly<Record<string, unknown>>[];
  readonly unmapped: Readonly<Record<string, unknown>>;
  readonly [name: string]: unknown;
}

let schemas: ReadonlyMap<string, (event: object) => readonly string[]>;
let whole: OcsfSchema;
beforeAll(async () => {
  const all = await ocsfSchemas('1.6.0', 2003, ...PROFILES);
  schemas = new Map(all.map((schema, index) => [String(PROFILES[index]), ocsfFaults(schema)]));
  whole = all[2] as OcsfSchema;
}, 300_000);

/** Written, read again, and without a fault by the schema of the profiles that it names. */
function events(...findings: readonly Finding[]): readonly Event[] {
  const lines = renderOcsf(findings, OPTIONS).trimEnd().split('\n');
  return lines.map((line) => {
    const event = JSON.parse(line) as Event;
    expect(schemas.get(String(event.metadata.profiles))?.(event)).toEqual([]);
    return event;
  });
}

const event = (finding: Finding) => events(finding)[0] as Event;

describe('OCSF', () => {
  it('is judged by a schema that refuses what is wrong', () => {
    const good = event(FINDING);
    const faults = ocsfFaults(whole);
    expect(faults({ ...good, severity_id: 'dreadful' })).toHaveLength(2);
    expect(faults({ ...good, made_up: 1 })).toHaveLength(1);
    expect(faults({ ...good, finding_info: {} })).toHaveLength(1);
    expect(faults({ ...good, resources: [{ type: 'x' }] })).not.toEqual([]);
    expect(faults({ ...good, resource: { uid: 'x' } })).toEqual(['resource is deprecated']);
  });

  it('is one Compliance Finding a line', () => {
    expect(events(FINDING, ENDED, EXEMPT, CHECKED).map(({ class_uid }) => class_uid)).toEqual([
      2003, 2003, 2003, 2003,
    ]);
  });

  it('tells which rule a resource goes against, since when, and by whom', () => {
    expect(event(FINDING)).toMatchObject({
      activity_name: 'Create',
      type_uid: 200301,
      time: Date.parse('2026-01-02T03:04:05Z'),
      severity_id: 5,
      severity: 'Critical',
      status_id: 1,
      status: 'New',
      message: FINDING.summary,
      metadata: { version: '1.6.0', product: { name: 'Podguard', version: '1.2.3' } },
      finding_info: {
        uid: FINDING.id,
        title: FINDING.title,
        analytic: { uid: FINDING.rule, type_id: 1, category: 'irsa' },
        first_seen_time: Date.parse('2026-01-02T03:04:05Z'),
        first_seen_time_dt: '2026-01-02T03:04:05.000Z',
      },
      compliance: { control: FINDING.rule, status: 'Fail' },
      resources: [
        {
          uid: FINDING.resource.key,
          name: 'app',
          type: 'iam-role',
          region: 'us-east-1',
          cloud_partition: 'aws',
        },
      ],
      cloud: { provider: 'AWS', account: { uid: '111122223333' }, region: 'us-east-1' },
      api: { operation: 'CreateRole', request: { uid: 'e-1' } },
      actor: {
        user: { uid: 'arn:aws:iam::111122223333:role/deployer/run-7', name: 'run-7' },
        session: { uid: 'run-7', issuer: 'arn:aws:iam::111122223333:role/deployer' },
        app_name: 'terraform',
      },
    });
  });

  it('proves it by the witness, then by what decided, then by the call', () => {
    expect(event(FINDING).evidences).toEqual([
      { name: 'witness', data: FINDING.witness },
      { name: FINDING.evidence[0]?.path, data: { value: FINDING.evidence[0]?.value } },
      {
        name: 'call',
        src_endpoint: { ip: '192.0.2.1' },
        http_request: { user_agent: 'terraform/1.14' },
      },
    ]);
  });

  it.for([
    ['192.0.2.1', { ip: '192.0.2.1' }],
    ['2001:db8::1', { ip: '2001:db8::1' }],
    ['eks.amazonaws.com', { svc_name: 'eks.amazonaws.com' }],
    ['999.0.2.1', { svc_name: '999.0.2.1' }],
    ['::::', { svc_name: '::::' }],
  ] as const)('takes %s for an address where it is one', ([sourceIp, expected]) => {
    const opened = { ...(FINDING.opened as NonNullable<Finding['opened']>), sourceIp };
    expect(event({ ...FINDING, opened }).evidences.at(-1)?.src_endpoint).toEqual(expected);
  });

  it('says how it is mended, and which controls of which standards it goes against', () => {
    const { remediation, compliance } = event({ ...FINDING, rule: 'imds-v1-allowed' });
    expect(remediation).toMatchObject({
      desc: expect.stringContaining('aws ec2 modify-instance-metadata-options'),
      references: expect.arrayContaining([expect.stringMatching(/^https:/)]),
    });
    expect(compliance).toMatchObject({
      standards: expect.arrayContaining(['CIS AWS Foundations Benchmark v5.0.0']),
      requirements: expect.arrayContaining(['CIS AWS Foundations Benchmark v5.0.0/5.7']),
    });
  });

  it.for([
    ['open', FINDING, 'New', 'Fail', 1],
    [
      'acknowledged',
      { ...FINDING, acknowledged: { by: 'sam', at: '2026-01-03T00:00:00Z' } },
      'In Progress',
      'Fail',
      1,
    ],
    ['unverified', { ...FINDING, unverified: true }, 'New', 'Warning', 1],
    ['exempt', EXEMPT, 'Suppressed', 'Fail', 1],
    ['deleted', ENDED, 'Resolved', 'Other', 3],
    [
      'fixed',
      { ...ENDED, resolved: { ...(ENDED.resolved as object), reason: 'fixed' } },
      'Resolved',
      'Pass',
      3,
    ],
    [
      'worsened',
      {
        ...FINDING,
        changes: [{ type: 'worsened', from: 'low', to: 'high', at: '2026-01-04T00:00:00Z', eventId: 'e' }],
      },
      'New',
      'Fail',
      2,
    ],
  ] as const)('tells what is %s', ([, finding, status, result, activity]) => {
    expect(event(finding as Finding)).toMatchObject({
      status,
      compliance: { status: result },
      activity_id: activity,
    });
  });

  it('is of the time of its newest turn', () => {
    expect(event(ENDED).time).toBe(Date.parse('2026-01-03T00:00:00Z'));
  });

  it('names the owner, and who accepted it, why and until when', () => {
    const { resources, comment, unmapped } = event(EXEMPT);
    expect(resources[0]?.owner).toEqual({ name: 'team-web' });
    expect(comment).toContain('by alex: moves to Pod Identity in March');
    expect(unmapped).toMatchObject({ exemption: EXEMPT.exemption, acknowledged: { by: 'sam' } });
  });

  it('names nobody, and no cloud, where a document says it', () => {
    const resource = { ...CHECKED.resource, account: '', region: '' };
    const told = event({ ...CHECKED, resource });
    expect(told.metadata.profiles).toEqual(['datetime']);
    expect(told).not.toHaveProperty('actor');
    expect(told).not.toHaveProperty('cloud');
    expect(told.unmapped.source).toEqual({ file: 'k8s/app.yaml', line: 7 });
    expect(told.time).toBe(AT.getTime());
  });

  it('names nobody for what was found by reading the account', () => {
    const opened = { ...(FINDING.opened as object), eventId: 'read:role:2026-01-02T03:05:05.000Z' };
    const told = event({ ...FINDING, cause: 'drift', opened: opened as Finding['opened'] });
    expect(told).not.toHaveProperty('actor');
    expect(told.unmapped.cause).toBe('drift');
  });

  it('is as the schema has it for every rule, whatever somebody else chose', () => {
    for (const text of ['x'.repeat(5_000), '\u001b[31m\n\u202e', ' ', ''])
      for (const { id } of catalogue.rules)
        for (const one of [hostile(text), hostileExempt(text), hostileEnded(text)])
          expect(events({ ...one, rule: id })).toHaveLength(1);
  });

  it('is one line without control characters, whatever somebody else chose', () => {
    const line = renderOcsf([hostile('\u001b[2J\n\u202e')], OPTIONS);
    expect(line.match(/\n/g)).toHaveLength(1);
    expect(line).not.toContain('\u001b');
    expect(line).not.toContain('\u202e');
  });

  it('is of the version that the page names', () => {
    const named = readFileSync('docs/findings.md', 'utf8').includes(
      `OCSF ${event(FINDING).metadata.version}`,
    );
    expect(named).toBe(true);
  });
});
