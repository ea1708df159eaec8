/** AWS managed policies whose holder is an administrator or can make itself one. */
const ADMINISTRATOR_POLICIES: Readonly<Record<string, string>> = {
  // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html
  AdministratorAccess: 'allows every action on every resource',
  // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/IAMFullAccess.html
  IAMFullAccess: 'allows it to give itself any policy',
};

/** Why a managed policy makes an administrator, or undefined where it is not known to. */
export function administratorPolicy(arn: string): string | undefined {
  const name = /^arn:[^:]*:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
  return name !== undefined && Object.hasOwn(ADMINISTRATOR_POLICIES, name)
    ? ADMINISTRATOR_POLICIES[name]
    : undefined;
}
