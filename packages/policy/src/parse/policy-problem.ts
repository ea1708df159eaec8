/** What is wrong with a document, and where; thrown while reading it, and caught by `parsePolicy`. */
export class PolicyProblem extends Error {
  static {
    PolicyProblem.prototype.name = 'PolicyProblem';
  }

  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}

const PLAIN_KEY = /^[A-Za-z_]\w*$/;

/** `Statement.Condition` and `Statement["aws:x"]`: keys that are no plain words are quoted. */
export function pathTo(parent: string, key: string): string {
  if (!PLAIN_KEY.test(key)) return `${parent}[${JSON.stringify(key)}]`;
  return parent === '' ? key : `${parent}.${key}`;
}
