import type { Remediator, RemediatorGrant } from '@podguard/remediate';
import { EXAMPLE_ACCOUNT } from './deployer-actions.ts';

const EXAMPLE_PLACE = { partition: 'aws', account: EXAMPLE_ACCOUNT, ownParts: ['podguard-'] };

/** What docs/remediation.md has from the remediators themselves. */
export function remediatorsPart(remediators: readonly Remediator[]): string {
  return [
    `Made by \`npm run docs\` from \`packages/remediate\`: ${remediators.length} remediators. Resources are those of account ${EXAMPLE_ACCOUNT}.`,
    `| remediator | what it does | what it changes |\n|---|---|---|\n${remediators.map(row).join('\n')}`,
    ...remediators.map(section),
  ].join('\n\n');
}

function row({ id, title, kind }: Remediator): string {
  return `| [${id}](#${id}) | ${title} | \`${kind}\` |`;
}

function section({ id, title, rules, kind, mayBreak, guards, mayForce, grants }: Remediator): string {
  return [
    `### ${id}`,
    `${title}. It changes a resource of kind \`${kind}\`. Rules: ${rules.map(ruleLink).join(', ')}.`,
    `What it may break:\n\n${mayBreak.map((text) => `- ${text}`).join('\n')}`,
    ...(guards.length === 0
      ? []
      : [
          `Its own guards, besides those of all${mayForce ? '; whoever insists (`--force`) passes them' : ''}:\n\n${guards.map((guard) => `- \`${guard.id}\`: ${guard.title}`).join('\n')}`,
        ]),
    'To undo it: `podguard rollback ID --apply`, while the resource is as it was left; else with `--force`, too.',
    `Permissions:\n\n| actions | resources | condition | to |\n|---|---|---|---|\n${grants.map(grantRow).join('\n')}`,
  ].join('\n\n');
}

function grantRow({ actions, resources, condition = {}, undoOnly }: RemediatorGrant): string {
  const conditions = Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => `${operator} ${key}: ${[value].flat().join(', ')}`),
  );
  return `| ${codes(actions)} | ${codes(resources(EXAMPLE_PLACE))} | ${codes(conditions) || 'none'} | ${undoOnly ? 'undo' : 'repair, undo'} |`;
}

function codes(texts: readonly string[]): string {
  return texts.map((text) => `\`${text}\``).join(', ');
}

function ruleLink(id: string): string {
  return `[${id}](rules/${id}.md)`;
}
