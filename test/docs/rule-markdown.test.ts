import { catalogue, FRAMEWORKS } from '@podguard/rules';
import { ruleMarkdown } from 'podguard';
import { describe, expect, it } from 'vitest';
import { mappingsPage } from '../../scripts/docs/mappings-page.ts';
import { rulesIndex } from '../../scripts/docs/rules-index.ts';
import { ruleOf } from '../support/rule-of.ts';

const rule = ruleOf(catalogue, 'imds-v1-allowed');

describe('the page of a rule', () => {
  it('links its controls to where they were read', () => {
    expect(ruleMarkdown(rule)).toContain(
      '- [PCI DSS](https://docs.aws.amazon.com/securityhub/latest/userguide/pci-standard.html) 4.0.1: [2.2.6](https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-8) (',
    );
  });

  it('names those of frameworks that only its author knows', () => {
    expect(ruleMarkdown({ ...rule, mappings: { acme: ['A-1', 'A-2'], fsbp: ['EC2.9999'] } })).toContain(
      '- acme: A-1, A-2\n- [AWS Foundational Security Best Practices (Security Hub)](https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html) 1.0.0: EC2.9999\n',
    );
  });

  it('names what repairs it, where something does', () => {
    const { remediation: _, ...without } = rule;
    expect(ruleMarkdown({ ...rule, remediation: 'require-imdsv2' })).toContain(
      '\n\n## How Podguard mends it\n\nBy [require-imdsv2](../remediation.md#require-imdsv2), where it is asked to:',
    );
    expect(ruleMarkdown(without)).not.toContain('Podguard mends');
  });

  it('has an example where it is given one', () => {
    expect(ruleMarkdown(rule)).not.toContain('## Example');
    expect(ruleMarkdown(rule, '## Example\n\nOne.')).toContain(
      '\n\n## Example\n\nOne.\n\n## When it is no problem',
    );
  });
});

describe('the table of mappings', () => {
  it('has a row for every control, with its rules', () => {
    const page = mappingsPage(catalogue.rules);
    const controls = Object.values(FRAMEWORKS).flatMap(({ controls }) => Object.keys(controls));
    expect(page.match(/^\| \[/gm)).toHaveLength(controls.length);
    expect(page).toContain('| [imds-v1-allowed](rules/imds-v1-allowed.md) |');
  });
});

describe('the index of the catalogue', () => {
  it('has every rule once, by its method', () => {
    const index = rulesIndex(catalogue.rules);
    const [, legacy = ''] = index.split('## kube2iam and kiam\n');
    expect(index.match(/^\| \[/gm)).toHaveLength(catalogue.rules.length);
    expect(legacy.split('\n## ')[0]).toContain(
      '| [k8s-kube2iam-agent](k8s-kube2iam-agent.md) | `k8s-workload` | high |',
    );
  });
});
