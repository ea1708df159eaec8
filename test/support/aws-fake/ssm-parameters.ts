import type { Stored } from './account.ts';
import { jsonPage } from './json-pages.ts';
import { AwsError, type Data, listOf, type Operation, textOf } from './operation.ts';

const operation = (name: string, writes: boolean, run: Operation['run']): Operation => ({
  service: 'ssm',
  name,
  writes,
  run,
});

/** Those filters that compare a value of the parameter with some. */
function wanted({ ParameterFilters }: Data): (parameter: Stored) => boolean {
  const filters = listOf({ ParameterFilters }, 'ParameterFilters');
  const keys = filters.map((filter) => textOf(filter, 'Key'));
  const unknown = keys.find((key) => !['Name', 'Type'].includes(key));
  if (unknown !== undefined)
    throw new AwsError('InvalidFilterKey', 400, `The filter key ${unknown} is not valid.`);
  return (parameter) =>
    filters.every((filter) =>
      listOf<string>(filter, 'Values').includes(String(parameter[textOf(filter, 'Key')])),
    );
}

export const SSM_PARAMETERS: readonly Operation[] = [
  operation('PutParameter', true, (input, { account, region, now }) => {
    const Name = textOf(input, 'Name');
    const before = account.parameters.get(`${region}/${Name}`);
    const Version = Number(before?.Version ?? 0) + 1;
    const Type = input.Type ?? before?.Type ?? 'String';
    account.parameters.set(`${region}/${Name}`, {
      Name,
      Type,
      Version,
      LastModifiedDate: now,
      Tier: 'Standard',
    });
    return { Version, Tier: 'Standard' };
  }),
  operation('DeleteParameter', true, (input, { account, region }) => {
    if (!account.parameters.delete(`${region}/${textOf(input, 'Name')}`))
      throw new AwsError('ParameterNotFound', 400);
    return {};
  }),
  operation('DescribeParameters', false, (input, { account, region }) => {
    const isWanted = wanted(input);
    const all = [...account.parameters]
      .filter(([key]) => key.startsWith(`${region}/`))
      .map(([, parameter]) => parameter)
      .filter(isWanted);
    return jsonPage('Parameters', all, input, 50);
  }),
];
