import { type Evidence, type Finding, isRead, type Opening, parseArn, severityRank } from '@podguard/core';
import { endsSoonWords, exemptionWords, peopleWords } from './people-words.ts';
import { personOf } from './person.ts';
import { plain } from './plain.ts';
import type { Style } from './style.ts';
import { time } from './time.ts';

/** The accounts that are ours; where none is known, none is said to be unknown. */
export type KnownAccounts = ReadonlySet<string>;

export const NONE_KNOWN: KnownAccounts = new Set();

/**
 * Findings grouped by resource: the worst open ones first, each with who, when and one line of evidence. Those that are exempt
 * come last, under a heading of their own; `at` says which of them end soon.
 */
export function renderTable(
  findings: readonly Finding[],
  style: Style,
  known: KnownAccounts = NONE_KNOWN,
  at?: Date,
): string {
  const exempt = findings.filter(({ status }) => status === 'exempt');
  const others = findings.filter(({ status }) => status !== 'exempt');
  const parts = [
    renderGroups(others, style, known, at),
    ...(exempt.length === 0
      ? []
      : [`${style.strong(exemptHeading(exempt.length))}\n`, renderGroups(exempt, style, known, at)]),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function exemptHeading(count: number): string {
  return count === 1
    ? 'Exempt: 1 finding that somebody accepted'
    : `Exempt: ${count} findings that somebody accepted`;
}

function renderGroups(
  findings: readonly Finding[],
  style: Style,
  known: KnownAccounts,
  at: Date | undefined,
): string {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.resource.key);
    if (group === undefined) groups.set(finding.resource.key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()]
    .sort((a, b) => weight(b) - weight(a))
    .map((group) => renderGroup(group, style, known, at))
    .join('\n');
}

function weight(group: readonly Finding[]): number {
  return Math.max(
    ...group.map(({ status, severity }) => (status === 'open' ? 10 : 0) + severityRank(severity)),
  );
}

function renderGroup(
  group: readonly Finding[],
  style: Style,
  known: KnownAccounts,
  at: Date | undefined,
): string {
  const { kind, key, account, region } = (group[0] as Finding).resource;
  const head = `${style.strong(plain(key))}  ${style.faint(plain([kind, ...whereOf({ account, region })].join(' · ')))}\n`;
  const inOrder = group.toSorted((one, other) => weight([other]) - weight([one]));
  return head + inOrder.map((finding) => renderFinding(finding, style, known, at)).join('');
}

/** Of what only a document tells neither account nor region may be known. */
export function whereOf({
  account,
  region,
}: Pick<Finding['resource'], 'account' | 'region'>): readonly string[] {
  return [...(account === '' ? [] : [`account ${account}`]), ...(region === '' ? [] : [region])];
}

function renderFinding(finding: Finding, style: Style, known: KnownAccounts, at: Date | undefined): string {
  const { opened, resolved, severity, evidence, witness, source, exemption } = finding;
  const badge = style.severity[severity](severity.toUpperCase().padEnd(8));
  const state =
    resolved === null
      ? `${finding.status}${finding.unverified ? ', unverified' : ''}`
      : style.good(plain(`resolved: ${resolved.reason}`));
  const lines = [
    `  ${badge}  ${plain(finding.rule)}  ${state}  ${style.faint(plain(finding.id))}`,
    `            ${plain(finding.summary)}`,
    `            ${style.faint(opened === null ? plain(placeOf(source)) : `${time(opened.at)}  ${who(opened, known)}`)}`,
  ];
  const people = peopleWords(finding);
  if (people.length > 0) lines.push(`            ${style.faint(plain(people.join(' · ')))}`);
  for (const change of finding.changes)
    lines.push(
      `            ${style.faint(`${time(change.at)}  ${plain(`${change.type}: ${change.from} to ${change.to}`)}`)}`,
    );
  if (witness !== null) lines.push(`            ${plain(witness.text)}`);
  const telling = mostTelling(evidence);
  if (telling !== undefined)
    lines.push(`            ${style.faint(`${plain(telling.path)} =`)} ${plain(text(telling.value))}`);
  if (resolved !== null)
    lines.push(`            ${style.faint(`${time(resolved.at)}  ${who(resolved, known)}`)}`);
  if (exemption !== null && finding.status === 'exempt') {
    const soon = at === undefined ? null : endsSoonWords(exemption, at);
    const mark = soon === null ? '' : `  ${style.strong(soon)}`;
    lines.push(`            ${plain(exemptionWords(exemption))}${mark}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Where a document says it. */
export function placeOf(source: Finding['source']): string {
  if (source === null) return 'a document';
  return `${source.file === '-' ? 'standard input' : source.file}, line ${source.line}`;
}

/** Who may assume a role is told by its condition on the subject, else by any condition. */
function mostTelling(evidence: readonly Evidence[]): Evidence | undefined {
  return (
    evidence.findLast(({ path }) => /:sub\b/.test(path)) ??
    evidence.findLast(({ path }) => path.includes('Condition')) ??
    evidence[0]
  );
}

/** What was done, by whom, as what, with what and from where, in one line. */
export function who(turn: Opening, known: KnownAccounts): string {
  // Who made it so, the account does not tell.
  if (isRead(turn)) return 'found when the account was read';
  const person = personOf(turn);
  const account = parseArn(turn.actor)?.account;
  const stranger = account !== undefined && known.size > 0 && !known.has(account);
  const as = [...person.as, ...(stranger ? [`unknown account ${account}`] : [])].join(', ');
  return plain(
    [
      `${turn.eventName || 'an earlier change'} by ${person.name}`,
      ...(as === '' ? [] : [`(${as})`]),
      ...(turn.tool === null ? [] : [`with ${turn.tool}`]),
      ...(turn.sourceIp === null ? [] : [`from ${turn.sourceIp}`]),
    ].join(' '),
  );
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
