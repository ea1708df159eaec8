/** A policy's JSON text without its white space; as it is where it is no JSON. AWS's answers carry it URL-encoded. */
export function normalPolicyText(written: string): string {
  const decoded = /^(\s|%20|%0A)*%7B/i.test(written) ? (uriDecoded(written) ?? written) : written;
  try {
    return JSON.stringify(JSON.parse(decoded));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return decoded;
    throw error;
  }
}

/** `undefined` where it is not encoded as URLs are. */
export function uriDecoded(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
