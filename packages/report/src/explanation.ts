import type { Finding, Rule } from '@podguard/core';
import { fillMend } from './mend.ts';
import { plain } from './plain.ts';
import type { Style } from './style.ts';
import { type KnownAccounts, NONE_KNOWN, text, who } from './table.ts';

/** One finding whole: what was judged, the evidence, the witness, who did it, how to mend it. */
export function renderExplanation(
  finding: Finding,
  rule: Rule | undefined,
  style: Style,
  known: KnownAccounts = NONE_KNOWN,
): string {
  const { resource, opened, resolved } = finding;
  const lines = [
    `${style.severity[finding.severity](finding.severity.toUpperCase())}  ${style.strong(plain(finding.title))}`,
    style.faint(
      plain(`${finding.id} · ${finding.rule} · ${finding.method}${finding.broken ? ' · fails closed' : ''}`),
    ),
    '',
    plain(finding.summary),
    '',
    ...section(
      'Resource',
      [`${resource.kind} ${resource.key}`, `account ${resource.account}, ${resource.region}`],
      style,
    ),
    ...section(
      'Evidence',
      finding.evidence.map(({ path, value }) => `${path} = ${text(value)}`),
      style,
    ),
    ...section(
      'Witness',
      finding.witness === null ? [] : [finding.witness.text, text(finding.witness.request)],
      style,
    ),
    ...section('Also failing for the same cause', finding.reasons, style),
    ...section(
      'Opened',
      [
        `${opened.at}  ${who(opened, known)}`,
        opened.actor,
        `event ${opened.eventId}`,
        ...agent(opened.userAgent),
      ],
      style,
    ),
    ...section(
      'Changed',
      finding.changes.map(
        ({ at, type, from, to, eventId }) => `${at}  ${type}: ${from} to ${to} (event ${eventId})`,
      ),
      style,
    ),
    ...section(
      'Ended',
      resolved === null
        ? []
        : [`${resolved.at}  ${resolved.reason}: ${who(resolved, known)}`, `event ${resolved.eventId}`],
      style,
    ),
  ];
  if (finding.unverified)
    lines.push(
      'The present state cannot be judged: something it depends on is not known. It stays open.',
      '',
    );
  if (rule === undefined) return `${lines.join('\n')}\n`;
  const mend = fillMend(rule.mend, finding);
  lines.push(
    ...section('Why it matters', [rule.rationale], style),
    ...section('Mend it with the AWS CLI', mend.cli.split('\n'), style),
    ...section('Mend it with Terraform', mend.terraform.split('\n'), style),
    ...section('Mend it with CloudFormation', mend.cloudformation.split('\n'), style),
    ...section('When it is no problem', rule.falsePositives, style),
    ...section('Read more', rule.references, style),
  );
  return `${lines.join('\n').trimEnd()}\n`;
}

function section(title: string, body: readonly string[], style: Style): readonly string[] {
  return body.length === 0 ? [] : [style.strong(title), ...body.map((line) => `  ${plain(line)}`), ''];
}

function agent(userAgent: string | null): readonly string[] {
  return userAgent === null ? [] : [`user agent ${userAgent}`];
}
