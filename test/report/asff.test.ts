import { type AsffFinding, toAsff } from '@podguard/report';
import { catalogue, FRAMEWORKS } from '@podguard/rules';
import { describe, expect, it, test } from 'vitest';
import { ENDED, FINDING, hostile } from './findings.ts';

const AT = new Date('2026-01-04T00:00:00Z');
const PRODUCT = 'arn:aws:securityhub:eu-central-1:111122223333:product/111122223333/default';
const OPTIONS = { productArn: PRODUCT, at: AT };

describe('a finding in the AWS Security Finding Format', () => {
  it('says what is bad, of what, since when and by whom', () => {
    const finding = toAsff(FINDING, OPTIONS);
    expect(finding).toMatchObject({
      SchemaVersion: '2018-10-08',
      Id: 'podguard/pg-4k7q2m9x1c8d',
      ProductArn: PRODUCT,
      GeneratorId: 'podguard/irsa-subject-wildcard',
      AwsAccountId: '111122223333',
      CreatedAt: '2026-01-02T03:04:05.000Z',
      UpdatedAt: '2026-01-04T00:00:00.000Z',
      Title: 'The subject of an IRSA trust policy has wildcards',
      Description:
        'Any service account of namespace web may assume app. A pod in namespace web gets app. Opened by run-7, CreateRole.',
      FindingProviderFields: {
        Severity: { Label: 'CRITICAL', Original: 'critical' },
        Types: ['Software and Configuration Checks/AWS Security Best Practices'],
      },
      Resources: [
        {
          Type: 'AwsIamRole',
          Id: 'arn:aws:iam::111122223333:role/app',
          Partition: 'aws',
          Region: 'us-east-1',
          Details: { AwsIamRole: { RoleName: 'app' } },
        },
      ],
      Compliance: { Status: 'FAILED' },
    });
    expect(finding.ProductFields).toMatchObject({
      'podguard/openedBy': 'arn:aws:iam::111122223333:role/deployer/run-7',
      'podguard/openedFrom': '192.0.2.1',
    });
  });

  it('leaves workflow and record state to whoever sends it', () => {
    expect(toAsff(FINDING, OPTIONS)).not.toHaveProperty('Workflow');
    expect(toAsff(FINDING, OPTIONS)).not.toHaveProperty('RecordState');
  });

  it('is of the account that sends it, which Security Hub asks for', () => {
    const productArn = PRODUCT.replaceAll('111122223333', '444455556666');
    expect(toAsff(FINDING, { ...OPTIONS, productArn }).AwsAccountId).toBe('444455556666');
  });

  test.for([
    ['one that was mended passed', { ...ENDED, resolved: { ...ENDED.resolved, reason: 'fixed' } }, 'PASSED'],
    ['of one that was deleted nothing is available', ENDED, 'NOT_AVAILABLE'],
    ['one that can no longer be judged is a warning', { ...FINDING, unverified: true }, 'WARNING'],
    ['one that is exempt failed', { ...FINDING, status: 'exempt' }, 'FAILED'],
  ] as const)('%s', ([, finding, status]) => {
    expect(toAsff(finding as typeof FINDING, OPTIONS).Compliance.Status).toBe(status);
  });

  it('says by what it is exempt, who knows of it and whose it is', () => {
    const finding = toAsff(
      {
        ...FINDING,
        status: 'exempt',
        exemption: { id: 'ex-1', reason: 'migrating', author: 'alex', until: '2026-02-01T00:00:00.000Z' },
        acknowledged: { by: 'sam', at: '2026-01-03T00:00:00.000Z' },
        owner: { name: 'team-web', from: 'tag' },
      },
      OPTIONS,
    );
    expect(finding.Description).toContain('Exempt until 2026-02-01T00:00:00.000Z: migrating (alex).');
    expect(finding.ProductFields).toMatchObject({
      'podguard/owner': 'team-web',
      'podguard/acknowledgedBy': 'sam',
      'podguard/exemption': 'ex-1',
    });
  });

  it('names the controls that the rule maps to', () => {
    const rule = catalogue.rules.find(({ id }) => id === 'imds-v1-allowed');
    expect(toAsff(FINDING, { ...OPTIONS, rule }).Compliance).toMatchObject({
      RelatedRequirements: expect.arrayContaining([
        'AWS Foundational Security Best Practices v1.0.0/EC2.8',
        'CIS AWS Foundations Benchmark v5.0.0/5.7',
        'NIST.800-53.r5 AC-3',
      ]),
    });
  });

  it('names each framework with the version that the mappings are of', () => {
    for (const [framework, { version }] of Object.entries(FRAMEWORKS)) {
      const rule = { mappings: { [framework]: ['1'] }, references: [], mend: MEND };
      const [named = ''] = requirementsOf(rule);
      expect(named).toContain(version.replace('revision ', 'r'));
      expect(named).not.toContain(framework);
    }
  });

  it('tells whole commands only, and where the rest is', () => {
    const lines = Array.from(
      { length: 20 },
      (_, index) => `aws iam a-command --number ${index} # and its reason`,
    );
    const { Recommendation } = remediationOf({ ...MEND, cli: lines.join('\n') });
    const told = Recommendation.Text.split('\n');
    expect(told.at(-1)).toBe('podguard explain pg-4k7q2m9x1c8d has more');
    expect(told.length).toBeGreaterThan(5);
    expect(lines.slice(0, told.length - 1)).toEqual(told.slice(0, -1));
  });

  it('has a link of https only', () => {
    const rule = { mend: MEND, mappings: {}, references: ['file:///x', 'https://example.com/a'] };
    expect(toAsff(FINDING, { ...OPTIONS, rule })).toMatchObject({
      Remediation: { Recommendation: { Url: 'https://example.com/a' } },
    });
  });

  it('keeps each limit of the format whatever somebody else chose', () => {
    for (const text of ['x'.repeat(5_000), '😀'.repeat(3_000), '\u001b[31m\n\u202e', ' ', '']) {
      const exemption = { id: text, reason: text, author: text, until: text };
      for (const rule of catalogue.rules)
        expectWithinLimits(toAsff({ ...hostile(text), status: 'exempt', exemption }, { ...OPTIONS, rule }));
    }
  });

  it('takes a time that is none for the time when it is written', () => {
    expect(toAsff(hostile('no time'), OPTIONS).CreatedAt).toBe(AT.toISOString());
  });

  it('names access keys and accounts as Security Hub does', () => {
    const key = {
      ...FINDING.resource,
      kind: 'access-key',
      key: '111122223333/AKIAIOSFODNN7EXAMPLE',
    } as const;
    expect(toAsff({ ...FINDING, resource: key }, OPTIONS).Resources).toMatchObject([
      { Type: 'AwsIamAccessKey', Id: 'AWS::IAM::AccessKey:AKIAIOSFODNN7EXAMPLE' },
    ]);
    const account = { ...FINDING.resource, kind: 'aws-account', key: '111122223333' } as const;
    expect(toAsff({ ...FINDING, resource: account }, OPTIONS).Resources).toMatchObject([
      { Type: 'AwsAccount', Id: 'AWS::::Account:111122223333' },
    ]);
  });

  it('takes a secret for one and a parameter for something else', () => {
    const of = (key: string) =>
      toAsff({ ...FINDING, resource: { ...FINDING.resource, kind: 'secret', key } }, OPTIONS).Resources[0]
        ?.Type;
    expect(of('arn:aws:secretsmanager:eu-central-1:111122223333:secret:a')).toBe('AwsSecretsManagerSecret');
    expect(of('arn:aws:ssm:eu-central-1:111122223333:parameter/a')).toBe('Other');
  });
});

