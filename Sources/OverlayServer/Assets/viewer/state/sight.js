import * as address from "./address.js";

/** What is looked at: changed by people, held by the address bar, told to those who show it. */
export class Sight {
  state = address.read();
  #writing;

  /** `changed`: called after every change, with what it was before. */
  constructor(changed) {
    this.changed = changed;
    addEventListener("popstate", () => {
      clearTimeout(this.#writing);
      this.#become(address.read());
    });
  }

  /** A step on the way leaves no entry in the history. */
  change(changes, { isStep = false } = {}) {
    const before = this.state;
    this.state = { ...before, ...changes };
    this.#write(isStep);
    this.changed(before);
  }

  /** Says what the address left open, without a change to what is looked at. */
  settle(changes) {
    Object.assign(this.state, changes);
    this.#write(true);
  }

  /** The address as it is now: browsers take few changes of it a second, so that steps are written a little later. */
  get link() {
    clearTimeout(this.#writing);
    history.replaceState(null, "", address.write(this.state));
    return location.href;
  }

  #become(state) {
    const before = this.state;
    this.state = state;
    this.changed(before);
  }

  #write(isStep) {
    clearTimeout(this.#writing);
    const url = address.write(this.state);
    if (url === location.search) return;
    if (isStep) this.#writing = setTimeout(() => history.replaceState(null, "", url), 150);
    else history.pushState(null, "", url);
  }
}
