import type { Command, Option } from 'commander';

/** Has each command refuse an option given twice whose value is one: commander takes the last, and says nothing. */
export function refuseGivenTwice(command: Command): void {
  for (const option of command.options) if (option.required || option.optional) refuse(command, option);
  command.commands.forEach(refuseGivenTwice);
}

function refuse(command: Command, option: Option): void {
  let isGiven = false;
  // After commander's own listener, which keeps the value: it is a list where the option can be repeated.
  command.on(`option:${option.name()}`, () => {
    if (isGiven && !Array.isArray(command.getOptionValue(option.attributeName())))
      command.error(`error: option '${option.flags}' takes one value and is given twice: give it once`);
    isGiven = true;
  });
}
