import type { AwsError, Data, Operation } from './operation.ts';

/** `Tags.member.1.Key=a` and `Tag.1.Key=a` to nested lists and objects. */
export function parseQuery(body: string): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [path, value] of new URLSearchParams(body)) put(root, path.split('.'), value);
  return asLists(root) as Record<string, unknown>;
}

function put(at: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) at[name] = value;
  else {
    const inner = (at[name] ?? {}) as Record<string, unknown>;
    at[name] = inner;
    put(inner, rest, value);
  }
}

function asLists(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0]?.[0] === 'member') return asLists(entries[0][1]);
  if (entries.length > 0 && entries.every(([name]) => /^\d+$/.test(name)))
    return entries.map(([, one]) => asLists(one));
  return Object.fromEntries(entries.map(([name, one]) => [name, asLists(one)]));
}

/** IAM wraps its answers in `Result`, and calls a list's elements `member`; EC2 calls them `item`. */
export function renderAnswer({ service, name }: Operation, answer: Data): string {
  const inner = elements(answer, service === 'ec2' ? 'item' : 'member');
  if (service === 'ec2') return `<${name}Response><requestId>r-1</requestId>${inner}</${name}Response>`;
  const metadata = '<ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata>';
  return `<${name}Response><${name}Result>${inner}</${name}Result>${metadata}</${name}Response>`;
}

export function renderError(service: string, { code, message }: AwsError): string {
  const error = `<Code>${code}</Code><Message>${escaped(message)}</Message>`;
  if (service === 'ec2')
    return `<Response><Errors><Error>${error}</Error></Errors><RequestID>r-1</RequestID></Response>`;
  return `<ErrorResponse><Error><Type>Sender</Type>${error}</Error><RequestId>r-1</RequestId></ErrorResponse>`;
}

function elements(value: unknown, element: string): string {
  if (Array.isArray(value))
    return value.map((one) => `<${element}>${elements(one, element)}</${element}>`).join('');
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object' || value === null) return escaped(String(value));
  return Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .map(([name, one]) => (isEmpty(one) ? `<${name}/>` : `<${name}>${elements(one, element)}</${name}>`))
    .join('');
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
