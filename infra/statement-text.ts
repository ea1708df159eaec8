/** What a role may do. */
export interface Allowance<R> {
  readonly actions: readonly string[];
  readonly resources: readonly R[];
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** What it may not do, whatever allows it: these actions, or all but some. */
export interface Denial<R> extends Omit<Allowance<R>, 'actions'> {
  readonly denied: readonly string[] | { readonly allBut: readonly string[] };
}

/** A part of a policy, as IAM writes it. */
export function statementText<R>(statement: Allowance<R> | Denial<R>): Readonly<Record<string, unknown>> {
  const { resources, condition } = statement;
  return {
    ...('denied' in statement ? deniedText(statement) : { Effect: 'Allow', Action: statement.actions }),
    Resource: resources,
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

function deniedText<R>({ denied }: Denial<R>): Readonly<Record<string, unknown>> {
  return 'allBut' in denied
    ? { Effect: 'Deny', NotAction: denied.allBut }
    : { Effect: 'Deny', Action: denied };
}
