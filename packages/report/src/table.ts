import { type Finding, severityRank } from '@podguard/core';
import { plain } from './plain.ts';
import type { Style } from './style.ts';

/** Findings grouped by resource: the worst open ones first, each with who, when and one line of evidence. */
export function renderTable(findings: readonly Finding[], style: Style): string {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.resource.key);
    if (group === undefined) groups.set(finding.resource.key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()]
    .sort((a, b) => weight(b) - weight(a))
    .map((group) => renderGroup(group, style))
    .join('\n');
}

function weight(group: readonly Finding[]): number {
  return Math.max(
    ...group.map(({ status, severity }) => (status === 'open' ? 10 : 0) + severityRank(severity)),
  );
}

function renderGroup(group: readonly Finding[], style: Style): string {
  const { kind, key, account, region } = (group[0] as Finding).resource;
  const head = `${style.strong(plain(key))}  ${style.faint(`${kind} · account ${plain(account)} · ${plain(region)}`)}\n`;
  return head + group.map((finding) => renderFinding(finding, style)).join('');
}

function renderFinding(finding: Finding, style: Style): string {
  const { opened, resolved, severity, evidence, witness } = finding;
  const badge = style.severity[severity](severity.toUpperCase().padEnd(8));
  const state =
    resolved === null
      ? finding.unverified
        ? 'open, unverified'
        : 'open'
      : style.good(`ended: ${resolved.reason}`);
  const lines = [
    `  ${badge}  ${finding.rule}  ${state}  ${style.faint(finding.id)}`,
    `            ${plain(finding.summary)}`,
    `            ${style.faint(`${time(opened.at)}  ${who(opened)}`)}`,
  ];
  for (const change of finding.changes)
    lines.push(
      `            ${style.faint(`${time(change.at)}  ${change.type}: ${change.from} to ${change.to}`)}`,
    );
  if (witness !== null) lines.push(`            ${plain(witness.text)}`);
  const first = evidence[0];
  if (first !== undefined)
    lines.push(`            ${style.faint(`${plain(first.path)} =`)} ${plain(text(first.value))}`);
  if (resolved !== null) lines.push(`            ${style.faint(`${time(resolved.at)}  ${who(resolved)}`)}`);
  return `${lines.join('\n')}\n`;
}

export function who(
  turn: Pick<Finding['opened'], 'eventName' | 'actor' | 'sourceIp'> & { readonly tool?: string | null },
): string {
  const tool = turn.tool ? ` with ${turn.tool}` : '';
  const from = turn.sourceIp ? ` from ${turn.sourceIp}` : '';
  return plain(`${turn.eventName || 'an earlier change'} by ${turn.actor}${tool}${from}`);
}

function time(at: string): string {
  return at.replace('T', ' ').replace('Z', ' UTC');
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
