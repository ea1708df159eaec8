import { renderAsff } from '@podguard/report';
import { describe, expect, it } from 'vitest';
import { CHECKED, ENDED, EXEMPT, FINDING } from './findings.ts';

const OPTIONS = { at: new Date('2026-01-04T00:00:00Z'), ruleOf: () => undefined };
const render = (...findings: (typeof FINDING)[]) =>
  JSON.parse(renderAsff(findings, OPTIONS)) as readonly Record<string, unknown>[];

describe('a file of the AWS Security Finding Format', () => {
  it('holds each as a finding of its own account and region', () => {
    const china = { ...FINDING.resource, key: 'arn:aws-cn:iam::111122223333:role/app', region: 'cn-north-1' };
    expect(render(FINDING, { ...FINDING, resource: china }).map(({ ProductArn }) => ProductArn)).toEqual([
      'arn:aws:securityhub:us-east-1:111122223333:product/111122223333/default',
      'arn:aws-cn:securityhub:cn-north-1:111122223333:product/111122223333/default',
    ]);
  });

  it('says what is active and what is archived, and suppresses nothing, which no later import could undo', () => {
    const told = render(FINDING, ENDED, EXEMPT);
    expect(told).toMatchObject([
      { RecordState: 'ACTIVE' },
      { RecordState: 'ARCHIVED' },
      { RecordState: 'ACTIVE' },
    ]);
    for (const one of told) expect(one).not.toHaveProperty('Workflow');
  });

  it('leaves out what has no account or region', () => {
    const document = { ...CHECKED, resource: { ...FINDING.resource, account: '', region: '' } };
    expect(render(document, FINDING)).toHaveLength(1);
  });
});
