import { type Allowance, type Denial, statementText } from './statement-text.ts';

/** A part of a role's policy. */
export type Statement = Allowance<$util.Input<string>>;

export function policyDocument(
  statements: readonly (Statement | Denial<$util.Input<string>>)[],
): $util.Output<string> {
  return $jsonStringify({ Version: '2012-10-17', Statement: statements.map(statementText) });
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