const MEND = { cli: '', terraform: '', cloudformation: '' };
type RuleParts = NonNullable<Parameters<typeof toAsff>[1]['rule']>;

function requirementsOf(rule: RuleParts): readonly string[] {
  const compliance: AsffFinding['Compliance'] = toAsff(FINDING, { ...OPTIONS, rule }).Compliance;
  return compliance.RelatedRequirements ?? [];
}

function remediationOf(mend: RuleParts['mend']) {
  const { Remediation } = toAsff(FINDING, { ...OPTIONS, rule: { mend, mappings: {}, references: [] } });
  if (Remediation === undefined) throw new Error('it has no remediation');
  return Remediation;
}

/** Source: https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html */
function expectWithinLimits(finding: AsffFinding): void {
  expectText(finding.Id, 512);
  expectText(finding.GeneratorId, 512);
  expectText(finding.Title, 256);
  expectText(finding.Description, 1024);
  expect(finding.CreatedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expectText(finding.Remediation?.Recommendation.Text, 512);
  const fields = Object.entries(finding.ProductFields);
  expect(fields.length).toBeLessThanOrEqual(50);
  for (const [name, value] of fields) {
    expectText(name, 128);
    expectText(value, 2048);
  }
  expect(finding.Compliance.RelatedRequirements?.length ?? 0).toBeLessThanOrEqual(32);
  for (const { Type, Id, Region = 'none' } of finding.Resources) {
    expectText(Type, 256);
    expectText(Id, 2048);
    expectText(Region, 16);
  }
  expect(JSON.stringify(finding).length).toBeLessThan(240_000);
}

function expectText(text: string | undefined, longest: number): void {
  expect(text).toMatch(/\S/);
  expect(text?.length).toBeLessThanOrEqual(longest);
  expect(text?.isWellFormed()).toBe(true);
}
