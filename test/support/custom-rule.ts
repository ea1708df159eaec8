const FIELDS = {
  id: "'acme-every-key'",
  title: "'There is an access key'",
  method: "'static-key'",
  resource: "'access-key'",
  severity: "'low'",
  broken: 'false',
  family: 'null',
  description: "'Reports every access key.'",
  rationale: "'We have none.'",
  references: '[]',
  mappings: '{}',
  falsePositives: '[]',
  needs: '{}',
  covers: 'undefined',
  evaluate:
    "(key) => ({ status: 'fail', summary: `${key.key} exists`, evidence: [{ path: 'keyId', value: key.state.keyId ?? null }], witness: null })",
  mend: "{ cli: 'aws iam delete-access-key', terraform: '-', cloudformation: '-' }",
};
type Parts = { readonly [F in keyof typeof FIELDS]?: string | null };

/** The text of a rule that differs in these fields; `null`: without it. */
export function ruleText(but: Parts = {}, more = ''): string {
  const fields = Object.entries({ ...FIELDS, ...but }).filter(([, text]) => text !== null);
  return `{ ${fields.map(([name, text]) => `${name}: ${text}`).join(', ')}${more} }`;
}
