import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { ask, type Found, fail, ok } from './line.ts';
import type { World } from './world.ts';

/** The value of a parameter, as functions read it; undefined where there is none. It is never shown. */
export async function secretOf(world: World, name: string): Promise<string | undefined> {
  return (await storedIn(world, name))?.trim();
}

async function storedIn({ clients, site }: World, Name: string): Promise<string | undefined> {
  const answer = await ask(
    'ssm:GetParameter',
    clients.ssm(site.home).send(new GetParameterCommand({ Name, WithDecryption: true })),
    'ParameterNotFound',
  );
  return answer?.Parameter?.Value;
}

export async function checkParameter(world: World, name: string): Promise<Found> {
  const value = await storedIn(world, name);
  if (value === undefined || value.trim() === '') return missingParameter(name);
  const ends = value === value.trim() ? '' : ', with white space at its ends, which is left out';
  return ok(`the parameter ${name} is there${ends}; whether it is right, --send-test shows`);
}

export function missingParameter(name: string): Found {
  return fail(
    `the parameter ${name} is missing`,
    `aws ssm put-parameter --type SecureString --name ${name} --value file://SECRET`,
  );
}
