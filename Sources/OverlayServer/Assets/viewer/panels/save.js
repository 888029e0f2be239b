/** Has the browser keep a blob among its downloads. */
export function save(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export const fileName = (parts, ending) => `${parts.join("-").replaceAll(/[^\w.-]+/g, "_")}.${ending}`;
