import type { Stored } from './account.ts';
import { jsonPage } from './json-pages.ts';
import { AwsError, type Data, type Operation, optional, textOf, type Where } from './operation.ts';

const operation = (name: string, writes: boolean, run: Operation['run']): Operation => ({
  service: 'secretsmanager',
  name,
  writes,
  run,
});

/** By its name, or by its ARN. */
function secretIn(input: Data, { account, region }: Where): Stored {
  const id = textOf(input, 'SecretId');
  const found = [...account.secrets.values()].find(
    ({ Region, Name, ARN }) => Region === region && (Name === id || ARN === id),
  );
  if (found === undefined)
    throw new AwsError('ResourceNotFoundException', 400, "Secrets Manager can't find the specified secret.");
  return found;
}

const told = ({ Region: _, ResourcePolicy: __, ...secret }: Stored): Data => secret;
const named = ({ ARN, Name }: Stored): Data => ({ ARN, Name });

export const SECRETS_MANAGER: readonly Operation[] = [
  operation('CreateSecret', true, (input, { account, region, now }) => {
    const Name = textOf(input, 'Name');
    if (account.secrets.has(`${region}/${Name}`))
      throw new AwsError('ResourceExistsException', 400, `The secret ${Name} already exists.`);
    account.serial += 1;
    const end = String(account.serial).padStart(6, 'A');
    const ARN = `arn:aws:secretsmanager:${region}:${account.id}:secret:${Name}-${end}`;
    const secret = { Region: region, ARN, Name, CreatedDate: now, LastChangedDate: now };
    account.secrets.set(`${region}/${Name}`, secret);
    return { ARN, Name };
  }),
  operation('RotateSecret', true, (input, where) => {
    const secret = secretIn(input, where);
    Object.assign(secret, { RotationEnabled: true, LastRotatedDate: where.now });
    return named(secret);
  }),
  operation('CancelRotateSecret', true, (input, where) => {
    const secret = secretIn(input, where);
    secret.RotationEnabled = false;
    return named(secret);
  }),
  operation('PutResourcePolicy', true, (input, where) => {
    const secret = secretIn(input, where);
    secret.ResourcePolicy = textOf(input, 'ResourcePolicy');
    return named(secret);
  }),
  operation('DeleteResourcePolicy', true, (input, where) => {
    const secret = secretIn(input, where);
    delete secret.ResourcePolicy;
    return named(secret);
  }),
  operation('DeleteSecret', true, (input, where) => {
    const secret = secretIn(input, where);
    secret.DeletedDate = where.now;
    return { ...named(secret), DeletionDate: where.now };
  }),
  operation('DescribeSecret', false, (input, where) => told(secretIn(input, where))),
  operation('GetResourcePolicy', false, (input, where) => {
    const secret = secretIn(input, where);
    return { ...named(secret), ResourcePolicy: optional(secret, 'ResourcePolicy') };
  }),
  operation('ListSecrets', false, (input, { account, region }) => {
    const all = [...account.secrets.values()].filter(
      ({ Region, DeletedDate }) => Region === region && DeletedDate === undefined,
    );
    return jsonPage('SecretList', all.map(told), input, 100);
  }),
];
