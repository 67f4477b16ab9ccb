// A person at a browser that is driven from without.
import { beginSession } from "../worker/npm-start.mjs";

const patienceMs = 20_000;

/** They look until they find it. Selectors with `>>` go into an element's shadow tree. */
export function person(driver, address) {
  const find = (selector, text = "") => `
    const [outer, inner] = ${JSON.stringify(selector)}.split(" >> ");
    const places = [...document.querySelectorAll(outer)].flatMap((found) => (inner === undefined ? [found] : [...(found.shadowRoot?.querySelectorAll(inner) ?? [])]));
    const found = places.find((element) => element.textContent.replace(/\\s+/g, " ").includes(${JSON.stringify(text)}) && element.checkVisibility());`;
  const until = async (what, script) => {
    const end = Date.now() + patienceMs;
    for (;;) {
      // Between two pages there is none to ask.
      const answer = await driver.executeScript(script).catch(() => undefined);
      if (answer) return answer;
      if (Date.now() > end) throw new Error(`not found: ${what}; the page says: ${await driver.executeScript("return document.body.innerText.slice(0, 600)")}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  return {
    open: (path = "/") => driver.get(address + path),
    sees: (selector, text) => until(`${selector} ${text}`, `${find(selector, text)} return found && found.textContent.replace(/\\s+/g, " ").trim();`),
    press: (selector, text) => until(`${selector} ${text}`, `${find(selector, text)} if (found && !found.disabled) { found.click(); return true; }`),
    choose: (selector, value) => until(selector, `${find(selector)} if (found) { found.value = ${JSON.stringify(value)}; found.dispatchEvent(new Event("input", { bubbles: true })); found.dispatchEvent(new Event("change", { bubbles: true })); return true; }`),
    /** What a script makes of the page, once that is something; in the page's own hands, under its own policy. */
    finds: (what, script) => until(what, script),
    /** Comes to the page with a session that a token gives, and nothing of whoever was here before. */
    async enter(token, path = "/") {
      await driver.get(address);
      // The new session's cookie takes the place of an old one. To delete that first would be to race with WebKit, which does so when it likes.
      const status = await driver.executeAsyncScript(`
        const done = arguments[arguments.length - 1];
        localStorage.clear();
        (${beginSession})(${JSON.stringify(token)}).then(done, (error) => done(String(error)));`);
      if (status !== 200) throw new Error(`no session: ${status}`);
      await driver.get(address + path);
    },
  };
}
