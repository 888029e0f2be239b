// Queries as the server reads them: a list is divided by commas, and a comma within a word is encoded.

/** "a=1&b=x,y" of { a: 1, b: ["x", "y"] }; what is undefined is left out. */
export function queryText(fields) {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${wordsText([value].flat())}`)
    .join("&");
}

export function wordsText(words) {
  return words.map(encodeURIComponent).join(",");
}

/** The words of a text such as "x,y%2Cz". */
export function wordsIn(text) {
  return (text ?? "").split(",").filter(Boolean).map(decoded);
}

/** The fields of a query, each as the text that it was given. */
export function fieldsIn(query) {
  const pairs = query.replace(/^\?/, "").split("&").filter(Boolean);
  return Object.fromEntries(pairs.map((pair) => [decoded(pair.split("=")[0]), pair.slice(pair.indexOf("=") + 1)]));
}

/** A person may have typed it. */
export function decoded(text) {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
