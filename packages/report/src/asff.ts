import { type Finding, isRead, type Rule, SEVERITIES, type Severity } from '@podguard/core';
import { asffResource } from './asff-resource.ts';
import { openerOf } from './found-by-run.ts';
import { instant } from './instant.ts';
import { fillMend } from './mend.ts';
import { personOf } from './person.ts';
import { plain } from './plain.ts';
import { requirementsOf } from './requirements.ts';
import { shortened } from './shortened.ts';

export interface AsffOptions {
  /** Whose finding it is: `arn:PARTITION:securityhub:REGION:ACCOUNT:product/ACCOUNT/default` for a finding of one's own. */
  readonly productArn: string;
  /** When it is written: Security Hub takes it for an update where it is later than before. */
  readonly at: Date;
  /** Of the catalogue, where it still has it: how to mend it, and the controls that it goes against. */
  readonly rule?: Pick<Rule, 'mend' | 'mappings' | 'references'> | undefined;
}

/** What a finding is in the AWS Security Finding Format; `Workflow` and `RecordState` are whoever's who sends it. */
export type AsffFinding = ReturnType<typeof toAsff>;

/**
 * A finding in the AWS Security Finding Format; no text is longer than the format has it. Severity and type are the
 * provider's fields, of which Security Hub fills its own: what people change of these then stays.
 * Source: https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html
 * Source: https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html
 */
export function toAsff(finding: Finding, { productArn, at, rule }: AsffOptions) {
  const { opened, resolved, severity } = finding;
  const created = instant(opened?.at, at).toISOString();
  return {
    SchemaVersion: '2018-10-08',
    Id: text(`podguard/${finding.id}`, 512),
    ProductArn: productArn,
    GeneratorId: text(`podguard/${finding.rule}`, 512),
    AwsAccountId: accountOf(productArn, finding),
    CreatedAt: created,
    UpdatedAt: at.toISOString(),
    FirstObservedAt: created,
    LastObservedAt: instant(resolved?.at ?? finding.changes.at(-1)?.at, new Date(created)).toISOString(),
    Title: text(finding.title || finding.rule, 256),
    Description: text(describe(finding), 1024),
    FindingProviderFields: {
      Severity: { Label: LABELS[severity], Original: severity },
      Types: [...TYPES],
    },
    ...remediation(finding, rule),
    ProductFields: productFields(finding),
    Resources: [asffResource(finding.resource)],
    Compliance: { Status: complianceOf(finding), ...requirements(rule) },
  };
}

const LABELS = Object.fromEntries(SEVERITIES.map((one) => [one, one.toUpperCase()])) as Readonly<
  Record<Severity, 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL'>
>;
/** Source: https://docs.aws.amazon.com/securityhub/latest/userguide/asff-required-attributes.html#Types */
const TYPES = ['Software and Configuration Checks/AWS Security Best Practices'] as const;

/** Security Hub takes findings of the account only that sends them, which is the product's where it is one's own. */
function accountOf(productArn: string, { resource }: Finding): string {
  return /:product\/(\d{12})\/default$/.exec(productArn)?.[1] ?? resource.account;
}

function describe({ summary, title, witness, opened, status, exemption, broken }: Finding): string {
  const sentences = [
    summary || title,
    ...(witness === null ? [] : [witness.text]),
    ...(broken ? ['Pods lose their credentials by it'] : []),
    ...(opened === null ? [] : [openedWords(opened)]),
    ...(exemption === null || status !== 'exempt'
      ? []
      : [`Exempt until ${exemption.until}: ${exemption.reason} (${exemption.author})`]),
  ];
  return sentences.map((sentence) => `${sentence}.`).join(' ');
}

function openedWords(opened: NonNullable<Finding['opened']>): string {
  if (isRead(opened)) return 'Found when the account was read';
  return `Opened by ${personOf(opened).name}, ${opened.eventName}`;
}

/** Whole lines of the commands, since half a command is another one. */
function remediation(finding: Finding, rule: AsffOptions['rule']) {
  if (rule === undefined) return {};
  const more = `podguard explain ${finding.id} has more`;
  const lines = fillMend(rule.mend, finding).cli.split('\n');
  let told = '';
  for (const line of lines) {
    if (told.length + line.length + more.length + 2 > 512) break;
    told += `${line}\n`;
  }
  const [Url] = rule.references.filter((url) => url.startsWith('https://') && URL.canParse(url));
  return {
    Remediation: {
      Recommendation: { Text: shortened(`${told}${more}`, 512), ...(Url === undefined ? {} : { Url }) },
    },
  };
}

/** At most 50, keys of 128 characters, values of 2048. */
function productFields(finding: Finding): Readonly<Record<string, string>> {
  const { id, rule, method, status, opened, resolved, owner, acknowledged, exemption, witness } = finding;
  const opener = openerOf(opened);
  const fields: Readonly<Record<string, string | null | undefined>> = {
    finding: id,
    rule,
    method,
    status,
    witness: witness?.text,
    openedAt: opened?.at,
    openedBy: opener?.actor,
    openedByEvent: opener?.eventName,
    openedByEventId: opener?.eventId,
    openedFrom: opener?.sourceIp,
    resolvedAt: resolved?.at,
    resolvedBy: resolved === null || isRead(resolved) ? null : resolved.actor,
    resolvedBecause: resolved?.reason,
    owner: owner?.name,
    acknowledgedBy: acknowledged?.by,
    exemption: exemption?.id,
    exemptUntil: exemption?.until,
  };
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => typeof value === 'string' && value.trim() !== '')
      .map(([name, value]) => [`podguard/${name}`, text(value as string, 2048)]),
  );
}

function complianceOf({ status, unverified, resolved }: Finding) {
  if (status === 'resolved')
    return resolved?.reason === 'fixed' ? ('PASSED' as const) : ('NOT_AVAILABLE' as const);
  return unverified ? ('WARNING' as const) : ('FAILED' as const);
}

function requirements(rule: AsffOptions['rule']) {
  const all = requirementsOf(rule).map((one) => text(one, 256));
  return all.length === 0 ? {} : { RelatedRequirements: all.slice(0, 32) };
}

/** No text of the format may be blank. */
function text(value: string, longest: number): string {
  return shortened(plain(value).trim() || '-', longest);
}
