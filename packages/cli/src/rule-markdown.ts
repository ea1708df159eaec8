import { kindsJudgedBy, type RemediatorId, type Rule } from '@podguard/core';
import { FRAMEWORKS, type Framework } from '@podguard/rules';

/** A rule as its page in docs/rules has it; there with an example from its tests. */
export function ruleMarkdown(rule: Rule, example?: string): string {
  const { id, title, description, rationale, falsePositives, mend, references, remediation } = rule;
  const controls = Object.entries(rule.mappings).map(([key, ids]) => controlsLine(key, ids));
  return [
    `# ${id}`,
    `**${title}.** ${description}`,
    `${factsOf(rule).join(', ')}.`,
    `## Why\n\n${rationale}`,
    ...(example === undefined ? [] : [example]),
    ...(falsePositives.length > 0
      ? [`## When it is no problem\n\n${falsePositives.map((text) => `- ${text}`).join('\n')}`]
      : []),
    `## How to mend it\n\n${block('AWS CLI', 'sh', mend.cli)}\n\n${block('Terraform', 'hcl', mend.terraform)}\n\n${block('CloudFormation', 'yaml', mend.cloudformation)}`,
    ...(remediation === undefined ? [] : [`## How Podguard mends it\n\n${remediationText(remediation)}`]),
    ...(controls.length > 0 ? [`## Controls\n\n${controls.join('\n')}`] : []),
    `## Read more\n\n${references.map((url) => `- <${url}>`).join('\n')}\n`,
  ].join('\n\n');
}

function factsOf({ method, resource, severity, broken, family }: Rule): readonly string[] {
  const kinds = kindsJudgedBy({ resource }).map((kind) => `\`${kind}\``);
  return [
    `Method \`${method}\``,
    `resource ${kinds.join(', ')}`,
    `severity ${severity}`,
    ...(broken ? ['fails closed: pods lose access'] : []),
    ...(family === null ? [] : [`family \`${family}\``]),
  ];
}

function remediationText(remediator: RemediatorId): string {
  const name = `[${remediator}](../remediation.md#${remediator})`;
  return `By ${name}, where it is asked to: \`podguard remediate FINDING\` shows the plan, \`remediation.rules\` of the configuration lets the service do it.`;
}

/** A rule of a user's own may name other frameworks than ours do. */
function controlsLine(key: string, ids: readonly string[]): string {
  const framework = (FRAMEWORKS as Readonly<Record<string, Framework>>)[key];
  if (framework === undefined) return `- ${key}: ${ids.join(', ')}`;
  const named = ids.map((id) => {
    const control = framework.controls[id];
    return control === undefined ? id : `[${id}](${control.source}) (${control.title})`;
  });
  return `- [${framework.name}](${framework.source}) ${framework.version}: ${named.join(', ')}`;
}

function block(name: string, language: string, text: string): string {
  return `${name}:\n\n\`\`\`${language}\n${text}\n\`\`\``;
}
