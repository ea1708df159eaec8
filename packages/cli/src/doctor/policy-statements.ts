/** As much of a policy's statement as checks compare. */
export interface ReadStatement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly principals: readonly string[];
  /** The ARNs of `aws:SourceArn`, whatever the operator. */
  readonly sources: readonly string[];
  /** Refuses what comes without TLS. */
  readonly refusesPlain: boolean;
  /** All of it but its name, written in one way: two that mean the same are mostly the same text. */
  readonly text: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** The statements of a policy that AWS gave; a text that is no policy has none. */
export function statementsOf(policy: string | undefined): readonly ReadStatement[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(policy ?? '{}');
  } catch {
    return [];
  }
  return listOf(fieldsOf(parsed).Statement).map(statementOf);
}

/** Whether a policy is made of just these statements. */
export function isPolicyOf(policy: string | undefined, expected: readonly object[]): boolean {
  const found = new Set(statementsOf(policy).map(({ text }) => text));
  const texts = new Set(expected.map((one) => statementOf(one).text));
  return found.size === texts.size && [...texts].every((text) => found.has(text));
}

function statementOf(one: unknown): ReadStatement {
  const { Effect, Action, Principal, Condition } = fieldsOf(one);
  const conditions = Object.values(fieldsOf(Condition)).map(fieldsOf);
  const ofKey = (key: string) =>
    conditions.flatMap((values) =>
      Object.entries(values).flatMap(([name, value]) =>
        name.toLowerCase() === key ? listOf(value).map(String) : [],
      ),
    );
  const principals =
    typeof Principal === 'string' ? [Principal] : Object.values(fieldsOf(Principal)).flatMap(listOf);
  return {
    effect: String(Effect),
    actions: listOf(Action).map((action) =>
      String(action).startsWith('SQS:') ? `sqs:${String(action).slice(4)}` : String(action),
    ),
    principals: principals.map(String),
    sources: ofKey('aws:sourcearn'),
    refusesPlain: Effect === 'Deny' && ofKey('aws:securetransport').includes('false'),
    text: textOf(fieldsOf(one)),
  };
}

const ACCOUNT_ROOT = /^(?:arn:aws:iam::)?(\d{12})(?::root)?$/;

function textOf({ Sid: _name, ...statement }: Fields): string {
  const { Principal, Action, Condition, ...rest } = statement;
  const principals = typeof Principal === 'string' ? { AWS: Principal } : fieldsOf(Principal);
  return JSON.stringify([
    sorted({ ...rest, Action: listOf(Action).map((action) => String(action).toLowerCase()) }),
    sorted(principals, (value) => value.replace(ACCOUNT_ROOT, '$1')),
    Object.entries(fieldsOf(Condition))
      .map(([operator, values]) => [operator, sorted(fieldsOf(values), (value) => value, true)])
      .toSorted(byText),
  ]);
}

function sorted(
  fields: Fields,
  write: (value: string) => string = (value) => value,
  anyCase = false,
): readonly unknown[] {
  return Object.entries(fields)
    .map(([name, value]) => [
      anyCase ? name.toLowerCase() : name,
      listOf(value)
        .map((one) => write(typeof one === 'object' ? JSON.stringify(one) : String(one)))
        .toSorted(),
    ])
    .toSorted(byText);
}

function byText(a: readonly unknown[], b: readonly unknown[]): number {
  return String(a[0]) < String(b[0]) ? -1 : 1;
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
