/** Says what is so where everybody looks, a screen reader too; tries again what may pass, and asks for the token where it is missing. */
export class Status {
  #output;
  #dialog;
  #pending = new Map();
  #since;
  /** Of the work that the problem is of. */
  #name;
  #delay = 1;
  #timer;
  #fading;

  constructor({ output, dialog, token }) {
    this.#output = output;
    this.#dialog = dialog;
    this.token = token;
    dialog.addEventListener("close", () => {
      this.token.set(dialog.querySelector("input").value);
      dialog.querySelector("input").value = "";
      this.#retry();
    });
  }

  /** For a moment. */
  tell(text) {
    this.#say(text, "note");
    this.#fading = setTimeout(() => this.#say("", "note"), 4000);
  }

  /** Until what is called so succeeds. */
  warn(text, name) {
    this.#say(text, "problem");
    this.#name = name;
  }

  /** `name`: of the work, which is tried again where that may help. */
  fail(problem, name, work) {
    if (problem.status === 401) {
      this.#pending.set(name, work);
      return this.#ask(problem);
    }
    if (!problem.isPassing) return this.warn(problem.message, name);
    this.#pending.set(name, work);
    this.#since ??= new Date();
    const since = this.#since.toLocaleTimeString("en", { hour12: false });
    this.#say(`${problem.message} So since ${since}; trying again.`, "away");
    this.#timer ??= setTimeout(() => this.#retry(), this.#delay * 1000);
  }

  /** The work called so was done. */
  succeeded(name) {
    this.#pending.delete(name);
    if (this.#pending.size || this.#dialog.open) return;
    this.#since = undefined;
    this.#delay = 1;
    const { kind } = this.#output.dataset;
    if (kind === "away" || (kind === "problem" && this.#name === name)) this.#say("", "note");
  }

  #say(text, kind) {
    clearTimeout(this.#fading);
    if (this.#output.textContent !== text) this.#output.textContent = text;
    this.#output.dataset.kind = kind;
  }

  #retry() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#delay = Math.min(this.#delay * 2, 8);
    const works = [...this.#pending.values()];
    this.#pending.clear();
    for (const work of works) work();
  }

  #ask(problem) {
    if (this.#dialog.open) return;
    const reason = this.token.get() ? "The token was not taken." : problem.message;
    this.#dialog.querySelector("p").textContent = reason;
    this.#dialog.showModal();
  }
}

/** Pages that came without TLS have no clipboard but the old one. */
export async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = Object.assign(document.createElement("textarea"), { value: text });
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  if (!isCopied) throw new Error(text);
}
