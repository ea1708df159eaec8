import { GetFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { inParallel } from '../in-parallel.ts';
import { ask, type Found, fail, type Look, look, ok, together } from '../line.ts';
import { needsOf } from '../needs.ts';
import { DEPLOY, type World } from '../world.ts';

/** Every function is there, ready, and runs by its own role. */
export async function checkFunctions(world: World): Promise<readonly Look[]> {
  const names = Object.keys(needsOf(world.config));
  const looks = await inParallel(names, (name) =>
    look(`${world.site.prefix}-${name}`, () => checkFunction(world, name)),
  );
  return together(looks, 'functions', (count) => `${count} are ready, each with its own role`);
}

async function checkFunction(world: World, name: string): Promise<Found> {
  const found = await world.functionNamed(name);
  const { account, home, prefix } = world.site;
  if (found === undefined) return fail('the function is missing', DEPLOY);
  if (found.State !== undefined && found.State !== 'Active' && found.State !== 'Inactive')
    return fail(`its state is ${found.State}: ${found.StateReason ?? 'no reason is given'}`, DEPLOY);
  if (found.LastUpdateStatus === 'Failed')
    return fail(`its last update failed: ${found.LastUpdateStatusReason ?? 'no reason is given'}`, DEPLOY);
  const role = `arn:aws:iam::${account}:role/${prefix}-${name}`;
  if (found.Role !== role) return fail(`it runs by ${found.Role}, and should by ${role}`, DEPLOY);
  const FunctionName = `${prefix}-${name}`;
  const concurrency = await ask(
    'lambda:GetFunctionConcurrency',
    world.clients.lambda(home).send(new GetFunctionConcurrencyCommand({ FunctionName })),
    'ResourceNotFoundException',
  );
  return concurrency?.ReservedConcurrentExecutions === 0
    ? fail(
        'it is switched off: its reserved concurrency is 0',
        `aws lambda delete-function-concurrency --function-name ${FunctionName}`,
      )
    : ok('ready');
}
