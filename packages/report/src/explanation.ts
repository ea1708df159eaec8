import type { Advice, Evidence, Finding, JsonValue, Rule } from '@podguard/core';
import { fillMend } from './mend.ts';
import { endsSoonWords } from './people-words.ts';
import { plain } from './plain.ts';
import type { Style } from './style.ts';
import { type KnownAccounts, NONE_KNOWN, placeOf, text, whereOf, who } from './table.ts';
import { time } from './time.ts';
import { wrap } from './wrap.ts';

/** A statement of a policy document, as it is shown to a person. */
export interface ShownStatement {
  /** `Statement[0]` */
  readonly path: string;
  readonly file: string;
  readonly line: number;
  /** Its JSON over several lines, and which of them (from 0) decided. */
  readonly text: string;
  readonly deciding: readonly number[];
}

export interface ExplanationOptions {
  readonly known?: KnownAccounts;
  /** Columns of the terminal; absent: lines are as long as their texts. */
  readonly width?: number | undefined;
  /** The statements that the evidence points into, where the document is at hand. */
  readonly statements?: readonly ShownStatement[];
  /** What is recommended for this case. */
  readonly advice?: Advice | null;
  /** The flag that names where the finding is held, for commands that read it again. */
  readonly storeFlag?: string;
  /** The command that shows how it can be mended by itself, where something does that. */
  readonly remediating?: string | undefined;
  /** The command by which it is accepted for a time, where there is one. */
  readonly exempting?: string | undefined;
  /** Now: exemptions that end within a week are marked. */
  readonly at?: Date | undefined;
}

/** One finding whole: what was judged, the statement and what decided, the witness, who did it, how to mend it. */
export function renderExplanation(
  finding: Finding,
  rule: Rule | undefined,
  style: Style,
  {
    known = NONE_KNOWN,
    width = Number.POSITIVE_INFINITY,
    statements = [],
    advice = null,
    storeFlag = '',
    remediating,
    exempting,
    at,
  }: ExplanationOptions = {},
): string {
  const prose = (line: string) => wrap(plain(line), width - INDENT.length);
  const { resource } = finding;
  const decided = finding.evidence.filter((one) => isOfPolicy(one) && !isShown(one, statements));
  const lines = [
    `${style.severity[finding.severity](finding.severity.toUpperCase())}  ${style.strong(plain(finding.title))}`,
    style.faint(
      plain(`${finding.id} · ${finding.rule} · ${finding.method}${finding.broken ? ' · fails closed' : ''}`),
    ),
    '',
    ...wrap(plain(finding.summary), width),
    '',
    ...recommended(finding, advice, storeFlag, style, width),
    ...section('Resource', [`${resource.kind} ${resource.key}`, ...whereLine(finding)].flatMap(prose), style),
    ...statements.flatMap((statement) => shown(statement, style)),
    ...section(
      'Decided by',
      decided.flatMap((one) => evidenceLines(one, width)),
      style,
    ),
    ...section(
      'Evidence',
      finding.evidence.filter((one) => !isOfPolicy(one)).flatMap((one) => evidenceLines(one, width)),
      style,
    ),
    ...section('Witness', witnessLines(finding).flatMap(prose), style),
    ...section('Also failing for the same cause', finding.reasons.flatMap(prose), style),
    ...section('Opened', openedLines(finding, known).flatMap(prose), style),
    ...section('Changed', changeLines(finding).flatMap(prose), style),
    ...section('Resolved', endLines(finding, known).flatMap(prose), style),
    ...section('Exempt', exemptLines(finding, at).flatMap(prose), style),
    ...section('Acknowledged', acknowledgedLines(finding).flatMap(prose), style),
  ];
  if (finding.unverified) lines.push(...wrap(UNVERIFIED, width), '');
  const accept =
    exempting === undefined || finding.status !== 'open'
      ? []
      : section('To accept it for a time', [exempting], style);
  if (rule === undefined) return `${[...lines, ...accept].join('\n').trimEnd()}\n`;
  const mend = fillMend(rule.mend, finding);
  lines.push(
    ...section('Why it matters', prose(rule.rationale), style),
    ...section(
      'Have it mended: shows the plan first',
      remediating === undefined || finding.status !== 'open' ? [] : [remediating],
      style,
    ),
    ...section('Mend it with the AWS CLI', mend.cli.split('\n'), style),
    ...section('Mend it with Terraform', mend.terraform.split('\n'), style),
    ...section('Mend it with CloudFormation', mend.cloudformation.split('\n'), style),
    ...section('When it is no problem', rule.falsePositives.flatMap(prose), style),
    ...accept,
    ...section('Read more', rule.references, style),
  );
  return `${lines.join('\n').trimEnd()}\n`;
}

