import { describeRuleData, kindsJudgedBy, type Rule, ServiceError } from '@podguard/core';
import { plain, toJson, unstyled } from '@podguard/report';
import CliTable from 'cli-table3';
import { type Command, Option } from 'commander';
import { ruleMarkdown } from '../rule-markdown.ts';
import { styleFor } from '../style.ts';
import { type CommandDeps, writeResult } from './command.ts';

interface RulesFlags {
  readonly format?: 'table' | 'json' | 'ndjson' | 'md';
  readonly output?: string;
  readonly color: boolean;
}

export function addRules(program: Command, deps: CommandDeps): void {
  program
    .command('rules')
    .description('the catalogue, or one rule whole')
    .argument('[id]', 'a rule')
    .addOption(
      new Option(
        '--format <format>',
        'how it is written (default: table on a terminal, else ndjson)',
      ).choices(['table', 'json', 'ndjson', 'md']),
    )
    .option('--output <file>', 'write to a file instead of the standard output')
    .option('--no-color', 'no colours')
    .option('--config <file>', 'configuration, whose own rules are listed too (default: podguard.config.ts)')
    .addHelpText(
      'after',
      '\nExamples:\n  podguard rules\n  podguard rules imds-v1-allowed\n  podguard rules --format json | jq -r ".[].id"',
    )
    .action(async (id: string | undefined, flags: RulesFlags) => {
      const { terminal, catalogue } = deps;
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
            return `${toJson(rules.map(describeRuleData), 2)}\n`;
          case 'ndjson':
            return rules.map((rule) => `${toJson(describeRuleData(rule))}\n`).join('');
          case 'md':
            return rules.map((rule) => ruleMarkdown(rule)).join('\n');
          case 'table':
            return id === undefined ? table() : ruleMarkdown(rules[0] as Rule);
        }
      }

      function table(): string {
        const output = new CliTable({
          head: ['rule', 'severity', 'resource', 'what it reports'].map(style.strong),
          style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
          chars: PLAIN_BORDERS,
        });
        for (const rule of rules)
          output.push([
            rule.id,
            style.severity[rule.severity](rule.severity),
            kindsJudgedBy(rule).join(', '),
            plain(rule.title),
          ]);
        return `${output.toString().replace(/ +$/gm, '')}\n`;
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
