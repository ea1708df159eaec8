import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import type { Finding, Rule } from '@podguard/core';
import { renderSarif } from '@podguard/report';
import { catalogue } from '@podguard/rules';
import Ajv from 'ajv';
import draft from 'ajv/lib/refs/json-schema-draft-04.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { CHECKED, ENDED, EXEMPT, FINDING, hostile, hostileExempt } from './findings.ts';

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly rank: number;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation?: {
      readonly artifactLocation: { readonly uri: string };
      readonly region: { readonly startLine: number; readonly endLine: number };
    };
    readonly logicalLocations: readonly { readonly fullyQualifiedName: string }[];
  }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly { readonly justification: string }[];
}
interface Descriptor {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription: { readonly text: string };
  readonly help: { readonly text: string; readonly markdown?: string };
  readonly defaultConfiguration: { readonly level: string };
  readonly properties: { readonly tags: readonly string[]; readonly 'security-severity': string };
}
interface Sarif {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly Descriptor[] } };
      readonly results: readonly Result[];
    },
  ];
}

const ajv = new Ajv({ schemaId: 'auto', validateSchema: false, allErrors: true });
ajv.addMetaSchema(draft);
// The schema that OASIS publishes, with the id it has at SchemaStore.
const validate = ajv.compile(schema);

const options = {
  rules: catalogue.rules,
  version: '1.2.3',
  helpOf: (rule: Rule) => `# ${rule.id}`,
  uriOf: (file: string) => encodeURIComponent(file),
};

function sarif(findings: readonly Finding[], over: Partial<typeof options> = {}): Sarif {
  const log = JSON.parse(renderSarif(findings, { ...options, ...over })) as Sarif;
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
  return log;
}

const resultsOf = (findings: readonly Finding[]) => sarif(findings).runs[0].results;
const rulesOf = (findings: readonly Finding[]) => sarif(findings).runs[0].tool.driver.rules;

describe('SARIF of what is exempt', () => {
  it('is a suppressed result, with who accepted it, why and until when', () => {
    const [open, exempt] = resultsOf([FINDING, EXEMPT]);
    expect(exempt?.suppressions).toEqual([
      {
        kind: 'external',
        status: 'accepted',
        justification:
          'exempt until 2026-02-01 00:00:00 UTC by alex: moves to Pod Identity in March (ex-0a1b2c3d4e5f)',
      },
    ]);
    expect(open?.suppressions).toEqual([]);
  });

  it('says nothing of suppressions where nothing is exempt', () => {
    expect(resultsOf([FINDING])[0]).not.toHaveProperty('suppressions');
  });

  it('tells the reason as the text it is', () => {
    const [result] = resultsOf([hostileExempt('\u001b[2J\u202e')]);
    expect(result?.suppressions?.[0]?.justification).toContain('reason\\u001b[2J\\u202e');
  });
});

