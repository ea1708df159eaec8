import { type Finding, parseArn, partitionOf, type Rule } from '@podguard/core';
import { toAsff } from './asff.ts';
import { toJson } from './json.ts';

export interface RenderAsffOptions {
  readonly at: Date;
  readonly ruleOf: (id: string) => Rule | undefined;
}

/** Whether Security Hub could take it: it asks for an account and a region. */
export function hasAsff({ resource: { account, region } }: Finding): boolean {
  return /^\d{12}$/.test(account) && /^[a-z]{2}(-[a-z]+)+-\d$/.test(region);
}

/**
 * As `aws securityhub batch-import-findings` takes them, each as a finding of its own account and region. They have no
 * `Workflow`: an import sets it once and never again, and what is exempt now would stay suppressed after the exemption's end.
 * Source: https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html
 */
export function renderAsff(findings: readonly Finding[], { at, ruleOf }: RenderAsffOptions): string {
  const told = findings.filter(hasAsff).map((finding) => ({
    ...toAsff(finding, { productArn: productOf(finding), at, rule: ruleOf(finding.rule) }),
    RecordState: finding.status === 'resolved' ? 'ARCHIVED' : 'ACTIVE',
  }));
  return `${toJson(told, 2)}\n`;
}

/** Source: https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-custom-providers.html */
function productOf({ resource: { key, account, region } }: Finding): string {
  const partition = parseArn(key)?.partition ?? partitionOf(region);
  return `arn:${partition}:securityhub:${region}:${account}:product/${account}/default`;
}
