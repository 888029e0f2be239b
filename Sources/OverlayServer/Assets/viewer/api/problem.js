/** What went wrong, in a sentence for people; `status` is 0 where nobody answered. */
export class Problem extends Error {
  constructor(status, detail, field) {
    super(detail);
    this.status = status;
    this.field = field;
  }

  /** Whether it may be over by itself: the server is gone, a store is away, too many callers wait. */
  get isPassing() {
    return [0, 429, 502, 503, 504].includes(this.status);
  }
}

/** The answer, or what the server says is wrong. */
export async function request(url, options) {
  let response;
  try {
    response = await fetch(url, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(0, "The overlay server does not answer.");
  }
  if (response.ok) return response;
  const { detail, field } = await response.json().catch(() => ({}));
  throw new Problem(response.status, detail ?? `${response.status} ${response.statusText}`, field);
}

/** The answer's bytes as a blob; `received`: told how many there are as they come. */
export async function read(response, received) {
  const chunks = [];
  let count = 0;
  try {
    for (const reader = response.body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) return new Blob(chunks, { type: response.headers.get("Content-Type") ?? "" });
      chunks.push(value);
      received((count += value.byteLength));
    }
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(0, "The overlay server broke off.");
  }
}
