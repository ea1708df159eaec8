/** `evaluate-dlq` in camel case with a capital, as the resources of a program are called. */
export function logicalName(name: string): string {
  return name.replaceAll(/(?:^|[-.])([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
