import { describeRuleData, kindsJudgedBy, type Rule, ServiceError } from '@podguard/core';
import { unstyled } from '@podguard/report';
import CliTable from 'cli-table3';
import { type Command, Option } from 'commander';
import { styleFor } from '../style.ts';
import { type CommandDeps, writeResult } from './command.ts';

interface RulesFlags {
  readonly format?: 'table' | 'json' | 'ndjson' | 'md';
  readonly output?: string;
  readonly color: boolean;
}

export function addRules(program: Command, { terminal, catalogue }: CommandDeps): void {
  program
    .command('rules')
    .description('the catalogue, or one rule whole')
    .argument('[id]', 'a rule')
    .addOption(
      new Option('--format <format>', 'how it is written').choices(['table', 'json', 'ndjson', 'md']),
    )
    .option('--output <file>', 'write to a file instead of the standard output')
    .option('--no-color', 'no colours')
    .addHelpText(
      'after',
      '\nExamples:\n  podguard rules\n  podguard rules imds-v1-allowed\n  podguard rules --format json | jq -r ".[].id"',
    )
    .action(async (id: string | undefined, flags: RulesFlags) => {
      const rules = id === undefined ? catalogue.rules : [find(id, catalogue.rules)];
      const format =
        flags.format ?? (terminal.stdout.isTTY === true && flags.output === undefined ? 'table' : 'ndjson');
      const style = flags.output === undefined ? styleFor(terminal.stdout, terminal, flags.color) : unstyled;
      await writeResult(
        render(),
        { color: flags.color, ...(flags.output === undefined ? {} : { output: flags.output }) },
        terminal,
      );

      function render(): string {
        switch (format) {
          case 'json':
            return `${JSON.stringify(rules.map(describeRuleData), null, 2)}\n`;
          case 'ndjson':
            return rules.map((rule) => `${JSON.stringify(describeRuleData(rule))}\n`).join('');
          case 'md':
            return rules.map(ruleMarkdown).join('\n');
          case 'table':
            return id === undefined ? table() : ruleMarkdown(rules[0] as Rule);
        }
      }

      function table(): string {
        const output = new CliTable({
          head: ['rule', 'severity', 'resource', 'what it reports'].map(style.strong),
          style: { head: [], border: [], compact: true },
          chars: PLAIN_BORDERS,
        });
        for (const rule of rules)
          output.push([
            rule.id,
            style.severity[rule.severity](rule.severity),
            kindsJudgedBy(rule).join(', '),
            rule.title,
          ]);
        return `${output.toString()}\n`;
      }
    });
}

const PLAIN_BORDERS = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
  ].map((name) => [name, '']),
) as Record<string, string> & { middle?: string };
PLAIN_BORDERS.middle = '  ';

function find(id: string, rules: readonly Rule[]): Rule {
  const rule = rules.find((other) => other.id === id);
  if (rule !== undefined) return rule;
  const near = rules.filter((other) => other.id.includes(id)).map((other) => other.id);
  const hint = near.length > 0 ? `did you mean ${near.join(', ')}?` : '`podguard rules` lists them';
  throw new ServiceError('rule-not-found', `there is no rule ${id}; ${hint}`);
}

/** A rule as its page in docs/rules has it. */
export function ruleMarkdown(rule: Rule): string {
  const { id, title, method, resource, severity, broken, family, description, rationale, mend } = rule;
  const facts = [
    `Method \`${method}\``,
    `resource ${kindsJudgedBy({ resource })
      .map((kind) => `\`${kind}\``)
      .join(', ')}`,
    `severity ${severity}`,
    ...(broken ? ['fails closed: pods lose access'] : []),
    ...(family === null ? [] : [`family \`${family}\``]),
  ];
  const mappings = Object.entries(rule.mappings).map(([standard, ids]) => `- ${standard}: ${ids.join(', ')}`);
  return [
    `# ${id}`,
    `**${title}.** ${description}`,
    `${facts.join(', ')}.`,
    `## Why\n\n${rationale}`,
    ...(rule.falsePositives.length > 0
      ? [`## When it is no problem\n\n${rule.falsePositives.map((text) => `- ${text}`).join('\n')}`]
      : []),
    `## How to mend it\n\n${block('AWS CLI', 'sh', mend.cli)}\n\n${block('Terraform', 'hcl', mend.terraform)}\n\n${block('CloudFormation', 'yaml', mend.cloudformation)}`,
    ...(mappings.length > 0 ? [`## Controls\n\n${mappings.join('\n')}`] : []),
    `## Read more\n\n${rule.references.map((url) => `- <${url}>`).join('\n')}\n`,
  ].join('\n\n');
}

function block(name: string, language: string, text: string): string {
  return `${name}:\n\n\`\`\`${language}\n${text}\n\`\`\``;
}
