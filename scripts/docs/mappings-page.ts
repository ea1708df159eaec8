import type { Rule } from '@podguard/core';
import { FRAMEWORKS, type Framework } from '@podguard/rules';

/** The controls of each framework with the rules that name them. */
export function mappingsPage(rules: readonly Rule[]): string {
  const sections = Object.entries<Framework>(FRAMEWORKS).map(([key, framework]) => {
    const rows = Object.entries(framework.controls).map(([id, { title, source }]) => {
      const naming = rules.filter(({ mappings }) => mappings[key]?.includes(id));
      return `| [${id}](${source}) | ${title} | ${naming.map((rule) => `[${rule.id}](rules/${rule.id}.md)`).join(', ')} |`;
    });
    return [
      `## ${framework.name} ${framework.version}\n\nKey \`${key}\`, source <${framework.source}>.`,
      `| control | asks for | rules |\n|---|---|---|\n${rows.join('\n')}`,
    ].join('\n\n');
  });
  return `${[INTRODUCTION, ...sections].join('\n\n')}\n`;
}

const INTRODUCTION = `# Mappings to frameworks

Made by \`npm run docs\` from the field \`mappings\` of the rules and from \`packages/rules/src/data/frameworks.ts\`.

A mapping says that what the rule reports goes against what the control asks for. It does **not** say

- that a finding-free account fulfils the control: most controls ask for more than one rule looks at (the control on IMDSv2 is
  about every instance, Podguard judges cluster nodes unless it is told otherwise);
- that a control without a rule here is of no concern to pods;
- anything about an assessment: that is for whoever assesses.

An id is here only if its meaning was read in the source that the table links to. Ids of NIST and PCI DSS are those that AWS
lists as related requirements of the Security Hub control that checks the same as the rule, or whose own text asks for just
what the rule looks for (least privilege, no embedded keys). Titles are shortened. The ids of a benchmark change with its
version: those here are of the version named.`;
