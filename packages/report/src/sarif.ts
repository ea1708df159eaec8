import type { Finding, FurtherPlace, Rule, Severity } from '@podguard/core';
import { evidenceText } from './evidence-text.ts';
import { openerOf } from './found-by-run.ts';
import { toJson } from './json.ts';
import { exemptionWords } from './people-words.ts';
import { plain } from './plain.ts';
import { formerRule, LEVELS, SCORES, sarifRule } from './sarif-rule.ts';

export interface SarifOptions {
  /** The catalogue: all of it is listed, so that files of different runs tell the same rules. */
  readonly rules: readonly Rule[];
  /** The version of Podguard. */
  readonly version: string;
  /** The documentation of a rule, as Markdown. */
  readonly helpOf: (rule: Rule) => string;
  /** Where a file is: relative to the root of the repository, or of the working directory where there is none. */
  readonly uriOf: (file: string) => string;
}

/**
 * The open findings as SARIF 2.1.0, with what GitHub's code scanning reads of it; those that are exempt as suppressed results.
 * Source: https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export function renderSarif(findings: readonly Finding[], options: SarifOptions): string {
  const told = findings.filter(({ status }) => status !== 'resolved');
  const someExempt = told.some(({ status }) => status === 'exempt');
  const known = new Set(options.rules.map(({ id }) => id));
  const former = new Map(told.filter(({ rule }) => !known.has(rule)).map((one) => [one.rule, one]));
  const rules = [
    ...options.rules.map((rule) => sarifRule(rule, options.helpOf(rule))),
    ...[...former.values()].map(formerRule),
  ];
  const places = new Map(rules.map(({ id }, index) => [id, index]));
  const driver = { name: 'Podguard', semanticVersion: options.version, rules };
  const results = told.flatMap(atEachPlace).map((finding) => ({
    ...toResult(finding, places.get(finding.rule), options),
    ...(someExempt ? { suppressions: suppressionsOf(finding) } : {}),
  }));
  return `${toJson({ $schema: SCHEMA, version: '2.1.0', runs: [{ tool: { driver }, results }] }, 2)}\n`;
}

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/**
 * Each place that decides by itself is a result of its own: of a result's locations GitHub reads the first only, and it shows a
 * result in a pull request where all of its lines are part of the change. SARIF means several for what must be changed at all of
 * them (3.27.12).
 */
function atEachPlace(finding: Finding): readonly Finding[] {
  const { id, source } = finding;
  const further = (source?.also ?? []).map((place, index) => ({
    ...finding,
    id: `${id}/${index + 2}`,
    summary: summaryAt(finding, place),
    source: place,
  }));
  return [finding, ...further];
}

/** The finding's own names what is at its first place. */
function summaryAt({ summary, title, evidence }: Finding, place: FurtherPlace): string {
  const there = evidence.filter(({ path }) => path === place.path);
  const texts = there.map((one) => `${evidenceText(one)} (${one.path})`);
  return there.length === 0 ? summary : `${title}: ${texts.join(', ')}`;
}

function toResult(finding: Finding, ruleIndex: number | undefined, { uriOf }: SarifOptions): object {
  const { id, rule, method, severity, resource, opened } = finding;
  const opener = openerOf(opened);
  return {
    ruleId: rule,
    ruleIndex,
    level: LEVELS[severity],
    rank: rankOf(severity),
    message: { text: messageOf(finding) },
    locations: [
      {
        ...physicalLocation(finding, uriOf),
        logicalLocations: [{ fullyQualifiedName: plain(resource.key), kind: resource.kind }],
      },
    ],
    // GitHub's own key, primaryLocationLineHash, is left to its action, which warns of whatever another computed.
    partialFingerprints: { 'podguardFinding/v1': id },
    properties: {
      severity,
      method,
      account: resource.account,
      region: resource.region,
      ...(opened === null ? {} : { openedAt: opened.at }),
      ...(opener === null ? {} : { openedBy: opener.actor }),
    },
  };
}

/**
 * Where one result has them all have, of most an empty list.
 * Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, 3.27.23 and 3.35
 */
function suppressionsOf({ exemption, status }: Finding): readonly object[] {
  if (status !== 'exempt') return [];
  const justification = exemption === null ? {} : { justification: plain(exemptionWords(exemption)) };
  return [{ kind: 'external', status: 'accepted', ...justification }];
}

/** From 0 to 100, as SARIF has it. */
function rankOf(severity: Severity): number {
  return SCORES[severity] * 10;
}

/** Its first sentence is what fits beside a line. */
function messageOf({ summary, title, witness }: Finding): string {
  const sentences = [summary || title, ...(witness === null ? [] : [witness.text])];
  return sentences.map((one) => `${literal(plain(one))}.`).join(' ');
}

/**
 * SARIF makes links of `[text](target)` in any message, and an argument of `{0}`: whoever named a resource must not.
 * Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, 3.11.5 and 3.11.6
 */
function literal(text: string): string {
  return text.replaceAll('](', '] (').replace(/[{}]/g, '$&$&');
}

/** None of what was read from the standard input, or came by no file. */
function physicalLocation({ source }: Finding, uriOf: SarifOptions['uriOf']): object {
  if (source === null || source.file === '-') return {};
  const { file, line } = source;
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file) },
      region: { startLine: line, startColumn: 1, endLine: line },
    },
  };
}
