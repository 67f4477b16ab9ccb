// The three browsers, each started when it is first asked for, and asked one page at a time.
import { Builder } from "selenium-webdriver";
import { Options as ChromeOptions, ServiceBuilder as ChromeDriver } from "selenium-webdriver/chrome.js";
import { Options as FirefoxOptions, ServiceBuilder as GeckoDriver } from "selenium-webdriver/firefox.js";
import { DriverService } from "selenium-webdriver/remote/index.js";
import { findFreePort } from "selenium-webdriver/net/portprober.js";
import { which } from "../../scripts/lib/sh.mjs";

const starters = {
  chromium: () =>
    new Builder()
      .forBrowser("chrome")
      .setChromeService(new ChromeDriver(process.env.CHROMEDRIVER ?? which("chromedriver")))
      .setChromeOptions(
        new ChromeOptions()
          .setChromeBinaryPath(process.env.CHROMIUM ?? which("chromium"))
          .addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"),
      )
      .build(),
  firefox: () =>
    new Builder()
      .forBrowser("firefox")
      .setFirefoxService(new GeckoDriver(which("geckodriver")))
      .setFirefoxOptions(new FirefoxOptions().setBinary(which("firefox")).addArguments("-headless"))
      .build(),
  async webkit() {
    const port = await findFreePort();
    const service = new DriverService.Builder(which("WebKitWebDriver")).setLoopback(true).setPort(port).addArguments(`--port=${port}`).build();
    const driver = await new Builder().usingServer(await service.start()).withCapabilities({ browserName: "MiniBrowser" }).build();
    const quit = driver.quit.bind(driver);
    return Object.assign(driver, { quit: () => quit().finally(() => service.kill()) });
  },
};

const running = new Map();
const queue = {};

/** A port that nobody listens on yet. */
export { findFreePort };

/** Opens a page, and waits until `report` has come. */
export const visit = (browser, address, report) => withBrowser(browser, async (driver) => {
  await driver.get(address);
  return report;
});

/** Does something with a browser, once whoever had it before is done. */
export function withBrowser(browser, work) {
  const turn = (queue[browser] ?? Promise.resolve()).then(async () => {
    if (!running.has(browser)) running.set(browser, await starters[browser]());
    return work(running.get(browser));
  });
  queue[browser] = turn.catch(() => undefined); // The next page is not to blame.
  return turn;
}

export async function closeBrowsers() {
  await Promise.all([...running.values()].map((driver) => driver.quit()));
}
