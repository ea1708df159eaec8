import { CreateRoleCommand, type IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { type Inputs, text } from '../resources.ts';

export async function createRole(iam: IAMClient, inputs: Inputs): Promise<void> {
  const name = text(inputs, 'name');
  await iam.send(
    new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: text(inputs, 'assumeRolePolicy') }),
  );
  for (const policy of (inputs.inlinePolicies ?? []) as readonly Inputs[])
    await putRolePolicy(iam, name, policy);
}

export async function putRolePolicy(iam: IAMClient, role: string, inputs: Inputs): Promise<void> {
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: role,
      PolicyName: text(inputs, 'name'),
      PolicyDocument: text(inputs, 'policy'),
    }),
  );
}
