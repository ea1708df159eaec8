/** A part of a role's policy. */
export interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly $util.Input<string>[];
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export function policyDocument(statements: readonly Statement[]): $util.Output<string> {
  return $jsonStringify({
    Version: '2012-10-17',
    Statement: statements.map(({ actions, resources, condition }) => ({
      Effect: 'Allow',
      Action: actions,
      Resource: resources,
      ...(condition === undefined ? {} : { Condition: condition }),
    })),
  });
}

/** Who may assume a role: one service, and with a condition only for these of its parts. */
export function trustOf(
  service: string,
  condition?: Readonly<Record<string, Readonly<Record<string, $util.Input<string>>>>>,
): $util.Output<string> {
  return $jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: service },
        Action: 'sts:AssumeRole',
        ...(condition === undefined ? {} : { Condition: condition }),
      },
    ],
  });
}
