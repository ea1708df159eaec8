/** As much of a policy's statement as checks compare. */
export interface ReadStatement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly principals: readonly string[];
  /** The ARNs of `aws:SourceArn`, whatever the operator. */
  readonly sources: readonly string[];
  /** Refuses what comes without TLS. */
  readonly refusesPlain: boolean;
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
  return listOf(fieldsOf(parsed).Statement).map((one) => {
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
    };
  });
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