describe('SARIF', () => {
  it('is refused by the schema where it is wrong, so that the schema is one that judges', () => {
    const log = JSON.parse(renderSarif([FINDING], options)) as { runs: { results: { level: string }[] }[] };
    (log.runs[0]?.results[0] as { level: string }).level = 'dreadful';
    expect(validate(log)).toBe(false);
  });

  it('holds an open finding with its rule, place, message and fingerprint', () => {
    const [result] = resultsOf([CHECKED]) as [Result];
    const rules = rulesOf([CHECKED]);
    expect(rules[result.ruleIndex]?.id).toBe(CHECKED.rule);
    expect(result).toMatchObject({
      ruleId: CHECKED.rule,
      level: 'error',
      rank: 95,
      message: {
        text: 'Any service account of namespace web may assume app. A pod in namespace web gets app.',
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'k8s%2Fapp.yaml' },
            region: { startLine: 7, startColumn: 1, endLine: 7 },
          },
          logicalLocations: [{ fullyQualifiedName: CHECKED.resource.key, kind: 'iam-role' }],
        },
      ],
      partialFingerprints: { 'podguardFinding/v1': CHECKED.id },
    });
  });

  it('has a result of one line for each place that decides, told apart by their fingerprints', () => {
    const file = 'k8s/app.yaml';
    const source = {
      file,
      line: 7,
      also: [
        { file, line: 12 },
        { file: 'role.json', line: 3 },
      ],
    };
    const results = resultsOf([{ ...CHECKED, source }]);
    expect(results.map(({ locations }) => locations.map((one) => one.physicalLocation))).toEqual([
      [{ artifactLocation: { uri: 'k8s%2Fapp.yaml' }, region: { startLine: 7, startColumn: 1, endLine: 7 } }],
      [
        {
          artifactLocation: { uri: 'k8s%2Fapp.yaml' },
          region: { startLine: 12, startColumn: 1, endLine: 12 },
        },
      ],
      [{ artifactLocation: { uri: 'role.json' }, region: { startLine: 3, startColumn: 1, endLine: 3 } }],
    ]);
    expect(results.map(({ partialFingerprints }) => partialFingerprints['podguardFinding/v1'])).toEqual([
      CHECKED.id,
      `${CHECKED.id}/2`,
      `${CHECKED.id}/3`,
    ]);
    for (const { ruleIndex, message } of results) {
      expect(ruleIndex).toBe(results[0]?.ruleIndex);
      expect(message).toEqual(results[0]?.message);
    }
  });

  it('holds what was found by reading the account, which is in no file', () => {
    const opened = { ...(FINDING.opened as NonNullable<Finding['opened']>), eventId: 'read:role:e-1' };
    const found: Finding = { ...FINDING, cause: 'drift', opened, source: null };
    const [result] = resultsOf([found]) as [Result];
    expect(result.locations[0]).not.toHaveProperty('physicalLocation');
    expect(result.locations[0]?.logicalLocations[0]?.fullyQualifiedName).toBe(FINDING.resource.key);
  });

  it.for(['s3://trail/AWSLogs/a b.json.gz', 'lookup:eu-central-1'])(
    'holds what a record of %s tells',
    (file) => {
      const log = sarif([{ ...FINDING, source: { file, line: 3 } }], { uriOf: encodeURI });
      const [result] = log.runs[0].results;
      expect(result?.locations[0]?.physicalLocation?.artifactLocation.uri).toBe(encodeURI(file));
    },
  );

  it('leaves out what ended', () => {
    expect(resultsOf([ENDED])).toEqual([]);
    expect(resultsOf([ENDED, FINDING])).toHaveLength(1);
  });

  it.for([
    ['low', 'note', '2.0'],
    ['medium', 'warning', '5.5'],
    ['high', 'error', '8.0'],
    ['critical', 'error', '9.5'],
  ] as const)('grades %s as %s and %s', ([severity, level, score]) => {
    const former = { ...FINDING, rule: 'gone', severity };
    expect(resultsOf([former])).toMatchObject([{ level }]);
    expect(rulesOf([former]).at(-1)).toMatchObject({
      defaultConfiguration: { level },
      properties: { 'security-severity': score },
    });
  });

  it('lists the whole catalogue, whatever was found, within what GitHub takes', () => {
    const rules = rulesOf([]);
    expect(rules.map(({ id }) => id)).toEqual(catalogue.rules.map(({ id }) => id));
    for (const { id, shortDescription, fullDescription, help, properties } of rules) {
      for (const { text } of [shortDescription, fullDescription]) {
        expect(text, id).not.toBe('');
        expect(text.length, id).toBeLessThanOrEqual(1024);
      }
      expect(help.text, id).not.toBe('');
      expect(help.markdown).toBe(`# ${id}`);
      expect(properties.tags).toContain('security');
      expect(properties.tags.length).toBeLessThanOrEqual(10);
    }
  });

  it('cuts the texts of a rule that are longer, and leaves out a reference that is no URL', () => {
    const [first] = catalogue.rules as readonly [Rule];
    const long = { ...first, title: 'x'.repeat(2000), references: ['the manual'] };
    const [rule] = sarif([], { rules: [long] }).runs[0].tool.driver.rules as readonly [Descriptor];
    expect(rule.shortDescription.text).toHaveLength(1024);
    expect(rule).not.toHaveProperty('helpUri');
  });

  it('describes a rule that the catalogue no longer has by its findings, once', () => {
    const former = { ...FINDING, rule: 'no-longer-there', title: 'A thing of old' };
    const rules = rulesOf([former, { ...former, id: 'pg-2' }]);
    expect(rules).toHaveLength(catalogue.rules.length + 1);
    expect(rules.at(-1)).toMatchObject({
      id: 'no-longer-there',
      shortDescription: { text: 'A thing of old' },
    });
    for (const { ruleIndex } of resultsOf([former, { ...former, id: 'pg-2' }]))
      expect(rules[ruleIndex]?.id).toBe('no-longer-there');
  });

  it.for([
    ['came from no file', null],
    ['was read from the standard input', { file: '-', line: 3 }],
  ] as const)('has no file for a finding that %s, but its resource', ([, source]) => {
    const [result] = resultsOf([{ ...FINDING, source }]) as [Result];
    expect(result.locations).toEqual([
      { logicalLocations: [{ fullyQualifiedName: FINDING.resource.key, kind: 'iam-role' }] },
    ]);
  });

  it('makes no link and no control character of what somebody else chose', () => {
    const [result] = resultsOf([hostile('\u001b[2J\u202e\n[here](https://example.org)')]) as [Result];
    const { message, locations } = result;
    expect(message.text).toMatch(
      /^summary\\u001b\[2J\\u202e\\u000a\[here\] \(https:\/\/example\.org\)\. witness/,
    );
    expect(locations[0]?.logicalLocations[0]?.fullyQualifiedName).toMatch(/^key\\u001b\[2J\\u202e\\u000a/);
  });

  it('makes no placeholder of what somebody else chose', () => {
    const [result] = resultsOf([{ ...FINDING, summary: 'role {0} of ${aws:x}', witness: null }]) as [Result];
    expect(result.message.text).toBe('role {{0}} of ${{aws:x}}.');
  });

  it('says the title where a finding has no summary', () => {
    expect(resultsOf([{ ...FINDING, summary: '', witness: null }])[0]?.message.text).toBe(
      `${FINDING.title}.`,
    );
  });

  it('holds ten thousand findings', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({ ...FINDING, id: `pg-${index}` }));
    const log = JSON.parse(renderSarif(many, options)) as Sarif;
    expect(log.runs[0].results).toHaveLength(10_000);
  });
});