/** What to do, why, and what else where the case is another. */
function recommended(
  { id }: Finding,
  advice: Advice | null,
  storeFlag: string,
  style: Style,
  width: number,
): readonly string[] {
  if (advice === null) return [];
  const lines = [
    ...advice.why,
    ...advice.instead.map(({ when, line }) => `Where ${when}: ${line}.`),
    ...advice.steps.map((to) => `The steps to ${to}: podguard explain ${id} --migrate-to ${to}${storeFlag}`),
  ].flatMap((line) => wrap(plain(line), width - INDENT.length));
  const [first = '', ...rest] = wrap(plain(`Recommended: ${advice.line}.`), width);
  return [style.strong(first), ...rest, ...lines.map((line) => `${INDENT}${line}`), ''];
}

const INDENT = '  ';
const UNVERIFIED = 'The present state cannot be judged: something it depends on is not known. It stays open.';

function section(title: string, body: readonly string[], style: Style): readonly string[] {
  return body.length === 0
    ? []
    : [style.strong(title), ...body.map((line) => `${INDENT}${plain(line)}`.trimEnd()), ''];
}

/** The statement with its file; what decided in it is marked. */
function shown({ path, file, line, text: json, deciding }: ShownStatement, style: Style): readonly string[] {
  const place = placeOf({ file, line });
  return [
    `${style.strong(plain(path))} ${style.faint(plain(`of ${place}`))}`,
    ...json.split('\n').map((one, index) => {
      const marked = deciding.includes(index);
      return `${marked ? '> ' : INDENT}${marked ? style.strong(plain(one)) : plain(one)}`;
    }),
    '',
  ];
}

function isOfPolicy({ path }: Evidence): boolean {
  return /(?:^|^trust\.|[^\w.])Statement\b/.test(path);
}

/** A whole statement that is shown need not be said again. */
function isShown({ path, value }: Evidence, statements: readonly ShownStatement[]): boolean {
  return typeof value === 'object' && statements.some((statement) => statement.path === path);
}

/** A path and its value, on one line where that is wide enough. */
function evidenceLines({ path, value }: Evidence, width: number): readonly string[] {
  const one = plain(`${path} = ${text(value)}`);
  if (one.length + INDENT.length <= width) return [one];
  const hanging = `${INDENT}= `;
  const [first = '', ...rest] = wrap(plain(text(value)), width - INDENT.length - hanging.length);
  return [plain(path), `${hanging}${first}`, ...rest.map((line) => `${' '.repeat(hanging.length)}${line}`)];
}

function whereLine({ resource, opened, source, owner }: Finding): readonly string[] {
  const where = whereOf(resource).join(', ');
  const whose = owner === null ? [] : [`owner ${owner.name} ${OWNER_FROM[owner.from]}`];
  if (opened !== null) return [where, ...whose];
  return [where === '' ? 'account not known' : where, `document ${placeOf(source)}`, ...whose];
}

const OWNER_FROM = {
  tag: '(by its tag)',
  configuration: '(by the configuration)',
  creator: '(who made it)',
} as const;

function exemptLines({ exemption, status }: Finding, at: Date | undefined): readonly string[] {
  if (exemption === null || status !== 'exempt') return [];
  const { until, author, reason, id } = exemption;
  const soon = at === undefined ? null : endsSoonWords(exemption, at);
  return [
    `until ${time(until)}${soon === null ? '' : ` (${soon})`}, by ${author}`,
    reason,
    `exemption ${id}`,
  ];
}

function acknowledgedLines({ acknowledged }: Finding): readonly string[] {
  return acknowledged === null ? [] : [`${time(acknowledged.at)}  ${acknowledged.by}`];
}

/** The request that proves it: in words, then what it carries. */
function witnessLines({ witness }: Finding): readonly string[] {
  if (witness === null) return [];
  const { request } = witness;
  if (typeof request !== 'object' || request === null || Array.isArray(request))
    return [witness.text, text(request)];
  const entries = Object.entries(request as Readonly<Record<string, JsonValue>>);
  return [witness.text, ...entries.map(([name, value]) => `${name}: ${text(value)}`)];
}

function openedLines({ opened }: Finding, known: KnownAccounts): readonly string[] {
  if (opened === null) return [];
  const agent = opened.userAgent === null ? [] : [`user agent ${opened.userAgent}`];
  return [`${opened.at}  ${who(opened, known)}`, opened.actor, `event ${opened.eventId}`, ...agent];
}

function changeLines({ changes }: Finding): readonly string[] {
  return changes.map(
    ({ at, type, from, to, eventId }) => `${at}  ${type}: ${from} to ${to} (event ${eventId})`,
  );
}

function endLines({ resolved }: Finding, known: KnownAccounts): readonly string[] {
  if (resolved === null) return [];
  return [`${resolved.at}  ${resolved.reason}: ${who(resolved, known)}`, `event ${resolved.eventId}`];
}
