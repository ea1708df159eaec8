/** What an answer always holds. Without it the answer is none. */
export function must<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the answer holds no ${what}`);
  return value;
}

/**
 * That the answer is of what was asked for: IAM does not distinguish names by case, and the parts of policies that name
 * others do. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
export function mustBe(key: string | undefined, asked: string): void {
  if (key !== asked) throw new Error(`the answer to ${asked} is of ${key ?? 'something without an ARN'}`);
}
