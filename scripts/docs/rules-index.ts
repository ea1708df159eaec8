import { kindsJudgedBy, METHODS, type Method, type Rule } from '@podguard/core';

const HEADINGS: Readonly<Record<Method, string>> = {
  irsa: 'IAM roles for service accounts (IRSA)',
  'pod-identity': 'EKS Pod Identity',
  'node-role': 'Node roles and the instance metadata service',
  'static-key': 'Long-lived keys',
  'external-secrets': 'External Secrets Operator',
  ascp: 'Secrets Store CSI driver (ASCP)',
  'assume-role': 'Trust, chaining and rights of roles',
  legacy: 'kube2iam and kiam',
  'cluster-access': 'Access to the cluster',
  platform: 'Podguard itself',
};

export function rulesIndex(rules: readonly Rule[]): string {
  const sections = METHODS.map((method) => {
    const rows = rules.filter((rule) => rule.method === method).map(row);
    return `## ${HEADINGS[method]}\n\n| rule | resource | severity | what it reports |\n|---|---|---|---|\n${rows.join('\n')}`;
  });
  return `${[introduction(rules.length), ...sections].join('\n\n')}\n`;
}

function introduction(count: number): string {
  return `# The catalogue

Made by \`npm run docs\`: ${count} rules, by the way in which pods get credentials. *Broken*: the bad state fails closed, pods lose
access. The severity is the rule's own; a finding may be graded otherwise, which its page says. Which rules stand for which
controls of other frameworks: [mappings](../mappings.md).

## The examples

Each page has a state by which the rule fails, what it then says, and the nearest one by which it passes, taken from the rule's
tests: the differing lines are marked, and what is far from them is left out. A state is what is known of one resource, by the
names of [its kind](../architecture.md#resource-kinds); policy documents are unfolded. Apart from those names,

- \`before\` is what its fields were earlier, oldest first, and \`uses\` how it was seen used, with the time;
- \`related\` are the resources around it by how they are related to it; \`missing\` is one of which only the key is known, and
  \`deleted\` one that is gone;
- \`config\` is what the configuration says, where that matters.

A field or a set that is not there is not known. Without what decides, a rule says that it cannot tell; it neither fails nor passes.`;
}

function row({ id, resource, severity, broken, title }: Rule): string {
  const kinds = kindsJudgedBy({ resource }).map((kind) => `\`${kind}\``);
  return `| [${id}](${id}.md) | ${kinds.join(', ')} | ${severity}${broken ? ', broken' : ''} | ${title} |`;
}
