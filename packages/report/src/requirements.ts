import type { Rule } from '@podguard/core';

/** As Security Hub's own controls name them: the standard, and what stands between it and the control. */
const STANDARDS: Readonly<Record<string, readonly [name: string, before: string]>> = {
  fsbp: ['AWS Foundational Security Best Practices v1.0.0', '/'],
  cisAws: ['CIS AWS Foundations Benchmark v5.0.0', '/'],
  cisEks: ['CIS Amazon EKS Benchmark v1.7.0', '/'],
  nist80053: ['NIST.800-53.r5', ' '],
  pciDss: ['PCI DSS v4.0.1', '/'],
};

/** The controls that a rule's failure goes against, each with its standard. */
export function requirementsOf(rule: Pick<Rule, 'mappings'> | undefined): readonly string[] {
  return Object.entries(rule?.mappings ?? {}).flatMap(([framework, controls]) => {
    const [name, before] = STANDARDS[framework] ?? [framework, ' '];
    return controls.map((control) => `${name}${before}${control}`);
  });
}

export function standardsOf(rule: Pick<Rule, 'mappings'> | undefined): readonly string[] {
  return Object.keys(rule?.mappings ?? {}).map((framework) => STANDARDS[framework]?.[0] ?? framework);
}
